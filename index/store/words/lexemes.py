"""Words as an index holds them: the same ones that SQLite's word index makes of a text.

Runs of letters and digits, in lower case, without diacritics, as Porter stems. PostgreSQL's own
parser would make addresses, numbers and hyphenated words into other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from index.errors import UsageError
from index.text.words import porter

LONGEST = 255
# PostgreSQL counts no places beyond.
_LAST_PLACE = 16_383
# An ASCII text, where it has no words.
_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}
_WORD = re.compile(r"[^\W_]+")
_EXPRESSION = re.compile(r'"((?:[^"]|"")*)"|(AND|OR)\b|([()])|(\S)')
_JOINED = {"AND": "&", "OR": "|", "(": "(", ")": ")"}
# No word has this character: what it stands for is never found.
_NOTHING = "'_'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An expression, read.

    Attributes:
        expression: itself.
        query: all of it, as a tsquery of PostgreSQL.
        phrases: each of its phrases by its lexemes, as an expression.
        any_will_do: its phrases are joined by OR alone.
    """

    expression: str
    query: str
    phrases: dict[tuple[str, ...], str]
    any_will_do: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The words of a row.

    Attributes:
        vector: a tsvector, between whose parts no phrase reaches.
        length: how many words.
        times: how often each stands there.
    """

    vector: str
    length: int
    times: dict[str, int]


def lexemes(text: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    return list(map(_stem, _words(text)))


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        # Of a text's few dozen characters each is looked at once: marks go, and what parts words.
        for c in set(text):
            if not (c.isascii() or c.isalnum()):
                text = text.replace(c, "" if unicodedata.combining(c) else " ")
    if text.isascii():
        return text.lower().translate(_BETWEEN).split()
    words: list[str] = _WORD.findall(text.lower())
    return words


def counted(*parts: str) -> tuple[dict[str, int], int]:
    """Return how often each stem stands in some texts, and how many words they have."""
    words = list(chain.from_iterable(map(lexemes, parts)))
    return Counter(words), len(words)


def placed(*parts: str) -> Placed:
    """Return the words of some texts."""
    places: dict[str, list[int]] = {}
    at = count = 0
    for part in parts:
        for word in lexemes(part):
            at, count = at + 1, count + 1
            places.setdefault(word, []).append(min(at, _LAST_PLACE))
        at += 1
    vector = " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())
    return Placed(vector=vector, length=count, times={word: len(at) for word, at in places.items()})


def tsquery(phrase: Sequence[str]) -> str:
    """Return the tsquery of a phrase."""
    return "(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" if phrase else _NOTHING


def asked(expression: str) -> Asked:
    """Read an expression; see ``index.store.seam``.

    Raises:
        UsageError: it is none.
    """
    parts, phrases = [], dict[tuple[str, ...], str]()
    for found in _EXPRESSION.finditer(expression):
        words, joined, bracket, other = found.groups(default="")
        if other:
            raise UsageError(f"'{expression}' is no expression of phrases, AND, OR and brackets.")
        if joined or bracket:
            parts.append(_JOINED[joined or bracket])
            continue
        phrase = tuple(lexemes(words.replace('""', '"')))
        parts.append(tsquery(phrase))
        if phrase:
            phrases[phrase] = f'"{words}"'
    return Asked(
        expression=expression,
        query=" ".join(parts),
        phrases=phrases,
        any_will_do="&" not in parts,
    )


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    word = word[:LONGEST]
    return porter(word) if len(word) > 2 else word
