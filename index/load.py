"""Files and folders to raw articles. Bad content is reported, never raised."""

from __future__ import annotations

import glob
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from index.dates import parse_date
from index.errors import SourceError
from index.types import RawArticle

MAX_BYTES = 50_000_000
SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".jsonl"})
_NOT_ARTICLES = re.compile(r"^(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|NOTICE|AUTHORS)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A source, or one record of it, that did not become an article."""

    source: str
    status: Literal["skipped", "failed"]
    reason: str


def expand(source: str) -> list[tuple[Path, Path]]:
    """Return (file, folder that ids are relative to) for a file, a folder or a glob.

    Raises:
        SourceError: nothing is there.
    """
    path = Path(source).expanduser()
    if path.is_dir():
        return [(file, path) for file in _articles_in(path)]
    if path.is_file():
        return [(path, path.parent)]
    matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]
    found = [pair for match in matches for pair in expand(str(match))]
    if not found:
        raise SourceError(f"There is no file or folder {source}; check the path.")
    return found


def _articles_in(folder: Path) -> list[Path]:
    """Return the article files below a folder, sorted; hidden ones and READMEs are none."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in SUFFIXES
        and file.is_file()
        and not _NOT_ARTICLES.match(file.name)
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def read(path: Path, root: Path) -> Iterator[RawArticle | Problem]:
    """Yield the articles of one file, and a problem for whatever in it is none."""
    try:
        if path.suffix.lower() not in SUFFIXES:
            known = ", ".join(sorted(SUFFIXES))
            yield _problem(path, "skipped", f"not a kind of file that is read ({known})")
        elif path.suffix.lower() == ".jsonl":
            yield from _records(path)
        else:
            yield _single(path, root)
    except OSError as error:
        yield _problem(path, "failed", f"cannot be read: {error.strerror or error}")


def _problem(source: object, status: Literal["skipped", "failed"], reason: str) -> Problem:
    return Problem(source=str(source), status=status, reason=reason)


# -- one article a file -----------------------------------------------------------


def _single(path: Path, root: Path) -> RawArticle | Problem:
    size = path.stat().st_size
    if size > MAX_BYTES:
        return _problem(path, "failed", f"too large for one article ({size / 1e6:,.0f} MB, at most 50)")
    data = path.read_bytes()
    if not data.strip():
        return _problem(path, "skipped", "empty")
    if _is_binary(data):
        return _problem(path, "failed", "not text (binary content)")
    text, problems = _decoded(data)
    article_id = path.relative_to(root).as_posix()
    if path.suffix.lower() in {".html", ".htm"}:
        return _from_html(text, path, article_id, problems)
    return RawArticle(source=str(path), article_id=article_id, text=text, problems=problems)


def _is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text in any encoding that is read here."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    head = data[:8192]
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\x00" in head or control > 0.1 * len(head)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, and a remark when its encoding had to be assumed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ("not UTF-8, read as Windows-1252",)


def _from_html(
    text: str, path: Path, article_id: str, problems: tuple[str, ...]
) -> RawArticle | Problem:
    """Take the main text and what the page states about itself."""
    found = _main_text(text)
    if not found.get("text"):
        return _problem(path, "skipped", "no article text in this page")
    published, problem = _date(found.get("date"))
    return RawArticle(
        source=str(path),
        article_id=article_id,
        text=str(found["text"]),
        title=found.get("title"),
        author=found.get("author"),
        publisher=found.get("sitename"),
        published=published,
        url=found.get("url"),
        problems=(*problems, *problem),
    )


def _main_text(html: str) -> dict[str, Any]:
    import trafilatura

    document = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=True
    )
    if document is not None and document.text:
        return dict(document.as_dict())
    return {"text": trafilatura.html2txt(html)}


# -- one article a record ---------------------------------------------------------


def _records(path: Path) -> Iterator[RawArticle | Problem]:
    with path.open("rb") as lines:
        number = 0
        while line := lines.readline(MAX_BYTES + 1):
            number += 1
            source = f"{path}:{number}"
            if len(line) > MAX_BYTES:
                yield _problem(source, "failed", "line too large (over 50 MB)")
                while line and not line.endswith(b"\n"):
                    line = lines.readline(MAX_BYTES)
            elif line.strip():
                yield _record(line, source, f"{path.name}:{number}")


def _record(line: bytes, source: str, fallback_id: str) -> RawArticle | Problem:
    text, problems = _decoded(line)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _problem(source, "failed", f"not JSON: {str(error).splitlines()[0]}")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return _problem(source, "skipped", "not an article")
    if not record["text"].strip():
        return _problem(source, "skipped", "empty")
    return _from_record(record, source, fallback_id, problems)


def _from_record(
    record: dict[str, Any], source: str, fallback_id: str, problems: tuple[str, ...]
) -> RawArticle:
    origin = _text(record, "publisher") or _text(record, "source")
    stated = _text(record, "date") or _text(record, "published") or _text(record, "publish_date")
    url = _text(record, "url")
    if origin and _is_url(origin):
        origin, url = None, url or origin
    elif origin and parse_date(origin):
        origin, stated = None, stated or origin
    published, problem = _date(stated)
    given = record.get("id")
    return RawArticle(
        source=source,
        article_id=_given_id(given) or (_id_from_url(url) if url else fallback_id),
        text=record["text"],
        title=_text(record, "title"),
        author=_authors(record),
        publisher=origin,
        published=published,
        url=url,
        problems=(*problems, *problem),
    )


def _given_id(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return re.sub(r"[\x00-\x1f\ud800-\udfff]", "", str(value)).strip() or None


def _id_from_url(url: str) -> str:
    """Return host and path of a URL, which stay when tracking parameters change."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/") or url


def _authors(record: dict[str, Any]) -> str | None:
    value = record.get("author") or record.get("authors")
    if isinstance(value, list):
        return ", ".join(str(name).strip() for name in value if str(name).strip()) or None
    return str(value).strip() or None if isinstance(value, str) else None


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _is_url(value: str) -> bool:
    return bool(re.match(r"^https?://\S+$", value))


def _date(stated: object) -> tuple[str | None, tuple[str, ...]]:
    """Return the date in ISO form, and a remark when one is stated but not understood."""
    if not isinstance(stated, str) or not stated.strip():
        return None, ()
    published = parse_date(stated)
    return published, () if published else (f"date not understood: {stated[:40]!r}",)
