"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import OperationError


@contextmanager
def replacing(path: Path, what: str, way_out: str) -> Iterator[Path]:
    """Give a path beside a file to write to; at the end it takes the file's place, all at once.

    After an error the file is as it was, and nothing lies beside it.

    Args:
        path: the file to be.
        what: it is, for the message; "" where its name says enough.
        way_out: what to do if it cannot be written.

    Raises:
        OperationError: it cannot be written.
    """
    # Two who write the same file at once do not write into each other's.
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        yield beside
        os.replace(beside, path)
    except OSError as error:
        named = f"{what} {path}".strip()
        raise OperationError(f"Cannot write {named}: {error.strerror}; {way_out}.") from error
    finally:
        with suppress(OSError):
            beside.unlink()
