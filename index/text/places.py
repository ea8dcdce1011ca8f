"""A nation by its other names: who reads "Norway" may write "Norwegian".

A capital may be read as its nation ("Beijing accused …"), the nation not as its capital.
"""

from __future__ import annotations

import re
from functools import cache

from index.text.word_lists import rows
from index.text.words import all_stems


@cache
def _table() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """Return what finds a nation's names in a text, and for each the words of them all."""
    means: dict[str, frozenset[str]] = {}
    for row in rows("nations"):
        words = frozenset(row["names"].replace(";", " ").split())
        means |= dict.fromkeys(_names(row), words)
    longest_first = "|".join(re.escape(name) for name in sorted(means, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)"), means


def _names(row: dict[str, str]) -> list[str]:
    return [name for name in f"{row['names']};{row['capital']}".split(";") if name]


@cache
def countries() -> tuple[frozenset[str], ...]:
    """Return for each country all its names, its capital's and its people's among them, in small letters."""
    return tuple(frozenset(map(str.lower, _names(row))) for row in rows("nations"))


def nation_words(text: str) -> frozenset[str]:
    """Return the words of all names, but for capitals, of the nations that a text names."""
    pattern, means = _table()
    return frozenset().union(*(means[name] for name in set(pattern.findall(text))))


def other_names(text: str) -> str:
    """Return the names of a text's nations that do not stand in it, as words in a row."""
    held = all_stems(text)
    return " ".join(word for word in sorted(nation_words(text)) if not all_stems(word) <= held)
