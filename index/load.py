"""Files, folders and patterns to raw articles. Bad content is reported, never raised."""

from __future__ import annotations

import glob
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal

from index.decode import decode, is_binary, scrub, wide_encoding
from index.markdown import read_markdown
from index.records import article_of
from index.types import RawArticle
from index.webpage import decode_page, read_page

FORMATS = (".txt", ".md", ".html", ".htm", ".jsonl")
# One article in one file, or one record in one line; a corpus may be of any size.
MAX_BYTES = 50_000_000

_HOUSEKEEPING = re.compile(
    r"(?:readme|licen[cs]e|changelog|contributing|notice)(?:[._-].*)?", re.IGNORECASE
)
_NOT_AN_ARTICLE = "not an article"
_BINARY = "holds binary data, not text"
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A source, or one record of it, that gave no article."""

    source: str
    status: Literal["skipped", "failed"]
    reason: str


def expand(source: str) -> list[tuple[Path, Path]]:
    """Return every file a source stands for, each with the folder its id is relative to.

    What does not exist is returned as it is, for ``read`` to report.

    Args:
        source: a file, a folder, or a pattern such as ``news/**/*.txt``.
    """
    path = Path(source).expanduser().absolute()
    if path.is_dir():
        return [(found, path) for found in discover(path)]
    if not path.exists() and glob.has_magic(source):
        return _matches(path) or [(path, path.parent)]
    return [(path, path.parent)]


def discover(source: Path) -> list[Path]:
    """Return the files of a folder that may hold articles, sorted; a file stands for itself."""
    if not source.is_dir():
        return [source]
    found = []
    for folder, subfolders, names in os.walk(source):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        found += [Path(folder) / name for name in names if _may_hold_articles(name)]
    return sorted(path for path in found if path.is_file())


def read(path: Path, root: Path) -> Iterator[RawArticle | Problem]:
    """Yield what a file holds: articles, and a problem for each part that gives none.

    Args:
        path: the file.
        root: folder that derived ids are relative to.
    """
    try:
        reason = _obstacle(path)
        if reason:
            yield Problem(source=_printable(path), status="failed", reason=reason)
        elif path.suffix.lower() == ".jsonl":
            yield from _records(path, root)
        else:
            yield _single(path, root)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        yield Problem(source=_printable(path), status="failed", reason=reason)


def _matches(pattern: Path) -> list[tuple[Path, Path]]:
    """Return the files a pattern matches; the root is what stands before its first wildcard."""
    wild = next(i for i, part in enumerate(pattern.parts) if glob.has_magic(part))
    root = Path(*pattern.parts[:wild])
    found = []
    for match in sorted(glob.glob(str(pattern), recursive=True)):
        path = Path(match)
        if path.is_dir() or _may_hold_articles(path.name):
            found += discover(path)
    return [(path, root) for path in dict.fromkeys(found)]


def _may_hold_articles(name: str) -> bool:
    return (
        Path(name).suffix.lower() in FORMATS
        and not name.startswith(".")
        and not _HOUSEKEEPING.fullmatch(name)
    )


def _obstacle(path: Path) -> str | None:
    """Say why a file is not even opened."""
    if _printable(path) != str(path):
        return "its name is not valid text; rename it"
    if not path.exists():
        if re.search(r"/https?:/", path.as_posix()):
            return "web addresses are not read; save the page as .html and index the file"
        return "there is no such file or folder, and no file matches it as a pattern"
    if not path.is_file():
        return "not a regular file"
    if path.suffix.lower() not in FORMATS:
        return f"its format is not read; the formats are {', '.join(FORMATS)}"
    size = path.stat().st_size
    if size > MAX_BYTES and path.suffix.lower() != ".jsonl":
        return f"has {size / 1e6:.0f} MB, an article at most {MAX_BYTES // 1_000_000} MB"
    return None


def _single(path: Path, root: Path) -> RawArticle | Problem:
    """Read a file that holds one article."""
    data = path.read_bytes()
    source = str(path)
    if is_binary(data):
        return Problem(source=source, status="failed", reason=_BINARY)
    record, problems = _record_of_file(data, path.suffix.lower())
    # Its place names a file: many saved pages state their site's front page as their address.
    record = {"id": _relative(path, root), **record}
    article = article_of(record, source=source, fallback_id=_relative(path, root))
    if article is None:
        return Problem(source=source, status="skipped", reason="is empty")
    return replace(article, problems=(*problems, *article.problems))


def _record_of_file(data: bytes, suffix: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return a file's content under the keys of a record, and the problems in decoding it."""
    if suffix in {".html", ".htm"}:
        decoded = decode_page(data)
        page = read_page(scrub(decoded.text))
        record: dict[str, object] = {
            name: getattr(page, name) for name in ("text", "title", "author", "publisher", "url")
        }
        return {**record, "date": page.published}, decoded.problems
    decoded = decode(data)
    if suffix == ".md":
        text, fields = read_markdown(scrub(decoded.text))
        return {**fields, "text": text}, decoded.problems
    return {"text": decoded.text}, decoded.problems


def _records(path: Path, root: Path) -> Iterator[RawArticle | Problem]:
    """Stream a record file line by line; a bad line costs that line."""
    empty = True
    with path.open("rb") as file:
        if is_binary(file.read(_SAMPLE)):
            yield Problem(source=str(path), status="failed", reason=_BINARY)
            return
        file.seek(0)
        for number, line in enumerate(_lines(file), start=1):
            source = f"{path}:{number}"
            if line is None:
                empty = False
                reason = f"line {number} is longer than {MAX_BYTES // 1_000_000} MB"
                yield Problem(source=source, status="failed", reason=reason)
            elif line.strip():
                empty = False
                yield _record(line, source, f"{_relative(path, root)}#{number}", number)
    if empty:
        yield Problem(source=str(path), status="skipped", reason="is empty")


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a file; None for one that is too long to be held."""
    encoding = wide_encoding(file.read(4))
    file.seek(0)
    if encoding:
        reader = io.TextIOWrapper(file, encoding=encoding, errors="replace")
        while text := reader.readline(MAX_BYTES):
            yield text.encode("utf-8", "replace")
        return
    while line := file.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES)
        yield None


def _record(line: bytes, source: str, fallback_id: str, number: int) -> RawArticle | Problem:
    decoded = decode(line)
    try:
        record = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        reason = f"line {number} is not JSON: {error.msg} at column {error.colno}"
        return Problem(source=source, status="failed", reason=reason)
    except (ValueError, RecursionError):
        reason = f"line {number} is not JSON that can be read"
        return Problem(source=source, status="failed", reason=reason)
    if not isinstance(record, dict):
        reason = f"line {number} is not a JSON object"
        return Problem(source=source, status="failed", reason=reason)
    article = article_of(record, source=source, fallback_id=fallback_id)
    if article is None:
        return Problem(source=source, status="skipped", reason=_NOT_AN_ARTICLE)
    return replace(article, problems=(*decoded.problems, *article.problems))


def _relative(path: Path, root: Path) -> str:
    """Return the path below the root, with forward slashes on every system."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _printable(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")
