"""Pairs of quotation marks, whatever their shape; apostrophes, feet and inches are none.

One pass over each paragraph. Every mark is read as opening or closing from its neighbours, any
double mark may close any other ("mixed” pairs are common), and what stays unpaired is no
quotation, save one that opens a paragraph and runs on: that is how quotations over several
paragraphs are set.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

LONGEST = 5000
_Pair = tuple[int, int]
_DOUBLE = '“”„‟"«»'
_MARK = re.compile("''|``|[“”„‟\"«»‘’‚‹›']")
_PARAGRAPH = re.compile(r"[^\n]+")
_FEET = re.compile(r"\d['’′]\s?\d{1,2}$")
_ELIDED = re.compile(r"(?:\d\ds?|em|til|tis|twas|cause|cuz|bout|n)\b", re.IGNORECASE)
_OPENERS = frozenset("([{—–-―/:…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words between marks: ``text[start:end]`` without the marks; ``closed`` if both are there."""

    start: int
    end: int
    closed: bool = True


def marked(text: str) -> list[Marked]:
    """Return the outermost quotations in order."""
    found: list[Marked] = []
    paragraphs = list(_PARAGRAPH.finditer(text))
    for here, following in zip_longest(paragraphs, paragraphs[1:]):
        begins = following.group().lstrip()[:1] if following else ""
        found += _moved(_in_paragraph(here.group(), begins), here.start())
    return found


def within(text: str, start: int, end: int) -> list[Marked]:
    """Return the quotations in single marks inside the words of another one.

    Args:
        text: the whole.
        start: of the words of the quotation around them.
        end: the place behind those words.
    """
    words = text[start:end]
    singles = [at for at in _marks(words) if words[at] in "‘’‚‹›'"]
    return _moved([m for m in _singles(words, singles) if m.start > 1], start)


def _moved(found: list[Marked], by: int) -> list[Marked]:
    return [replace(m, start=m.start + by, end=m.end + by) for m in found]


def _in_paragraph(text: str, following: str) -> list[Marked]:
    """Return the outermost quotations of a paragraph; ``following`` is what the next one begins with."""
    marks = list(_marks(text))
    goes_on = following in tuple('“„"«‘')
    lone = [at for at in marks if not _is_double(text, at)]
    if lone and following == text[lone[0]] and _runs_on(text, lone):
        return [Marked(start=lone[0] + 1, end=len(text), closed=False)]
    pairs, first_open = _doubles(text, marks)
    outer = _outermost([*pairs, *_british(text, lone, pairs)])
    if first_open is not None and not text[:first_open].strip():
        # What the paragraph opens and never closes goes to its end: the marks inside are nested.
        words = len(text[first_open + 1 :].split())
        if goes_on or (words > 2 and not outer):
            return [Marked(start=first_open + 1, end=len(text), closed=False)]
    elif first_open is not None and goes_on and not any(s > first_open for s, _ in outer):
        tail = Marked(start=first_open + 1, end=len(text), closed=False)
        return [*(Marked(start=s + 1, end=e) for s, e in outer), tail]
    free = [at for at in lone if not _covered(at, outer)]
    singles = [m for m in _singles(text, free) if not _holds(m, outer)]
    found = [Marked(start=s + 1, end=e) for s, e in outer if text[s + 1 : e].strip()]
    return sorted(found + singles, key=lambda m: m.start)


def _runs_on(text: str, marks: list[int]) -> bool:
    """Tell whether a single mark opens a paragraph, and what closes it could be but an apostrophe."""
    if text[: marks[0]].strip() or not _opens_single(text, marks[0]):
        return False
    close = _single_close(text, marks, 1)
    return close is None or text[marks[close] - 1] not in ".,!?…"


def _marks(text: str) -> Iterator[int]:
    """Yield where marks stand; of two that open words the last one, of two that close the first."""
    for match in _MARK.finditer(text):
        last = match.end() - 1
        opens = match.group() == "``" or (len(match.group()) == 2 and _opens_doubled(text, last))
        yield last if opens else match.start()


def _british(text: str, lone: list[int], pairs: list[_Pair]) -> list[_Pair]:
    """Return the single marks that hold double ones: ‘They said “no” twice,’ he said."""
    opening = sorted(pairs)
    return [
        (m.start - 1, m.end)
        for m in _singles(text, lone if pairs else [])
        if text[m.end - 1] in ".,!?…"
        and (at := bisect_left(opening, (m.start - 1, 0))) < len(opening)
        and opening[at][1] < m.end
    ]


def _around(text: str, at: int) -> tuple[str, str]:
    """Return the characters before and behind a mark; a space at both ends of the text."""
    return text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "


def _opens_doubled(text: str, at: int) -> bool:
    """Tell whether a mark is the second of two apostrophes before a word (''so'')."""
    before, _ = _around(text, at - 1)
    return (
        text[max(0, at - 1) : at + 1] == "''"
        and (before.isspace() or before in _OPENERS)
        and text[at + 1 : at + 2].isalnum()
    )


def _is_double(text: str, at: int) -> bool:
    return text[at] in _DOUBLE + "`" or text[at : at + 2] == "''" or _opens_doubled(text, at)


def _doubles(text: str, marks: list[int]) -> tuple[list[_Pair], int | None]:
    """Pair the double marks; return the pairs and the first one that stays open."""
    pairs: list[_Pair] = []
    opened: list[int] = []
    for at in marks:
        if not _is_double(text, at):
            continue
        if opened and _closes(text, at):
            pairs.append((opened.pop(), at))
        elif _opens(text, at):
            if text[at] == '"' and opened and text[opened[-1]] == '"':
                opened.pop()  # straight marks do not nest: the one before was never closed
            opened.append(at)
    pairs = [(s, e) for s, e in pairs if e - s <= LONGEST]
    return pairs, opened[0] if opened else None


def _opens(text: str, at: int) -> bool:
    before, after = _around(text, at)
    if text[at] in "“„‟«`":
        return True
    if text[at] == "'":
        return _opens_doubled(text, at)
    return not after.isspace() and (
        before.isspace() or before in _OPENERS or before in _DOUBLE + "‘'"
    )


def _closes(text: str, at: int) -> bool:
    before, after = _around(text, at)
    if text[at] == "'":
        return not before.isspace() and not _opens_doubled(text, at)
    if text[at] == "`":
        return False
    if text[at] in "”»":
        return not (before.isspace() and after.isalnum())
    if text[at] in "„‟«":
        return text[at] == "«" and not before.isspace() and not after.isalnum()
    if text[at] == "“":
        return not before.isspace() and before not in _OPENERS and not after.isalnum()
    return not after.isalnum() and not _FEET.search(text[max(0, at - 6) : at])


def _outermost(pairs: list[_Pair]) -> list[_Pair]:
    outer: list[_Pair] = []
    for start, end in sorted(pairs):
        if not outer or start > outer[-1][1]:
            outer.append((start, end))
    return outer


def _covered(at: int, pairs: list[_Pair]) -> bool:
    number = bisect_left(pairs, (at + 1, 0)) - 1
    return number >= 0 and at <= pairs[number][1]


def _holds(marked: Marked, pairs: list[_Pair]) -> bool:
    number = bisect_left(pairs, (marked.start, 0))
    return number < len(pairs) and pairs[number][0] < marked.end


def _singles(text: str, marks: list[int]) -> list[Marked]:
    """Pair single marks: an opening one before a word, a closing one after it.

    A plural's apostrophe looks like a closing mark, so one after a point or comma is preferred.
    """
    found: list[Marked] = []
    number = 0
    while number < len(marks):
        at = marks[number]
        number += 1
        close = _single_close(text, marks, number) if _opens_single(text, at) else None
        if close is None:
            continue
        if text[at + 1 : marks[close]].strip() and marks[close] - at <= LONGEST:
            found.append(Marked(start=at + 1, end=marks[close]))
            number = close + 1
    return found


def _single_close(text: str, marks: list[int], number: int) -> int | None:
    """Return the index of the closing mark among the next ones, before another one opens."""
    possible = None
    opened = marks[number - 1]
    for later in range(number, min(number + 40, len(marks))):
        at = marks[later]
        if _opens_single(text, at):
            break
        before, after = _around(text, at)
        if after.isalnum() or before.isspace():
            continue
        if text[opened] == "‘" and text[at] == "'":
            continue  # a curly mark is closed by a curly one; this is an apostrophe
        if before in ".,!?…" or not (before in "sS" and after == " "):
            return later
        possible = possible if possible is not None else later
    return possible


def _opens_single(text: str, at: int) -> bool:
    before, after = _around(text, at)
    if text[at] in "‚‹":
        return after.isalnum()
    if text[at] not in "‘'" or not (before.isspace() or before in _OPENERS or before in _DOUBLE):
        return False
    return (after.isalnum() or after in '[(“"¿¡$…') and not _ELIDED.match(text, at + 1)
