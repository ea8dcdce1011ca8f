"""Small files of every format, made by hand: what a test says is what is in them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.ingest.pipeline import ingest
from index.library import Library
from tests.helpers.fakes import WordEmbedder

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: Sequence[str], title: str = "", author: str = "") -> bytes:
    """Return a PDF with one line of Helvetica below the other on each page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(b"(" + _escaped(line) + b") Tj 0 -14 Td\n" for line in lines)
        stream = b"BT /F1 11 Tf 72 720 Td\n" + shown + b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(b"<< /Title (" + _escaped(title) + b") /Author (" + _escaped(author) + b") >>")
    return _assembled(objects)


def _escaped(line: str) -> bytes:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def _assembled(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (size, size - 1, len(body))
    )


def docx(body: str, core: str = "") -> bytes:
    """Return a Word document with this markup between its body's tags."""
    parts = {
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}'
        "</w:body></w:document>"
    }
    if core:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"{core}</cp:coreProperties>"
        )
    return packed(parts)


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of a Word document."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def page(*paragraphs: str, head: str = "") -> str:
    """Return a web page with an article of some paragraphs."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>Zinc | The Wire</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>Zinc duties rise</h1>{body}</article>"
        "</body></html>"
    )


PARAGRAPHS = [
    f"Zinc duties rose to {n} percent on Monday, the ministry in Oslo told reporters at noon."
    for n in range(5, 12)
]


def library_of(folder: Path, records: Sequence[Mapping[str, str]]) -> Library:
    """Return an open index, with the word embedder, of articles given as corpus records."""
    corpus = folder / "press.jsonl"
    corpus.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    embedder = WordEmbedder()
    ingest(folder / "index", [str(corpus)], embedder)
    return Library.open(folder / "index", embedder)
