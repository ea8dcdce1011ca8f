"""One writer at a time, and the name of the one who is."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, OperationError

LOCK, HOLDER = "write.lock", "write.json"


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
