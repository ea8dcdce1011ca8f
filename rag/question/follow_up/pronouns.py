"""Pronouns of a follow-up: whom "he" and what "it" stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.people.gender import gender_of
from index.text.lexicon import AUXILIARIES, PREPOSITIONS
from index.text.names import is_person_name
from index.text.words import ASKING, names, tokens
from rag.question.asked_speaker import SAY
from rag.question.follow_up.topic import Phrase, phrases

PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
THING = re.compile(r"\b(?:it|its|they|them|their|theirs|this|that|these|those)\b", re.IGNORECASE)
_HIS = frozenset({"his", "her", "hers"})
_WOMAN = frozenset({"she", "her", "hers"})
_SEVERAL = frozenset("they them their theirs these those".split())
_ITS = frozenset("its their theirs".split())
_POINTING = frozenset("this that these those".split())
# "Is it true that …", "it is likely to …": it stands for nothing.
_NO_THING = re.compile(
    r"\bit (?:\w+ ){0,2}(?:that|to)\b|\b(?:is|was) it (?:\w+ ){1,2}(?:that|to)\b", re.I
)
# Farther back than so many noun phrases nobody points with "it".
NEAR = 3


def with_person(question: str, people: Iterable[str]) -> str:
    """Put a person in the place of "he" or "she", as "his" in that of "his".

    Args:
        question: as asked.
        people: whom the pronoun may mean, the likeliest first.
    """
    pronoun = PERSON.search(question)
    if pronoun is None or _meant_within(question[: pronoun.start()], "he"):
        return question
    word = pronoun.group().lower()
    wanted = {"f" if word in _WOMAN else "m", None}
    fitting = (p for p in people if " " not in p or gender_of(p, None, {}) in wanted)
    person = next(fitting, None)
    if person is None or person in question:
        return question
    return _put(question, pronoun, _owning(person) if word in _HIS else person)


def people_in(text: str) -> tuple[str, ...]:
    """Return whom a text names: by full name, or by a surname that speaks ("Li said")."""
    return tuple(
        name
        for name in names(text)
        if not re.search(rf"\b[Tt]he {re.escape(name)}\b", text)
        and (is_person_name(name) or (" " not in name and _speaks(name, text)))
    )


def _speaks(name: str, text: str) -> bool:
    word = re.escape(name)
    return bool(
        re.search(
            rf"\b{word}\s+(?:{SAY})\b|\b(?:did|does|has|had)\s+{word}\s+(?:\w+ly\s+)?(?:{SAY})\b",
            text,
        )
    )


def with_thing(question: str, about: Sequence[Phrase], words: str) -> str:
    """Put the thing talked about in the place of "it", "they", "that".

    Args:
        question: with a pronoun.
        about: the phrases of the talk that name a thing, the nearest first.
        words: of the question before, for a "that" which means all of it.
    """
    if _NO_THING.search(question):
        return question
    for pronoun in THING.finditer(question):
        word = pronoun.group().lower()
        if _meant_within(question[: pronoun.start()], word):
            continue
        following = tokens(question[pronoun.end() :])[:1]
        pointed = phrases(question[pronoun.end() :])[:1] if word in _POINTING else []
        if word in _POINTING and following and not _ends_there(following[0]):
            # "this duty": the words that tell which one; "that" may join two clauses.
            told = [p for p in about if pointed and p.head == pointed[0].text.lower()]
            if told:
                return _put(question, pronoun, told[0].text.removesuffix(f" {told[0].head}"))
            continue
        if word in {"this", "that"}:
            # What was said or done, the whole of it, which no noun phrase stands for.
            return f"{question} ({words})" if words else question
        meant = _thing(word in _SEVERAL, about)
        if meant is not None:
            return _put(question, pronoun, _owning(meant) if word in _ITS else meant)
    return question


def _meant_within(before: str, pronoun: str) -> bool:
    """Tell whether the question itself holds what a pronoun means, or "that" joins two clauses."""
    clauses = re.split(r",|\b(?:and|if|when|because|but)\b", before, flags=re.IGNORECASE)
    if any(phrases(clause) for clause in clauses[:-1]):
        return True
    last = tokens(before)[-1:]
    return pronoun == "that" and bool(last) and not _ends_there(last[0])


def _ends_there(word: str) -> bool:
    return word in AUXILIARIES or word in PREPOSITIONS or word.endswith("ed") or word in ASKING


def _put(question: str, pronoun: re.Match[str], words: str) -> str:
    return question[: pronoun.start()] + words + question[pronoun.end() :]


def _owning(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _thing(several: bool, about: Sequence[Phrase]) -> str | None:
    fitting = [p for p in about[:NEAR] if p.plural == several]
    return next((p.text for p in (*fitting, *about)), None)
