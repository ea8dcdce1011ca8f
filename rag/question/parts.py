"""The questions that one question holds: a side, a time or a thing each.

"Compare Berg's view of the duty with Dahl's", "rice exports in 2019 vs 2021", "How did Norway and Peru each
answer?" are two questions. Each is asked by itself, a later one as if it followed the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.text.places import names_of_places
from index.text.time_expressions import Period
from index.text.words import content_words, names
from rag.question.speakers import without_times
from rag.types import Parts

MOST = 4
# What tells that each of a row is asked about, not all of them together.
_EACH = re.compile(
    r" ?\b(?:each(?! other)|both|respectively|versus|vs|over (?:time|the (?:years|months)))\b",
    re.IGNORECASE,
)
_BORROWS = re.compile(
    r"\b(?:this|that|these|those|ones?|it|its|they|them|their|he|she|his|her)\b", re.IGNORECASE
)
# "Compare A with B", "Set A against B", "the difference between A and B"
_SET_BESIDE = re.compile(
    r"^\W*(?:please )?(?:compare|contrast|set|put|weigh|(?:what(?:'s| is| was)? )?the (?:difference|contrast|gap) between)"
    r" (?P<one>.+?),? (?:with|against|versus|vs\.?|beside|alongside|and) (?P<other>.+?)\W*$",
    re.IGNORECASE,
)
# "How does A differ from B?", "How did A go further than B?"
_DIFFERS = re.compile(
    r"^\W*how (?:do|does|did|has|have) (?P<one>.+?) (?:differ(?:ed)? from|compared? (?:with|to)|go(?:ne)? further than)"
    r" (?P<other>.+?)\W*$",
    re.IGNORECASE,
)
# What stands between two of a row.
_JOINED = re.compile(
    r"(?:['’]s)?\W*(?:(?:and|or|vs|versus|with|against|to|then|by|in|on|of|as|at|from|the|its|again|later|finally)\b\W*)*",
    re.IGNORECASE,
)
_ROW = re.compile(r"\b(?:and|vs|versus|with|against|then|or)\b|[,/]", re.IGNORECASE)
_TAIL = re.compile(r" (?:on|about|over|regarding|concerning|as to) .+$", re.IGNORECASE)
# "…, and what did Y?"; "…; when did it end?"
_CLAUSE = re.compile(
    r"(?:[;.?!] (?:and |but )?|,? and )"
    r"(?=(?:(?:at|by|from|for|on|in|to|with) )?(?:what|which|who|whose|whom|when|where|why|how)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?::| [-–—]) |, (?=[^,]* (?:vs\.?|versus) )", re.IGNORECASE)
_ITEM = re.compile(
    r"(?!(?:vs|versus)\b)\b[^\s,;?](?:(?! (?:vs\.?|versus) )[^,;?])*[^\s,;?]", re.IGNORECASE
)


class _Span(NamedTuple):
    start: int
    end: int
    words: str


def parts(question: str, periods: Sequence[Period]) -> Parts:
    """Return the questions that a question holds.

    Args:
        question: standing alone.
        periods: the spans of time that it names.
    """
    for form in (_SET_BESIDE, _DIFFERS):
        if (found := form.match(question)) is not None:
            return Parts(questions=_beside_each_other(found["one"], found["other"]), apart=True)
    each = [_named(question)] if _EACH.search(question) else []
    if rows := _rows(question, [*each, _times(question, periods)]):
        return Parts(questions=rows, apart=True)
    clauses = _CLAUSE.split(question)
    if len(clauses) > 1 and all(content_words(clause) for clause in clauses):
        first, *others = clauses
        return Parts(questions=(first, *(_borrowing(o, first) for o in others[: MOST - 1])))
    if rows := _rows(question, [_items(question)]):
        return Parts(questions=rows, apart=True)
    return Parts(questions=_rows(question, [_named(question)]))


def _beside_each_other(one: str, other: str) -> tuple[str, str]:
    """Return the questions about two that are compared; what is said behind the second is of both."""
    tail = _TAIL.search(other)
    if tail is not None and not _TAIL.search(one):
        one += tail.group()
    return one, _borrowing(other, one) if _BORROWS.search(other) else other


def _borrowing(other: str, first: str) -> str:
    """Return a later question with what the first is about, but for its times."""
    return f"{other.rstrip(' ?.')}? ({' '.join(content_words(without_times(first)))})"


def _rows(question: str, kinds: Sequence[Sequence[_Span]]) -> tuple[str, ...]:
    """Return a question for each of the first spans that stand in a row."""
    for spans in kinds:
        if (row := _in_a_row(question, spans)) is not None:
            head, tail = question[: row[0].start], question[row[-1].end :]
            return tuple(_EACH.sub("", f"{head}{span.words}{tail}") for span in row[:MOST])
    return ()


def _items(question: str) -> list[_Span]:
    """Return the items of a list behind a colon or dash: "duties on tyres: China, Japan, Brazil"."""
    found = _LISTED.search(question)
    if found is None:
        return []
    return [_Span(m.start(), m.end(), m.group()) for m in _ITEM.finditer(question, found.end())]


def _times(question: str, periods: Sequence[Period]) -> list[_Span]:
    """Return where times are named; what the library told of one stands behind its own words."""
    spans = []
    for period in periods:
        own = (
            period.words
            if question.startswith(period.words, period.place)
            else period.words.rpartition(" (")[0]
        )
        spans.append(_Span(period.place, period.place + len(own), period.words))
    return spans


def _named(question: str) -> list[_Span]:
    """Return where people, bodies and nations are named."""
    found = [*names_of_places(question if question != question.lower() else question.title())]
    spans = [
        _Span(m.start(), m.end(), m.group())
        for name in {*names(question), *found}
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE)
    ]
    longest = sorted(spans, key=lambda s: (s.start, -s.end))
    kept: list[_Span] = []
    for span in longest:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _in_a_row(question: str, spans: Sequence[_Span]) -> list[_Span] | None:
    """Return the first spans that only joining words stand between; None where no two do."""
    row: list[_Span] = list(spans[:1])
    for before, span in pairwise(spans):
        between = question[before.end : span.start]
        if _JOINED.fullmatch(between) and _ROW.search(between):
            row.append(span)
        elif len(row) > 1:
            break
        else:
            row = [span]
    return row if len(row) > 1 else None
