"""A nation by its other names: who reads "Norway" may write "Norwegian".

A capital may be read as its nation ("Beijing accused …"), the nation not as its capital.
"""

from __future__ import annotations

import re
from functools import cache

from index.text.word_lists import rows


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str], dict[str, frozenset[str]]]:
    """Return what finds the names of nations and regions, the place of each name, and a nation's words.

    Regions have no words of a nation: "Latin America" is not the United States.
    """
    place: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    for kind in ("nations", "regions"):
        for row in rows(kind):
            first, *_others = names = row["names"].split(";")
            place |= dict.fromkeys(_names(row), first)
            nation = names if kind == "nations" else ()
            words[first] = frozenset(" ".join(nation).split())
    longest_first = "|".join(re.escape(name) for name in sorted(place, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)"), place, words


def _names(row: dict[str, str]) -> list[str]:
    return [name for name in f"{row['names']};{row['capital']}".split(";") if name]


@cache
def countries() -> tuple[frozenset[str], ...]:
    """Return for each country all its names, its capital's and its people's among them, in small letters."""
    return tuple(frozenset(map(str.lower, _names(row))) for row in rows("nations"))


def places(text: str) -> frozenset[str]:
    """Return the nations and regions that a text names, each by its first name in the tables."""
    pattern, place, _words = _table()
    return frozenset(place[name] for name in pattern.findall(text))


def names_of_places(text: str) -> list[str]:
    """Return the names of nations and regions in a text, as it writes them."""
    return _table()[0].findall(text)


def nation_words(text: str) -> frozenset[str]:
    """Return the words of all names, but for capitals, of the nations that a text names."""
    _pattern, _place, words = _table()
    return frozenset().union(*(words[name] for name in places(text)))
