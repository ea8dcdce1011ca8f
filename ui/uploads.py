"""What readers send to be indexed: checked by name, size and content, kept under the index only.

A file goes to ``uploads/SHA-256/NAME``; the page is told that place as a word of its own, so that
nobody can name another file of this machine.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from index.errors import OperationError, UsageError
from index.formats.encoding import is_binary
from index.sources.by_name import FORMATS, printable, suffix_of

FOLDER, PATH = "uploads", "/upload"
MAX_BYTES = 50_000_000
LONGEST_NAME = 200
_WORD = re.compile(r"[0-9a-f]{64}")
_SAMPLE = 65_536
# How files begin that are not text; a PDF may have a little before it.
_BEGINS = {
    ".pdf": rb"(?s).{0,1019}?%PDF-",
    ".docx": rb"PK\x03\x04",
    ".zip": rb"PK(\x03\x04|\x05\x06)",
}


async def keep(index: Path, name: str, parts: AsyncIterator[bytes]) -> str:
    """Store a file as it comes, and return the word for its place; what is refused leaves nothing.

    Args:
        index: the folder of the index.
        name: as the reader's system has it; only its last part is kept.
        parts: the bytes of the file, as they come.

    Raises:
        UsageError: its name, its size or what is in it is not that of a file with articles.
        OperationError: it cannot be written.
    """
    name = _checked_name(name)
    folder = index / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            coming = Path(file.name)
            try:
                digest, head = hashlib.sha256(), b""
                async for part in parts:
                    file.write(part)
                    digest.update(part)
                    head += part[: _SAMPLE - len(head)]
                    if file.tell() > MAX_BYTES:
                        raise UsageError(
                            f"'{name}' is larger than {MAX_BYTES // 1_000_000} MB; split it."
                        )
                _check_content(name, head)
                file.close()
                home = folder / digest.hexdigest()
                home.mkdir(exist_ok=True)
                os.replace(coming, home / name)
            finally:
                coming.unlink(missing_ok=True)
    except OSError as error:
        raise OperationError(
            f"'{name}' cannot be stored in {folder}: {error.strerror or error}; free some space."
        ) from error
    return f"{digest.hexdigest()}/{name}"


def kept(index: Path, word: str) -> Path:
    """Return the file that ``keep`` gave a word for.

    Args:
        index: the folder of the index.
        word: SHA-256 and name, as from ``keep``.

    Raises:
        UsageError: it is no such word, or the file is gone.
    """
    digest, _slash, name = word.partition("/")
    file = index / FOLDER / digest / name
    plain = name == Path(name).name and printable(name) == name
    if not (_WORD.fullmatch(digest) and plain and file.is_file()):
        raise UsageError(f"'{printable(name)[:80]}' was not uploaded here; drop it on the page.")
    return file


def _checked_name(given: str) -> str:
    """Return the last part of a file's name, as any system may have written it."""
    name = re.split(r"[/\\]", given)[-1].strip()
    shown = printable(name)[:80]
    if not name or printable(name) != name or len(name.encode()) > LONGEST_NAME:
        raise UsageError(f"'{shown}' is no name for a file here; give it a short, plain one.")
    if suffix_of(name) not in FORMATS:
        raise UsageError(
            f"'{shown}' is of a kind that is not read; the kinds are {', '.join(FORMATS)}."
        )
    return name


def _check_content(name: str, head: bytes) -> None:
    """Refuse a file that is not of the kind that its name says."""
    suffix = suffix_of(name)
    if not head:
        raise UsageError(f"'{name}' is empty; there is nothing to add.")
    begins = _BEGINS.get(suffix)
    if re.match(begins, head) is None if begins else is_binary(head):
        kind = "text" if begins is None else f"a {suffix[1:].upper()} file"
        raise UsageError(f"'{name}' is not {kind}, whatever its name says; nothing was added.")
