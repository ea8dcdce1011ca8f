"""Pairs of quotation marks, whatever their shape; apostrophes, feet and inches are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = {"“": "”", "„": "“”", "«": "»"}
LONGEST = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words between marks: ``text[start:end]`` without the marks; ``closed`` if both are there."""

    start: int
    end: int
    closed: bool = True


def marked(text: str) -> list[Marked]:
    """Return the outermost quotations in order.

    A quotation that a paragraph leaves open goes to the paragraph's end, which is how
    quotations over several paragraphs are set; otherwise an unpaired mark is no quotation.
    """
    return [found for start, end in _paragraphs(text) for found in _in_paragraph(text, start, end)]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        yield match.start(), match.end()


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Marked]:
    at = start
    while at < end:
        closing = _closing_of(text, at, start)
        if closing is None:
            at += 1
            continue
        stop = _find_close(text, at, end, closing)
        if stop is None:
            if text[at] in "“„" and _goes_on(text, end):
                yield Marked(start=at + 1, end=end, closed=False)
            at += 1
            continue
        if stop - at - 1 > 0 and stop - at < LONGEST and text[at + 1 : stop].strip():
            yield Marked(start=at + 1, end=stop)
        at = stop + 1


def _closing_of(text: str, at: int, start: int) -> str | None:
    """Return the marks that close the one at ``at``; None if that is no opening mark."""
    mark = text[at]
    if mark in _OPENING:
        return _OPENING[mark]
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2]
    opens = (before.isspace() or before in "([—–-:") and after and not after.isspace()
    if mark == '"' and opens:
        return '"'
    if mark == "‘" and opens:
        return "’"
    return None


def _find_close(text: str, at: int, end: int, closing: str) -> int | None:
    """Return where the quotation ends; inner quotations of the same shape are skipped."""
    depth = 0
    for i in range(at + 1, min(end, at + LONGEST)):
        character = text[i]
        if character == text[at] and closing not in {'"', "’"}:
            depth += 1
        elif character in closing and _closes(text, i, closing):
            if depth == 0:
                return i
            depth -= 1
    return None


def _closes(text: str, i: int, closing: str) -> bool:
    """A single mark closes only at the end of a word, a straight one not before a word."""
    after = text[i + 1 : i + 2]
    if closing == "’":
        return not after.isalnum() and text[i - 1 : i].isalnum() is not None and not after.isalpha()
    if closing == '"':
        return not after.isalnum() or not text[i - 1].isspace()
    return True


def _goes_on(text: str, end: int) -> bool:
    """Tell whether the next paragraph opens with a mark again."""
    return bool(re.match(r"\s*[“„]", text[end : end + 10]))
