"""Words of trade that say the same: what a reader asks with, and what articles are written in.

Used for retrieval by words, for telling whether a sentence covers a question, and by the checks of an
answer only to let a word pass for another, never as support.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.lexicon import ADVERBS, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS
from index.text.places import nation_words
from index.text.word_lists import rows, word_lists
from index.text.words import STOP_WORDS, all_stems, stem

Pair = tuple[frozenset[str], frozenset[str]]
_SPELLINGS = [(re.compile(british), us) for british, us in word_lists("synonyms")["spellings"]]


@lru_cache(maxsize=16_384)
def american(word: str) -> str:
    """Return a lower-case word in American spelling, the form that words are compared in."""
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=65_536)
def word_root(word: str) -> str:
    """Return the stem of a lower-case word in one spelling, by which words are compared."""
    return stem(american(word))


def stems_of(words: str) -> frozenset[str]:
    """Return the stems of words in a row, in one spelling."""
    return frozenset(word_root(word) for word in words.split())


def _lines(key: str) -> list[str]:
    lines: list[str] = word_lists("synonyms")[key].strip().splitlines()
    return lines


def _pairs(key: str) -> tuple[Pair, ...]:
    sides = (line.split("|") for line in _lines(key))
    return tuple((stems_of(one), stems_of(other)) for one, other in sides)


@lru_cache(maxsize=1)
def _alike() -> tuple[str, ...]:
    """Return words that say the same, a line each: of trade, and the one-word names of each nation."""
    nations = (row["names"].lower().split(";") for row in rows("nations"))
    words = ([n for n in names if " " not in n and n not in STOP_WORDS] for names in nations)
    return (*_lines("alike"), *map(" ".join, words))


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _alike():
        members = stems_of(line)
        for member in members:
            groups.setdefault(member, set()).update(members)
    return {member: frozenset(members) for member, members in groups.items()}


def alike(word_stem: str) -> frozenset[str]:
    """Return the stems that say the same as one, itself included."""
    return _groups().get(word_stem, frozenset()) | {word_stem}


@lru_cache(maxsize=4096)
def related(word: str) -> tuple[str, ...]:
    """Return other words to look for in the index when a reader asks with this one."""
    own = word_root(word)
    return tuple(
        other
        for line in _alike()
        for other in line.split()
        if own in stems_of(line) and word_root(other) != own
    )


_WORDS = re.compile(r"[^\W\d_]+")
_ON, _PRONOUNS = "on", frozenset(["", "it", "them", "him", "her"])
_GOES_ON = (PREPOSITIONS | CONJUNCTIONS | ADVERBS | AUXILIARIES) - {"to"}
_PHRASAL = {
    (word_root(verb), particle): plain
    for line in _lines("phrasal")
    for verb, particle, _, plain in [line.split()]
}


def verbs_plain(text: str) -> str:
    """Return a text with "voted down", "took it back" and the like in one word: "rejected", "withdrew it"."""
    found = list(_WORDS.finditer(text))
    for at in range(len(found) - 2, -1, -1):
        for beside in (1, 2):
            pronoun = "" if beside == 1 else f" {found[at + 1].group()}"
            if at + beside >= len(found) or pronoun.strip().lower() not in _PRONOUNS:
                continue
            verb, particle = found[at], found[at + beside].group().lower()
            plain = _PHRASAL.get((word_root(verb.group().lower()), particle))
            rest = text[found[at + beside].end() :]
            if plain and (particle != _ON or _goes_on(rest)):
                text = f"{text[: verb.start()]}{plain}{pronoun}{rest}"
    return text


def _goes_on(rest: str) -> bool:
    """Tell whether something goes on before these words, rather than somebody on strike or on the board."""
    following = _WORDS.match(rest.lstrip(" "))
    low = following.group().lower() if following else ""
    return not low or low.endswith("ing") or low in _GOES_ON


# One side does the one where the other side does the other.
CONVERSES = _pairs("converses")
CONTRARIES = _pairs("opposites")
OPPOSITES = (*CONVERSES, *CONTRARIES)
# What ends a measure, and what leaves it: opposite only of one thing.
UNDONE = _pairs("undone")
ENDING = UNDONE[0][0]


@lru_cache(maxsize=4096)
def counterparts(word_stem: str, pairs: tuple[Pair, ...]) -> frozenset[str]:
    """Return the stems on the other side of one in some pairs, whichever side it is on.

    Args:
        word_stem: as from ``word_root``.
        pairs: ``CONVERSES``, ``CONTRARIES`` or the like.
    """
    either = ((one, other) for pair in pairs for one, other in (pair, pair[::-1]))
    return frozenset().union(*(other for one, other in either if word_stem in one))


def turns(claim: frozenset[str], words: frozenset[str]) -> set[str]:
    """Return those of some words that say the opposite of a claim's, and are not said by it too.

    Args:
        claim: stems.
        words: stems of what it is held against.
    """
    return {
        word
        for one, other in OPPOSITES
        for said, meant in ((one, other), (other, one))
        if said & claim and not meant & claim and not said & words
        for word in meant & words
    }


def other_names(text: str) -> str:
    """Return the names of a text's nations that do not stand in it, as words in a row."""
    held = all_stems(text)
    return " ".join(word for word in sorted(nation_words(text)) if not all_stems(word) <= held)
