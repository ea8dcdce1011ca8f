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
from dataclasses import dataclass

LONGEST = 5000
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
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    found: list[Marked] = []
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else (end, end)
        found += _in_paragraph(text, start, end, text[slice(*following)].lstrip()[:1])
    return found


def within(text: str, start: int, end: int) -> list[Marked]:
    """Return the quotations in single marks inside the words of another one.

    Args:
        text: the whole.
        start: of the words of the quotation around them.
        end: the place behind those words.
    """
    singles = [at for at in _marks(text, start, end) if text[at] in "‘’‚‹›'"]
    return [m for m in _singles(text, singles, start, end) if m.start - 1 > start]


def _in_paragraph(text: str, start: int, end: int, following: str) -> list[Marked]:
    """Return the outermost quotations of a paragraph; ``following`` is what the next one begins with."""
    marks = list(_marks(text, start, end))
    goes_on = following in tuple('“„"«‘')
    lone = [at for at in marks if not _is_double(text, at)]
    if lone and following == text[lone[0]] and _runs_on(text, lone, start, end):
        return [Marked(start=lone[0] + 1, end=end, closed=False)]
    pairs, first_open = _doubles(text, marks, start, end)
    outer = _outermost([*pairs, *_british(text, marks, pairs, start, end)])
    if first_open is not None and not text[start:first_open].strip():
        # What the paragraph opens and never closes goes to its end: the marks inside are nested.
        words = len(text[first_open + 1 : end].split())
        if goes_on or (words > 2 and not outer):
            return [Marked(start=first_open + 1, end=end, closed=False)]
    elif first_open is not None and goes_on and not any(s > first_open for s, _ in outer):
        tail = Marked(start=first_open + 1, end=end, closed=False)
        return [*(Marked(start=s + 1, end=e) for s, e in outer), tail]
    free = [at for at in lone if not _covered(at, outer)]
    singles = [m for m in _singles(text, free, start, end) if not _holds(m, outer)]
    found = [Marked(start=s + 1, end=e) for s, e in outer if _has_words(text, s + 1, e)]
    return sorted(found + singles, key=lambda m: m.start)


def _runs_on(text: str, marks: list[int], start: int, end: int) -> bool:
    """Tell whether a single mark opens a paragraph, and what closes it could be but an apostrophe."""
    if text[start : marks[0]].strip() or not _opens_single(text, marks[0], start, end):
        return False
    close = _single_close(text, marks, 1, start, end)
    return close is None or text[marks[close] - 1] not in ".,!?…"


def _marks(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where marks stand; of two that open words the last one, of two that close the first."""
    for match in _MARK.finditer(text, start, end):
        last = match.end() - 1
        opens = match.group() == "``" or (len(match.group()) == 2 and _opens_doubled(text, last))
        yield last if opens else match.start()


def _british(
    text: str, marks: list[int], pairs: list[tuple[int, int]], start: int, end: int
) -> list[tuple[int, int]]:
    """Return the single marks that hold double ones: ‘They said “no” twice,’ he said."""
    singles = [at for at in marks if not _is_double(text, at)] if pairs else []
    opening = sorted(pairs)
    found = [(m.start - 1, m.end) for m in _singles(text, singles, start, end)]
    return [
        (s, e)
        for s, e in found
        if text[e - 1] in ".,!?…"
        and (at := bisect_left(opening, (s, 0))) < len(opening)
        and opening[at][1] < e
    ]


def _opens_doubled(text: str, at: int) -> bool:
    """Tell whether a mark is the second of two apostrophes before a word (''so'')."""
    before = text[at - 2] if at > 1 else " "
    return (
        text[max(0, at - 1) : at + 1] == "''"
        and (before.isspace() or before in _OPENERS)
        and text[at + 1 : at + 2].isalnum()
    )


def _is_double(text: str, at: int) -> bool:
    return (
        text[at] in _DOUBLE
        or text[at : at + 2] == "''"
        or text[at] == "`"
        or _opens_doubled(text, at)
    )


def _doubles(
    text: str, marks: list[int], start: int, end: int
) -> tuple[list[tuple[int, int]], int | None]:
    """Pair the double marks; return the pairs and the first one that stays open."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for at in marks:
        if not _is_double(text, at):
            continue
        if opened and _closes(text, at, start, end):
            pairs.append((opened.pop(), at))
        elif _opens(text, at, start, end):
            if text[at] == '"' and opened and text[opened[-1]] == '"':
                opened.pop()  # straight marks do not nest: the one before was never closed
            opened.append(at)
    pairs = [(s, e) for s, e in pairs if e - s <= LONGEST]
    return pairs, opened[0] if opened else None


def _opens(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if text[at] in "“„‟«`":
        return True
    if text[at] == "'":
        return _opens_doubled(text, at)
    return (before.isspace() or before in _OPENERS or before in _DOUBLE + "‘'") and not (
        after.isspace()
    )


def _closes(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
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
    if _FEET.search(text[max(start, at - 6) : at]):
        return False
    return (not before.isspace() and not after.isalnum()) or (
        before.isspace() and not after.isalnum()
    )


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    outer: list[tuple[int, int]] = []
    reach = -1
    for start, end in sorted(pairs):
        if start > reach:
            outer.append((start, end))
            reach = end
    return outer


def _covered(at: int, pairs: list[tuple[int, int]]) -> bool:
    number = bisect_left(pairs, (at + 1, 0)) - 1
    return number >= 0 and at <= pairs[number][1]


def _holds(marked: Marked, pairs: list[tuple[int, int]]) -> bool:
    number = bisect_left(pairs, (marked.start, 0))
    return number < len(pairs) and pairs[number][0] < marked.end


def _has_words(text: str, start: int, end: int) -> bool:
    return end > start and bool(text[start:end].strip())


def _singles(text: str, marks: list[int], start: int, end: int) -> list[Marked]:
    """Pair single marks: an opening one before a word, a closing one after it.

    A plural's apostrophe looks like a closing mark, so one after a point or comma is preferred.
    """
    found: list[Marked] = []
    number = 0
    while number < len(marks):
        at = marks[number]
        number += 1
        if not _opens_single(text, at, start, end):
            continue
        close = _single_close(text, marks, number, start, end)
        if close is None:
            continue
        if _has_words(text, at + 1, marks[close]) and marks[close] - at <= LONGEST:
            found.append(Marked(start=at + 1, end=marks[close]))
            number = close + 1
    return found


def _single_close(text: str, marks: list[int], number: int, start: int, end: int) -> int | None:
    """Return the index of the closing mark among the next ones, before another one opens."""
    possible = None
    opened = marks[number - 1]
    for later in range(number, min(number + 40, len(marks))):
        at = marks[later]
        if _opens_single(text, at, start, end):
            break
        after = text[at + 1] if at + 1 < end else " "
        if after.isalnum() or text[at - 1].isspace():
            continue
        if text[opened] == "‘" and text[at] == "'":
            continue  # a curly mark is closed by a curly one; this is an apostrophe
        if text[at - 1] in ".,!?…" or not (text[at - 1] in "sS" and after == " "):
            return later
        possible = possible if possible is not None else later
    return possible


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if text[at] in "‚‹":
        return after.isalnum()
    if text[at] not in "‘'" or not (before.isspace() or before in _OPENERS or before in _DOUBLE):
        return False
    return (after.isalnum() or after in '[(“"¿¡$…') and not _ELIDED.match(text, at + 1, end)
