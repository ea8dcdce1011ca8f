"""Markdown to the words in it: front matter to metadata, marks off, text kept."""

from __future__ import annotations

import re

from index.formats.document import Document
from index.formats.encoding import decode, scrub

_FRONT_MATTER = re.compile(r"---\n(.{0,20000}?)\n(?:---|\.\.\.)(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]+):[ \t]*(.*)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?:|mailto:|/|#)[^)\s]{0,2000}\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")


def read_markdown(data: bytes) -> Document:
    """Return the plain text, with the fields of the front matter."""
    decoded = decode(data)
    text = scrub(decoded.text)
    fields: dict[str, str] = {}
    if match := _FRONT_MATTER.match(text):
        found = filter(None, map(_FIELD.fullmatch, match[1].split("\n")))
        fields = {m[1].lower(): m[2].strip().strip("\"'") for m in found if m[2].strip()}
        text = text[match.end() :]
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _STRONG.sub(r"\2", _HEADING.sub(lambda match: match[1].rstrip(" \t#"), text))
    return Document(fields={**fields, "text": text}, problems=decoded.problems)
