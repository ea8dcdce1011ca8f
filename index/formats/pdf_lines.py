"""The printed lines of pages to paragraphs: no running heads, no page numbers, no split words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.formats.encoding import scrub

# Running heads and feet stand within this many lines of a page's edge.
_EDGE = 2
_FEWEST_PAGES_WITH_HEADS = 3
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?\W{0,3}", re.IGNORECASE)
_SPLIT_WORD = re.compile(r"([^\W\d_]{1,40})[-\u00ad\u2010]$")
_HYPHENATED = re.compile(r"[^\W\d_]{1,40}-[^\W\d_]{1,40}")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENDS_SENTENCE = re.compile(r"[.!?:][”\"’')\]]{0,2}$")
_ITEM = re.compile(r"(?:[•▪‣●*–-]|\d{1,2}[.)])\s")
# What a paragraph's last line, and a heading, fill of the width at most.
_LAST_LINE = 0.85
_HEADING = 0.6
_DEFAULT_WIDTH = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line; ``apart`` where a blank line stands before it."""

    text: str
    page: int
    apart: bool


def reflow(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """Return the text of some pages, and the offset in it at which each page begins."""
    lines = list(_lines(pages))
    if not lines:
        return "", ()
    # How many characters a full line has: nine lines in ten have no more.
    lengths = sorted(len(line.text) for line in lines)
    width = max(_DEFAULT_WIDTH, lengths[len(lengths) * 9 // 10])
    compounds = {word.lower() for line in lines for word in _HYPHENATED.findall(line.text)}
    pieces = [lines[0].text]
    length = len(pieces[0])
    starts = {lines[0].page: 0}
    for before, line in pairwise(lines):
        dropped, between = _seam(before.text, line, width, compounds)
        pieces[-1] = pieces[-1][: len(pieces[-1]) - dropped]
        length += len(between) - dropped
        starts.setdefault(line.page, length)
        pieces += [between, line.text]
        length += len(line.text)
    return "".join(pieces), _filled(starts, len(pages), length)


def _lines(pages: Sequence[Sequence[str]]) -> Iterator[_Line]:
    sound = [[" ".join(scrub(line).split()) for line in page] for page in pages]
    heads = _heads(sound)
    for number, page in enumerate(sound):
        apart = False
        for text in _without_edges(page, heads):
            if text:
                yield _Line(text, number, apart)
            apart = not text


def _edges(page: Sequence[str]) -> set[int]:
    """Return the positions of the first and last filled lines of a page."""
    filled = [at for at, line in enumerate(page) if line]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _heads(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines, figures aside, that stand at the edge of most pages."""
    if len(pages) < _FEWEST_PAGES_WITH_HEADS:
        return set()
    seen = Counter(form for page in pages for form in {_form(page[at]) for at in _edges(page)})
    return {form for form, count in seen.items() if count >= max(3, len(pages) / 2)}


def _form(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _without_edges(page: Sequence[str], heads: set[str]) -> list[str]:
    edges = _edges(page)
    return [
        line
        for at, line in enumerate(page)
        if not (at in edges and (_form(line) in heads or _PAGE_NUMBER.fullmatch(line)))
    ]


def _seam(before: str, line: _Line, width: int, compounds: set[str]) -> tuple[int, str]:
    """Return how many characters go at the first line's end, and what joins the two.

    A word split at the line's end becomes whole; its hyphen stays where the document writes
    the compound with one elsewhere.
    """
    split = _SPLIT_WORD.search(before)
    follows = _FIRST_WORD.match(line.text)
    if split and follows and line.text[0].islower():
        compound = f"{split[1]}-{follows[0]}".lower()
        return (0 if compound in compounds else 1), ""
    apart = line.apart or _ends_paragraph(before, line.text, width)
    return 0, "\n\n" if apart else " "


def _ends_paragraph(before: str, line: str, width: int) -> bool:
    if _ITEM.match(line):
        return True
    if _ENDS_SENTENCE.search(before):
        return len(before) < _LAST_LINE * width
    return len(before) < _HEADING * width and not line[0].islower() and before[-1] not in ",;-–—"


def _filled(starts: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """Return a start for every page; one without text begins where the next one does."""
    found = []
    for number in reversed(range(pages)):
        end = starts.get(number, end)
        found.append(end)
    return tuple(reversed(found))
