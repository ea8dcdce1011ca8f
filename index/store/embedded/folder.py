"""The folder of an index: that it is one, that it can be written, and by one writer at a time."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, NotAnIndex, OperationError
from index.people.register import ALIAS_FILES
from index.store.embedded.vectors import FOLDER, NOTE
from index.store.embedded.vectors import LOCK as VECTORS_LOCK

FILE, LOCK, HOLDER = "catalog.sqlite", "write.lock", "write.json"
_OURS = frozenset({*ALIAS_FILES, LOCK, HOLDER, FOLDER, NOTE, VECTORS_LOCK, f"{FILE[:-7]}.new"})


@contextmanager
def writing_alone(folder: Path) -> Iterator[None]:
    """Hold the write lock of an index; a writer that dies lets go of it.

    Raises:
        IndexBusy: naming who holds it.
        OperationError: nothing can be written there.
    """
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(
            f"{_holder(folder)} is writing to {folder}; wait for it to finish, then run again."
        ) from error
    except OSError as error:
        raise OperationError(
            f"Cannot write to {folder}: {error.strerror or error}; the articles are as they were. "
            "Copy the index to where it can be written, and run the command there."
        ) from error
    try:
        (folder / HOLDER).write_text(
            json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": time.time()}),
            encoding="utf-8",
        )
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    """Name the holder; it may not have written its name yet."""
    try:
        said = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        since = time.strftime("%H:%M", time.localtime(float(said["since"])))
        return f"Another tradewire (process {int(said['pid'])} on {said['host']}, since {since})"
    except (OSError, ValueError, TypeError, KeyError):
        return "Another tradewire"


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
