"""Lines that are only wrapped are read as one, without moving a character."""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDEST = 100
FULL = 0.6
_LINE = re.compile(r"[^\n]*\n?")
_LINE_OF_ITS_OWN = re.compile(r"\s{2,}\S|\t|[-–•*·―—]\s|\d{1,2}[.)]\s")
_ENDS = re.compile(r"[.!?:][\"”’'»)\]]*\s*$")
Line = tuple[int, int]


def unwrapped(text: str) -> str:
    """Return the text with spaces for the line ends that only wrap a paragraph.

    Every other character stays where it was, so offsets hold in both. A block of lines, none
    wider than ``WIDEST``, is wrapped if most of its lines are full and do not end a sentence;
    a short line, or one before an indented one, still ends its paragraph.
    """
    ends = [end for block in _blocks(text) for end in _wraps(text, block)]
    if not ends:
        return text
    characters = list(text)
    for end in ends:
        characters[end] = " "
    return "".join(characters)


def _blocks(text: str) -> Iterator[list[Line]]:
    """Yield the lines between blank ones, each without its line end."""
    block: list[Line] = []
    for match in _LINE.finditer(text):
        line = match.group()
        if line.strip():
            block.append((match.start(), match.start() + len(line.rstrip("\n"))))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _wraps(text: str, block: list[Line]) -> list[int]:
    """Return the positions of the line ends that only wrap."""
    width = max(end - start for start, end in block)
    if len(block) < 2 or width > WIDEST:
        return []
    full = [end - start > FULL * width for start, end in block[:-1]]
    runs_on = sum(
        is_full and not _ENDS.search(text, max(start, end - 20), end)
        for is_full, (start, end) in zip(full, block[:-1], strict=True)
    )
    if 2 * runs_on < len(block) - 1:
        return []
    return [
        end
        for is_full, (_, end), (following, _) in zip(full, block[:-1], block[1:], strict=True)
        if is_full and not _LINE_OF_ITS_OWN.match(text, following)
    ]
