"""Bytes to text: encodings, control characters, and what is not text at all."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"GIF8")
_SAMPLE = 65_536
# Text has next to no control characters; compressed or random bytes have one in ten.
_CONTROL_SHARE = 0.05
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
_REMOVED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# U+0085 is not among them: it is part of many wrongly decoded characters, repaired later.
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\u2028\u2029]")
_OF_THE_WEB = re.compile(
    r"us-ascii|iso-8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|gb2312|gbk|gb18030|big5"
    r"|shift_jis|euc-(?:jp|kr)|koi8-[ru]",
    re.IGNORECASE,
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, and what was lost or assumed on the way."""

    text: str
    problems: tuple[str, ...] = ()


def wide_encoding(data: bytes) -> str | None:
    """Return ``utf-16`` or ``utf-32`` if the byte order mark says so."""
    name = _marked(data)
    return name if name in {"utf-16", "utf-32"} else None


def is_binary(data: bytes) -> bool:
    """Tell whether bytes are something else than text."""
    if data.startswith(_MAGIC):
        return True
    if wide_encoding(data):
        return False
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _CONTROL_SHARE * len(sample)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by byte order mark, then as UTF-8, then as declared, then as Windows-1252.

    UTF-8 goes before the declaration: other text hardly ever passes for it, and pages err.

    Args:
        data: the bytes of a text.
        declared: the encoding that the text itself names, if any.
    """
    marked = _marked(data)
    for name in filter(None, (marked, "utf-8", _known(declared))):
        try:
            return Decoded(text=data.decode(name))
        except (UnicodeError, LookupError):
            continue
    return _damaged(data, marked or "utf-8")


def scrub(text: str) -> str:
    """Take out what no store takes: control characters, lone surrogates, odd line ends."""
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    return _LONE_SURROGATES.sub("\ufffd", text)


def _known(declared: str | None) -> str | None:
    """Let only the encodings of the web through; Python's codecs hold stranger things."""
    if declared is None or not _OF_THE_WEB.fullmatch(declared):
        return None
    latin = declared.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii"}
    return "cp1252" if latin else declared


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def _damaged(data: bytes, name: str) -> Decoded:
    """Choose between a few damaged characters and another encoding altogether."""
    text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    sound = sum(char > "\x7f" for char in text) - lost
    if name != "utf-8" or sound > lost:
        return Decoded(text=text, problems=(f"{lost} characters were unreadable",))
    text = data.decode("cp1252", "replace")
    return Decoded(text=text, problems=("not UTF-8; read as Windows-1252",))


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
