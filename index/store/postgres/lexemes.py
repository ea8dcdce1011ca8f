"""Words as the server holds them: the same ones that SQLite's word index makes of a text.

Runs of letters and digits, in lower case, without diacritics, as Porter stems. The server's own
parser would make addresses, numbers and hyphenated words into other words than an index folder has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.errors import UsageError
from index.text.words import porter

LONGEST = 255
# The server counts no places beyond.
_LAST_PLACE = 16_383
_WORD = re.compile(r"[^\W_]+")
_EXPRESSION = re.compile(r'"((?:[^"]|"")*)"|(AND|OR)\b|([()])|(\S)')
_JOINED = {"AND": "&", "OR": "|", "(": "(", ")": ")"}
# No word has this character: what it stands for is never found.
_NOTHING = "'_'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An expression as the server takes it.

    Attributes:
        query: all of it, as a tsquery.
        phrases: the lexemes of each of its phrases.
    """

    query: str
    phrases: tuple[tuple[str, ...], ...]


def lexemes(text: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return [_stem(word[:LONGEST]) for word in _WORD.findall(bare.lower())]


def placed(*parts: str) -> tuple[str, int]:
    """Return a tsvector of some texts, between which no phrase reaches, and its number of words."""
    places: dict[str, list[int]] = {}
    at = count = 0
    for part in parts:
        for word in lexemes(part):
            at, count = at + 1, count + 1
            places.setdefault(word, []).append(min(at, _LAST_PLACE))
        at += 1
    vector = " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())
    return vector, count


def tsquery(phrase: Sequence[str]) -> str:
    """Return the tsquery of a phrase."""
    return "(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" if phrase else _NOTHING


def asked(expression: str) -> Asked:
    """Read an expression; see ``index.store.seam``.

    Raises:
        UsageError: it is none.
    """
    parts, phrases = [], []
    for words, joined, bracket, other in _tokens(expression):
        if other:
            raise UsageError(f"'{expression}' is no expression of phrases, AND, OR and brackets.")
        if joined or bracket:
            parts.append(_JOINED[joined or bracket])
            continue
        phrase = tuple(lexemes(words.replace('""', '"')))
        parts.append(tsquery(phrase))
        phrases.append(phrase)
    return Asked(query=" ".join(parts), phrases=tuple(dict.fromkeys(filter(None, phrases))))


def _tokens(expression: str) -> Iterator[tuple[str, str, str, str]]:
    for found in _EXPRESSION.finditer(expression):
        words, joined, bracket, other = found.groups(default="")
        yield words, joined, bracket, other


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return porter(word) if len(word) > 2 else word
