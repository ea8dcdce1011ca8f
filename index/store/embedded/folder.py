"""The folder of an index: that it is one, and that it can be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import NotAnIndex, OperationError
from index.people.register import ALIAS_FILES
from index.store.embedded.catalog import FILE
from index.store.embedded.lock import HOLDER, LOCK
from index.store.embedded.vectors import FOLDER, NOTE
from index.store.embedded.vectors import LOCK as VECTORS_LOCK

_OURS = frozenset({*ALIAS_FILES, LOCK, HOLDER, FOLDER, NOTE, VECTORS_LOCK, f"{FILE[:-7]}.new"})


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make the folder, and turn what keeps it from being written into one line."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise OperationError(
            f"Cannot write to {folder}: {error.strerror or error}; the articles are as they were. "
            "Free some space, or name a folder of your own with --index."
        ) from error


def check_folder(folder: Path) -> None:
    """Refuse a file, and a folder that holds something that is not an index."""
    if folder.exists() and not folder.is_dir():
        raise NotAnIndex(f"{folder} is a file, not an index folder; name a folder with --index.")
    if folder.is_dir() and not (folder / FILE).exists():
        others = [p.name for p in folder.iterdir() if p.name not in _OURS]
        if others:
            raise NotAnIndex(
                f"{folder} holds something else ({others[0]}); name an empty or new folder "
                "with --index."
            )
