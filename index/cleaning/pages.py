"""Where the pages of a printed document begin in its cleaned text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# So many words tell one place of an article from another.
_WORDS = 6
_WORD = re.compile(r"\S+")
_MOST_TRIES = 12
# How far ahead a page is looked for: cleaning takes away, so that it stands no farther than the
# printed pages since the last one found; for hostile files no farther than this.
_AHEAD = 20_000
_FARTHEST = 200_000


def page_starts(raw: str, starts: Sequence[int], text: str) -> tuple[int, ...]:
    """Return the offset in a cleaned text at which each page of the raw text begins.

    Args:
        raw: the text before cleaning.
        starts: where each page begins in it.
        text: what cleaning left; a page of which nothing is left begins where the next does.
    """
    found: list[int] = []
    at = last = 0
    for start, end in pairwise([*starts, len(raw)]):
        ahead = min(_AHEAD + 2 * (start - last), _FARTHEST)
        place = _place_of(raw[start:end], text, at, at + ahead)
        found.append(place)
        if place >= 0:
            at, last = place, start
    return _filled(found, len(text))


def _place_of(page: str, text: str, at: int, until: int) -> int:
    """Return where the first words of a page that are still there stand in the text."""
    words = [match.group() for match in _WORD.finditer(page[:4000])]
    for skipped in range(min(len(words), _MOST_TRIES)):
        some = r"\s+".join(re.escape(word) for word in words[skipped : skipped + _WORDS])
        if match := re.compile(some).search(text, at, until):
            return match.start()
    return -1


def _filled(found: Sequence[int], end: int) -> tuple[int, ...]:
    filled = []
    for place in reversed(found):
        end = place if place >= 0 else end
        filled.append(end)
    return tuple(reversed(filled))
