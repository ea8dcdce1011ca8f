"""Files, folders, patterns and addresses to raw articles. Bad content is reported, never raised."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.formats.encoding import MAX_BYTES
from index.sources.archives import contents
from index.sources.by_name import (
    DOCUMENTS,
    FORMATS,
    LISTINGS,
    RECORDS,
    may_hold_articles,
    printable,
    read_document,
)
from index.types import Problem, RawArticle
from index.web.articles import Address, Web, as_address, listed_addresses

_BLOCK = 1 << 20
_RECORD_NUMBER = re.compile(r"(?:(?<=\.jsonl)|(?<=\.csv)):\d+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How sources are read, where their names do not say it.

    Attributes:
        columns: for tables: key of a record to name of a column.
        web: how addresses are fetched.
    """

    columns: Mapping[str, str] | None = None
    web: Web = field(default_factory=Web)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A document whose bytes are here and whose reading, which costs, is still to be done.

    Attributes:
        source: its name for reports.
        article_id: the id that it will have.
    """

    source: str
    article_id: str
    suffix: str
    data: bytes

    def read(self) -> RawArticle | Problem:
        """Return the article, or what keeps it from being one."""
        return read_document(self.data, self.suffix, self.source, self.article_id)


def expand(source: str) -> list[tuple[Path | Address, Path]]:
    """Return every file a source stands for, each with the folder its id is relative to.

    What does not exist is returned as it is, for ``read`` to report; so is a web address.

    Args:
        source: a file, a folder, a pattern such as ``news/**/*.txt``, or an http(s) address.
    """
    if address := as_address(source):
        return [(address, Path())]
    path = Path(source).expanduser().absolute()
    if path.is_dir():
        return [(found, path) for found in discover(path)]
    if not path.exists() and glob.has_magic(source):
        return list(_matches(path)) or [(path, path.parent)]
    return [(path, path.parent)]


def expected(sources: Sequence[str]) -> int:
    """Return about how many articles there are: a line is one in a file of records, else a file is.

    What cannot be looked into counts as one; archives, feeds and sitemaps hold more than that.
    """
    return sum(_in(place) for source in sources for place, _root in expand(source))


def _in(place: Path | Address) -> int:
    if not isinstance(place, Path) or place.suffix.lower() not in RECORDS:
        return 1
    try:
        with place.open("rb") as file:
            return max(1, sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b"")))
    except OSError:
        return 1


def file_of(source: str) -> Path | None:
    """Return the file that an article's ``source`` names; None for one from the web.

    Args:
        source: of a raw article: a path, with the line or row behind a colon for a record file,
            and with the member behind ``!/`` for an archive.
    """
    if as_address(source):
        return None
    place = source.partition("!/")[0]
    return Path(_RECORD_NUMBER.sub("", place))


def discover(source: Path) -> list[Path]:
    """Return the files of a folder that may hold articles, sorted; a file stands for itself."""
    if not source.is_dir():
        return [source]
    found = []
    for folder, subfolders, names in os.walk(source):
        subfolders[:] = sorted(name for name in subfolders if _may_be_entered(name, names))
        found += [Path(folder) / name for name in names if may_hold_articles(name)]
    return sorted(path for path in found if path.is_file())


def _may_be_entered(folder: str, names: Sequence[str]) -> bool:
    """Tell whether a folder is neither hidden nor what a browser saved beside a page."""
    stem = folder.removesuffix("_files")
    saved = stem != folder and not {f"{stem}.html", f"{stem}.htm"}.isdisjoint(names)
    return not (saved or folder.startswith("."))


def read(
    path: Path | Address, root: Path, options: Options | None = None
) -> Iterator[RawArticle | Problem]:
    """Yield what a file or an address holds: articles, and a problem for each part without one.

    Args:
        path: the file or address.
        root: folder that derived ids are relative to.
        options: how to read it.
    """
    for item in opened(path, root, options):
        yield item.read() if isinstance(item, Unread) else item


def opened(
    path: Path | Address, root: Path, options: Options | None = None
) -> Iterator[RawArticle | Problem | Unread]:
    """Yield what ``read`` does, documents as bytes: whoever is free may read them.

    Args:
        path: a file, or an address.
        root: the folder that was named; ids are relative to it.
        options: how to read; None reads as ``read`` does unless told.
    """
    options = options or Options()
    if isinstance(path, Address):
        yield from options.web.articles(path.url)
        return
    try:
        if reason := _obstacle(path):
            yield Problem(source=printable(str(path)), status="failed", reason=reason)
        else:
            # Below the folder that was named, with forward slashes on every system.
            below = path.relative_to(root) if path.is_relative_to(root) else path
            yield from _contents(path, below.as_posix(), options)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        yield Problem(source=printable(str(path)), status="failed", reason=reason)


def _matches(pattern: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the files a pattern matches; the root is what stands before its first wildcard."""
    wild = next(i for i, part in enumerate(pattern.parts) if glob.has_magic(part))
    root = Path(*pattern.parts[:wild])
    found = []
    for match in sorted(glob.glob(str(pattern), recursive=True)):
        path = Path(match)
        if path.is_dir() or may_hold_articles(path.name):
            found += discover(path)
    yield from ((path, root) for path in dict.fromkeys(found))


def _obstacle(path: Path) -> str | None:
    """Say why a file is not even opened."""
    if printable(str(path)) != str(path):
        return "its name is not valid text; rename it"
    if not path.exists():
        return "there is no such file or folder, and no file matches it as a pattern"
    if not path.is_file():
        return "not a regular file"
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        return f"its format is not read; the formats are {', '.join(FORMATS)}"
    size = path.stat().st_size
    if size > MAX_BYTES and suffix in {*DOCUMENTS, *LISTINGS}:
        return f"has {size / 1e6:.0f} MB, an article at most {MAX_BYTES // 1_000_000} MB"
    return None


def _contents(path: Path, id_: str, options: Options) -> Iterator[RawArticle | Problem | Unread]:
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        if suffix in LISTINGS:
            yield from options.web.listed_in(file.read(), str(path))
        elif suffix == ".txt" and (addresses := listed_addresses(file.read())):
            yield from options.web.all_articles(addresses)
        elif suffix in DOCUMENTS and suffix != ".txt":
            yield Unread(source=str(path), article_id=id_, suffix=suffix, data=file.read())
        else:
            file.seek(0)
            yield from contents(file, suffix, str(path), id_, options.columns)
