"""One article's bytes to its text and what they state of it, whatever the format."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.formats.encoding import decode

# What parsers raise on damaged files, beside errors of their own.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError,
    RuntimeError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file holds, under the keys of a record, and what went wrong in reading it.

    Attributes:
        fields: ``text``, and ``title``, ``author``, ``publisher``, ``date``, ``url`` if stated.
        pages: where each printed page begins in the text.
    """

    fields: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


def read_text(data: bytes, charset: str | None = None) -> Document:
    """Return plain text.

    Args:
        data: of the file.
        charset: its encoding, if one is declared.
    """
    decoded = decode(data, charset)
    return Document(fields={"text": decoded.text}, problems=decoded.problems)


# A headline and a byline stand above an article, not somewhere in it.
_TOP = 1500


def stated_in(text: str, value: str) -> str | None:
    """Return a value of a file's properties if the top of its text has the same words.

    Properties mostly name a template and the computer's user.

    Args:
        text: of the document.
        value: of a property, such as its title.
    """
    words = _words(value)
    return value.strip() if words and words in _words(text[:_TOP]) else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
