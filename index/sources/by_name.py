"""Which files may hold articles, by name alone, and what each format is read by: in folders, archives, on the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath, PurePosixPath

from index.errors import SourceError
from index.formats.document import Document, read_text
from index.formats.docx import read_docx
from index.formats.encoding import is_binary
from index.formats.html import read_html
from index.formats.mail import read_mail
from index.formats.markdown import read_markdown
from index.formats.pdf import read_pdf
from index.formats.records import article_of
from index.types import Problem, RawArticle

BINARY = "holds binary data, not text"
# One article in one file.
DOCUMENTS: Mapping[str, Callable[[bytes], Document]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".eml": read_mail,
}
# Many articles in one file.
RECORDS = (".jsonl", ".csv")
_PACKED = (".pdf", ".docx")
# Saved feeds and sitemaps; the pages they list are fetched.
LISTINGS = (".rss", ".atom", ".xml")
FORMATS = (*DOCUMENTS, *RECORDS, ".zip", *LISTINGS)
_HOUSEKEEPING = re.compile(
    r"(?:readme|licen[cs]e|changelog|contributing|notice)(?:[._-].*)?", re.IGNORECASE
)
_LITTER = frozenset({"__MACOSX"})


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


def suffix_of(name: str) -> str:
    """Return the lower-case suffix of a file's name."""
    return PurePosixPath(name).suffix.lower()


def may_hold_articles(name: str) -> bool:
    """Tell whether a file, named by its path, is neither hidden nor about its own folder."""
    path = PurePath(name)
    hidden = any(part.startswith(".") and part != ".." for part in path.parts)
    return (
        path.suffix.lower() in FORMATS
        and not hidden
        and _LITTER.isdisjoint(path.parts)
        and not _HOUSEKEEPING.fullmatch(path.name)
    )


def printable(name: str) -> str:
    """Return a name that any terminal and any store takes."""
    sound = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in sound)
