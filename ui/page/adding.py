"""Take articles into the index while the page goes on, and say of each what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.errors import TradewireError, UsageError
from index.ingest.load import expected
from index.ingest.pipeline import ingest
from index.ingest.report import SourceReport
from index.library import Library
from ui import uploads
from ui.page.aside import aside
from ui.page.forming import Shown
from ui.plain_errors import on_page
from ui.views import articles
from ui.views.articles import Progress

MOST_FILES = 200
_NEW = frozenset({"added", "changed"})
_TELL_SECONDS = 1.0


def add(library: Library, asked: Mapping[str, Any]) -> Iterator[Shown]:
    """Index files that were uploaded, or an address or feed, and yield the report as it grows.

    Args:
        library: what they are added to.
        asked: ``files``, the words that uploads were given, or ``address``.
    """
    rows: list[SourceReport] = []
    try:
        sources = _sources(library.files, asked)
        total, begun = expected(sources) if asked.get("files") else 0, time.monotonic()
        yield _shown(rows, Progress(total=total))

        def work(put: Callable[[SourceReport], None]) -> None:
            ingest(library.folder, sources, library.embedder, progress=put)

        for report in aside(work, _TELL_SECONDS):
            if report is not None:
                rows.append(report)
            yield _shown(rows, Progress(total=total, seconds=time.monotonic() - begun))
        library.refresh()
        yield _shown(rows)
    except TradewireError as error:
        yield _shown(rows, error=on_page(error))


def refused(why: str) -> Shown:
    """Return the report where nothing may be added."""
    return _shown((), error=why)


def _shown(
    rows: Sequence[SourceReport], waiting: Progress | None = None, *, error: str | None = None
) -> Shown:
    return {
        "report": articles.report(rows, waiting, error),
        "added": [row.article_id for row in rows if row.article_id and row.status in _NEW],
        "done": waiting is None,
    }


def _sources(index: Path, asked: Mapping[str, Any]) -> list[str]:
    """Return what to read.

    Raises:
        UsageError: nothing is named, or something that may not be read from here.
    """
    if address := str(asked.get("address") or "").strip():
        if not address.startswith(("http://", "https://")):
            raise UsageError(f"'{address[:80]}' is no web address; it begins with https://.")
        return [address]
    files = [str(file) for file in asked.get("files") or []]
    if not files:
        raise UsageError("Nothing to add; drop files, or paste an address.")
    if len(files) > MOST_FILES:
        raise UsageError(f"{len(files)} files at once; add up to {MOST_FILES}, or a .zip of them.")
    return [str(uploads.kept(index, file)) for file in files]
