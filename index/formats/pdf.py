"""A PDF to its paragraphs: no running heads, no page numbers, no split words.

Parsed in a process of its own: PDFs hang and blow up.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.formats.document import DAMAGE, Document, stated_in
from index.formats.encoding import scrub

MOST_PAGES = 2000
_SECONDS = 30.0
_MEMORY_BYTES = 2 << 30
_PARENT = Path(__file__).parents[2]
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


def read_pdf(data: bytes) -> Document:
    """Return a PDF's text with its lines joined to paragraphs, and where each page begins.

    Raises:
        SourceError: locked, damaged, or without text.
    """
    found = parsed_apart(data)
    text, pages = reflow(found["pages"])
    if not text:
        raise SourceError("holds no text, only images; run it through text recognition (OCR) first")
    fields = {name: stated_in(text, found[name]) for name in ("title", "author")}
    return Document(fields={**fields, "text": text}, problems=_gaps(found["pages"]), pages=pages)


def parsed_apart(data: bytes, seconds: float = _SECONDS) -> dict[str, Any]:
    """Return what ``main`` prints of a PDF in a process of its own.

    Args:
        data: handed to the process as they are.
        seconds: after which it is killed.

    Raises:
        SourceError: it took too long, died, or says itself what is wrong with the bytes.
    """
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, cwd=_PARENT, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"takes longer than {seconds:.0f} s to read; it may be damaged") from None
    if done.returncode:
        raise SourceError("is damaged: its reader gave up or ran out of memory")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        raise SourceError(answer["error"])
    return answer


def main() -> None:
    """Read a PDF from standard input under a memory limit and print what it holds, or what is wrong."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    except ImportError:  # Windows knows no such limit; the time limit holds there too.
        pass
    try:
        answer = _parsed(sys.stdin.buffer.read())
    except SourceError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


def _parsed(data: bytes) -> dict[str, Any]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("is locked with a password; save it without one")
        about = reader.metadata
        pages = [
            (page.extract_text() or "").split("\n")
            for _, page in zip(range(MOST_PAGES), reader.pages, strict=False)
        ]
        named = {name: str(getattr(about, name, None) or "") for name in ("title", "author")}
    except DependencyError:
        raise SourceError("is encrypted; save it without encryption") from None
    except (PyPdfError, *DAMAGE) as error:
        raise SourceError(f"is damaged: {type(error).__name__} in the PDF's structure") from None
    return {"pages": pages, **named}


def _gaps(pages: list[list[str]]) -> tuple[str, ...]:
    """Say which pages gave no text."""
    empty = [str(n) for n, lines in enumerate(pages, start=1) if not "".join(lines).strip()]
    if not empty:
        return ()
    shown = ", ".join(empty[:8]) + (", …" if len(empty) > 8 else "")
    return (f"no text on page {shown} (images are not read)",)


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
