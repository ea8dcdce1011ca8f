"""Markdown to the words in it: front matter to metadata, marks off, text kept."""

from __future__ import annotations

import re

_FRONT_MATTER = re.compile(r"---\n(.{0,20000}?)\n(?:---|\.\.\.)(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]+):[ \t]*(.*)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?:|mailto:|/|#)[^)\s]{0,2000}\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")


def read_markdown(text: str) -> tuple[str, dict[str, object]]:
    """Return the plain text and the fields of the front matter."""
    fields: dict[str, object] = {}
    if match := _FRONT_MATTER.match(text):
        fields = dict(_fields(match[1]))
        text = text[match.end() :]
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    return _STRONG.sub(r"\2", _HEADING.sub(lambda match: match[1].rstrip(" \t#"), text)), fields


def _fields(front: str) -> list[tuple[str, object]]:
    found = (_FIELD.fullmatch(line) for line in front.split("\n"))
    return [(m[1].lower(), m[2].strip().strip("\"'")) for m in found if m and m[2].strip()]
