"""What each format is read by, for files on disk, in archives and on the web alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO

from index.errors import SourceError
from index.formats.document import Document
from index.formats.docx import read_docx
from index.formats.encoding import decode, is_binary, scrub
from index.formats.html import decode_page, read_page
from index.formats.jsonl import read_jsonl
from index.formats.mail import read_mail
from index.formats.markdown import read_markdown
from index.formats.pdf import read_pdf
from index.formats.records import article_of
from index.formats.table import read_table
from index.types import Problem, RawArticle

BINARY = "holds binary data, not text"
_SAMPLE = 65_536


def _read_text(data: bytes) -> Document:
    decoded = decode(data)
    return Document(fields={"text": decoded.text}, problems=decoded.problems)


def _read_marked_text(data: bytes) -> Document:
    decoded = decode(data)
    text, fields = read_markdown(scrub(decoded.text))
    return Document(fields={**fields, "text": text}, problems=decoded.problems)


def _read_html(data: bytes) -> Document:
    decoded = decode_page(data)
    return Document(fields=read_page(scrub(decoded.text)).record(), problems=decoded.problems)


# One article in one file.
DOCUMENTS: Mapping[str, Callable[[bytes], Document]] = {
    ".txt": _read_text,
    ".md": _read_marked_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".eml": read_mail,
}
# Many articles in one file.
RECORDS = (".jsonl", ".csv")
_PACKED = (".pdf", ".docx")


def read_document(data: bytes, suffix: str, source: str, id_: str) -> RawArticle | Problem:
    """Return the one article in some bytes, or why there is none.

    Args:
        data: the whole file.
        suffix: a key of ``DOCUMENTS``.
        source: its name for reports.
        id_: the article's id, unless the document states one.
    """
    if suffix not in _PACKED and is_binary(data):
        return Problem(source=source, status="failed", reason=BINARY)
    if not data.strip():
        return Problem(source=source, status="skipped", reason="is empty")
    try:
        document = DOCUMENTS[suffix](data)
    except SourceError as error:
        return Problem(source=source, status="failed", reason=str(error))
    return article_in(document, source, id_)


def article_in(document: Document, source: str, id_: str) -> RawArticle | Problem:
    """Return a document as a raw article; its place names it, not the address it states.

    Many saved pages state their site's front page as their address.

    Args:
        document: what a file held.
        source: the file, for reports.
        id_: of the article.
    """
    article = article_of({"id": id_, **document.fields}, source=source, fallback_id=id_)
    if article is None:
        return Problem(source=source, status="skipped", reason="is empty")
    problems = (*document.problems, *article.problems)
    return replace(article, problems=problems, pages=document.pages)


def read_records(
    file: IO[bytes], suffix: str, source: str, id_: str, columns: Mapping[str, str] | None
) -> Iterator[RawArticle | Problem]:
    """Yield the articles of a seekable record file, and a problem for each bad record.

    Args:
        file: at its beginning.
        suffix: ".jsonl" or ".csv", which says how to read it.
        source: the file, for reports.
        id_: what the ids of records without one begin with.
        columns: {field: the table's own name for it}, None where the names are known.
    """
    if is_binary(file.read(_SAMPLE)):
        yield Problem(source=source, status="failed", reason=BINARY)
        return
    file.seek(0)
    empty = True
    for item in _records(file, suffix, source, id_, columns):
        empty = False
        yield item
    if empty:
        yield Problem(source=source, status="skipped", reason="is empty")


def _records(
    file: IO[bytes], suffix: str, source: str, id_: str, columns: Mapping[str, str] | None
) -> Iterator[RawArticle | Problem]:
    if suffix == ".csv":
        return read_table(file, source, id_, columns)
    return read_jsonl(file, source, id_)


def suffix_of(name: str) -> str:
    """Return the lower-case suffix of a file's name."""
    return PurePosixPath(name).suffix.lower()
