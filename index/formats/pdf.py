"""A PDF to the lines of its pages. Parsed in a process of its own: PDFs hang and blow up."""

from __future__ import annotations

import io
from typing import Any

from index.errors import SourceError
from index.formats.document import DAMAGE, Document, stated_in
from index.formats.pdf_lines import reflow
from index.formats.sandbox import sandboxed, serve

MOST_PAGES = 2000


def read_pdf(data: bytes) -> Document:
    """Return a PDF's text with its lines joined to paragraphs, and where each page begins.

    Raises:
        SourceError: locked, damaged, or without text.
    """
    found = sandboxed("index.formats.pdf", data)
    text, pages = reflow(found["pages"])
    if not text:
        raise SourceError("holds no text, only images; run it through text recognition (OCR) first")
    fields = {name: stated_in(text, found[name]) for name in ("title", "author")}
    return Document(fields={**fields, "text": text}, problems=_gaps(found["pages"]), pages=pages)


def main() -> None:
    """Read a PDF from standard input; the process that ``read_pdf`` starts."""
    serve(_parsed)


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
