"""A file's bytes to the articles in it; archives are looked into.

Nothing is unpacked to disk, and nothing without a limit.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO

from index.errors import said
from index.formats.document import DAMAGE
from index.formats.encoding import MAX_BYTES, is_binary
from index.formats.records import read_jsonl
from index.formats.table import read_table
from index.sources.by_name import (
    BINARY,
    LISTINGS,
    RECORDS,
    may_hold_articles,
    printable,
    read_document,
    suffix_of,
)
from index.types import Problem, RawArticle

MOST_MEMBERS = 20_000
MOST_BYTES = 2_000_000_000
MOST_NESTED = 2
_LISTING = "a feed or sitemap is followed only as a file or an address of its own"
_SAMPLE = 65_536


def contents(
    file: IO[bytes],
    suffix: str,
    source: str,
    id_: str,
    columns: Mapping[str, str] | None = None,
    depth: int = 0,
) -> Iterator[RawArticle | Problem]:
    """Yield the articles in a file, be it one article, a record file or an archive.

    Args:
        file: seekable.
        suffix: one of ``FORMATS``.
        source: its name for reports.
        id_: the article's id, or what the ids of several begin with.
        columns: for tables, see ``read_table``.
        depth: how many archives it lies in.
    """
    if suffix in RECORDS:
        yield from _records(file, suffix, source, id_, columns)
    elif suffix == ".zip":
        yield from _read_zip(
            file if depth == 0 else io.BytesIO(file.read()), source, id_, columns, depth + 1
        )
    elif suffix in LISTINGS:
        yield Problem(source=source, status="skipped", reason=_LISTING)
    else:
        yield read_document(file.read(), suffix, source, id_)


def _records(
    file: IO[bytes], suffix: str, source: str, id_: str, columns: Mapping[str, str] | None
) -> Iterator[RawArticle | Problem]:
    """Yield the articles of a record file, and a problem for each bad record."""
    if is_binary(file.read(_SAMPLE)):
        yield Problem(source=source, status="failed", reason=BINARY)
        return
    file.seek(0)
    table = suffix == ".csv"
    items = read_table(file, source, id_, columns) if table else read_jsonl(file, source, id_)
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        yield Problem(source=source, status="skipped", reason="is empty")


def _read_zip(
    file: IO[bytes],
    source: str,
    id_: str,
    columns: Mapping[str, str] | None,
    depth: int,
) -> Iterator[RawArticle | Problem]:
    """Yield the articles of an archive's members, ``source!/member``; a bad one costs itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _members(archive, source, id_, columns, depth)
    except DAMAGE as error:
        reason = f"is a damaged archive: {said(error)}"
        yield Problem(source=source, status="failed", reason=reason)


def _too_much(members: list[zipfile.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"holds {len(members)} files, an archive may hold {MOST_MEMBERS}; split it"
    size = sum(info.file_size for info in members)
    if size > MOST_BYTES:
        return f"unpacks to {size / 1e9:.1f} GB, an archive to {MOST_BYTES / 1e9:.0f} GB at most"
    return None


def _members(
    archive: zipfile.ZipFile,
    source: str,
    id_: str,
    columns: Mapping[str, str] | None,
    depth: int,
) -> Iterator[RawArticle | Problem]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if reason := _too_much(members):
        yield Problem(source=source, status="failed", reason=reason)
        return
    found = 0
    for info in members:
        name = printable(info.filename)
        place = f"{source}!/{name}"
        if not may_hold_articles(name):
            continue
        found += 1
        if reason := _obstacle(info, name, depth):
            yield Problem(source=place, status="failed", reason=reason)
            continue
        try:
            with archive.open(info) as member:
                suffix = suffix_of(name)
                yield from contents(member, suffix, place, f"{id_}/{name}", columns, depth)
        except DAMAGE as error:
            yield Problem(
                source=place, status="failed", reason=f"cannot be unpacked: {said(error)}"
            )
    if not found:
        yield Problem(source=source, status="skipped", reason="holds no article in a format read")


def _obstacle(info: zipfile.ZipInfo, name: str, depth: int) -> str | None:
    """Say why a member is not even opened."""
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        return "its name leads out of the archive; rename it"
    if info.flag_bits & 1:
        return "is locked with a password; unpack it yourself"
    if suffix_of(name) not in RECORDS and info.file_size > MAX_BYTES:
        size = info.file_size / 1e6
        return f"has {size:.0f} MB unpacked, an article at most {MAX_BYTES // 1_000_000} MB"
    if suffix_of(name) == ".zip" and depth >= MOST_NESTED:
        return f"an archive in {depth} archives is not opened; unpack it yourself"
    return None
