"""How much there is to index, told before it is read: for a bar that says how long it will take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.ingest.load import expand

_LINE_BY_LINE = frozenset({".jsonl", ".csv"})
_BLOCK = 1 << 20


def expected(sources: Sequence[str]) -> int:
    """Return about how many articles there are: a line is one in a file of records, else a file is.

    What cannot be looked into counts as one; archives, feeds and sitemaps hold more than that.
    """
    return sum(_in(place) for source in sources for place, _root in expand(source))


def _in(place: object) -> int:
    if not isinstance(place, Path) or place.suffix.lower() not in _LINE_BY_LINE:
        return 1
    try:
        with place.open("rb") as file:
            return max(1, sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b"")))
    except OSError:
        return 1
