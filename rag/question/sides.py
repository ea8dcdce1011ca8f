"""Who speaks for a country: "the Chinese side" are its officials, its ministries and itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.library import Library
from index.text import word_lists
from index.text.names import is_person_name
from index.text.places import countries
from index.text.words import tokens
from rag.question.asked_speaker import SAY

_SIDES = frozenset({"side", "official", "officials", "delegation", "negotiators", "negotiator"})
PUBLIC = word_lists.words("questions", "public")
_PRIVATE = word_lists.words("questions", "private")
_BOTH = re.compile(r"\b(?:both|each|the two|either) sides?\b", re.IGNORECASE)
_TALKING = re.compile(
    rf"\b(?:{SAY}|see|sees|saw|differ|differs|differed|disagree[ds]?)\b", re.IGNORECASE
)


def sides(asked: Sequence[str]) -> list[frozenset[str]]:
    """Return, for each side named in a row of words, the names of its country."""
    return [country(word) for word, after in pairwise(asked) if after in _SIDES]


def country(word: str) -> frozenset[str]:
    """Return the names of the country that a lower-case word means; else the word alone."""
    return next((c for c in countries() if word in c), frozenset({word}))


def countries_in(text: str) -> list[frozenset[str]]:
    """Return, for each country that a text names by any of its names, all of them, in the text's order."""
    words = f" {' '.join(tokens(text))} "
    places = {
        names: min(words.find(f" {name} ") for name in held)
        for names in countries()
        # "us" is a pronoun here: the country reads "u.s." among the words of a text.
        if (held := [name for name in names if name != "us" and f" {name} " in words])
    }
    return sorted(places, key=lambda names: places[names])


def on_side(role: str, names: frozenset[str]) -> bool:
    """Tell whether a role is a public office of a country: its first word is the country's name.

    Args:
        role: as the ledger has it.
        names: of the country, lower case.
    """
    words = [word for word in tokens(role) if len(word) > 1]
    first = {*words[:1], " ".join(words[:2])}
    return bool(first & names and PUBLIC & set(words)) and not _PRIVATE & set(words)


def bodies(names: frozenset[str], library: Library) -> list[str]:
    """Return the institutions that are quoted under the names of a country, or as its own.

    Args:
        names: of the country, lower case.
        library: the index.
    """
    return [
        speaker
        for speaker, _count in library.speakers()
        if _is_body(tokens(speaker), names) and not is_person_name(speaker)
    ]


def _is_body(words: Iterable[str], names: frozenset[str]) -> bool:
    own = [word for word in words if word != "the"]
    if " ".join(own) in names:
        return True
    return bool(own) and own[0] in names and bool({"ministry", "government"} & set(own))


def both_sides(
    question: str, speakers: Sequence[str], library: Library
) -> tuple[frozenset[str], ...]:
    """Return the names of each of the two countries whose officials a comparison means, or nothing.

    Those that it names; of "both sides", the countries of most quoted officials for one not named.

    Args:
        question: as asked.
        speakers: of the ledger, whom it names.
        library: the index.
    """
    named = countries_in(question)
    both = _BOTH.search(question)
    if not both and (speakers or len(named) != 2 or not _TALKING.search(question)):
        return ()
    quoted = Counter(
        names
        for _speaker, role in library.roles_with(PUBLIC)
        for names in countries()
        if on_side(role, names)
    )
    most = [names for names, _count in quoted.most_common() if names not in named]
    return tuple([*named, *most][:2]) if both else tuple(named)
