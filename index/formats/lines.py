"""The lines of a corpus file of any size, one in memory at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

from index.formats.encoding import wide_encoding

# One article in one file, or one record in one line; a corpus may be of any size.
MAX_BYTES = 50_000_000


def byte_lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of a file from its beginning; None for one too long to be held."""
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
