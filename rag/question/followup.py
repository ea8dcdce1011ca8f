"""Turn a follow-up into a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.names import is_person_name
from index.text.time_expressions import periods
from index.text.words import content_words, names
from rag.types import Turn

_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|its|that|this|they|them|their|those|these|there)\b", re.IGNORECASE)
_OPENING = re.compile(r"^(?:and|but|so|also|or|what about|how about|why|when|where|who)\b", re.I)
_WHO = re.compile(
    r"^\W*(?:and )?(?:who|which (?:person|man|woman|minister|official))\b", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"\b([a-z]{3,})['’]s\b")
# What a question is about: "on chips", "about wheat and rice", at its end.
_ABOUT = tuple(
    re.compile(
        rf"\b{word}\s+(?!(?:it|that|this|them|these|those|what|which|whom)\b)(?:(?!\b{word}\b).)+$",
        re.IGNORECASE,
    )
    for word in ("about", "on", "for", "regarding", "concerning")
)
_CONTRACTED = frozenset({"that", "there", "what", "who", "where", "when", "how", "here", "let"})


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it borrows from the conversation spelled out.

    A pronoun for a person becomes the person last named; a question that borrows its
    subject ("why?", "and about chips?") gets the words of the question before.
    """
    if not history:
        return question
    asked_before = [turn.content for turn in history if turn.role == "user"]
    resolved = _with_person(question, history)
    if asked_before and _borrows(question):
        borrowed = _context(resolved, asked_before[-1], history)
        return f"{resolved} ({borrowed})" if borrowed else resolved
    return resolved


def _with_person(question: str, history: Sequence[Turn]) -> str:
    pronoun = _PERSON.search(question)
    if pronoun is None:
        return question
    person = _last_person(history)
    if person is None or person in question:
        return question
    possessive = pronoun.group().lower() in {"his", "her", "hers"}
    word = f"{person}'s" if possessive else person
    return question[: pronoun.start()] + word + question[pronoun.end() :]


def _last_person(history: Sequence[Turn]) -> str | None:
    """Return the person asked about last; after "Who …?" the one whom the answer names."""
    for question, answer in _exchanges(history):
        order = (answer, question) if _WHO.match(question) else (question, answer)
        for text in order:
            people = [name for name in names(text) if is_person_name(name)]
            if people:
                return people[0]
            known = [n for n in names(text) if " " not in n and _is_surname_in(n, history)]
            if known:
                return known[0]
    return None


def _exchanges(history: Sequence[Turn]) -> list[tuple[str, str]]:
    """Return the last two turns as (question, answer), the latest first."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            pairs.append((turn.content, ""))
        elif pairs:
            pairs[-1] = (pairs[-1][0], turn.content)
    return pairs[:-3:-1]


def _is_surname_in(name: str, history: Sequence[Turn]) -> bool:
    """Tell whether the conversation treats a word as a person ("Li said", "did Trump …")."""
    text = " ".join(turn.content for turn in history)
    full = any(is_person_name(n) and n.split()[-1] == name for n in names(text))
    says = rf"\b{re.escape(name)} (?:said|says|told|say)\b|\b(?:did|does) {re.escape(name)}\b"
    return full or bool(re.search(says, text))


def _borrows(question: str) -> bool:
    """Tell whether a question cannot be understood alone."""
    own = content_words(question)
    # "Until when?", "By how much?" have no subject at all.
    few = len(own) <= 3 and bool(_OPENING.search(question))
    return not own or few or bool(_THING.search(question))


def _context(question: str, before: str, history: Sequence[Turn]) -> str:
    """Return the words of the previous turn that the question does not have itself."""
    own = set(content_words(question))
    before = _without_what_is_new(question, before)
    words = [word for word in re.findall(r"[\w’'%$.,-]+", before) if word.strip(".,")]
    answers = [turn.content for turn in history if turn.role == "assistant"]
    # A question about another side borrows the topic, not the people.
    own_names = [*names(question), *_owners(question)]
    others = {w for n in names(before) for w in n.split()}
    words = [word for word in words if not (own_names and _bare(word) in others)]
    kept = [w.strip(".,?!") for w in words if set(content_words(w)) - own]
    found = names(answers[-1]) if answers and not own_names else []
    named = [name for name in found if name not in before and ". " not in name]
    return " ".join([*kept, *named[:2]])


def _without_what_is_new(question: str, before: str) -> str:
    """Return the question before without the time, and the subject, that the new one replaces.

    "And in 2022?" does not ask about the year before, nor "and about wheat?" about chips.
    """
    if periods(question):
        for period in reversed(periods(before)):
            before = before[: period.place] + before[period.place + len(period.words) :]
    for about in _ABOUT:
        before = about.sub("", before) if about.search(question) else before
    return before


def _bare(word: str) -> str:
    """Return a word without its marks and the ending of an owner: "Mei's?" is Mei."""
    return re.sub(r"['’]s?$", "", word.strip(".,?!"))


def _owners(question: str) -> list[str]:
    """Return whose share or view is asked about, in small letters: "and china's share?"."""
    return [w for w in _POSSESSIVE.findall(question.lower()) if w not in _CONTRACTED]
