"""A PDF to the lines of its pages. Parsed in a process of its own: PDFs hang and blow up."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.formats.document import DAMAGE, Document, stated_in
from index.formats.pdf_lines import reflow

MOST_PAGES = 2000
_SECONDS = 30.0
_MEMORY_BYTES = 2 << 30
_PARENT = Path(__file__).parents[2]


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
