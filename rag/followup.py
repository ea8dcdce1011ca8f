"""Turn a follow-up into a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Turn
from rag.words import content_words, names

_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|its|that|this|they|them|their|those|these|there)\b", re.IGNORECASE)
_OPENING = re.compile(r"^(?:and|but|so|also|or|what about|how about|why|when|where|who)\b", re.I)
_ORGANISATIONS = re.compile(
    r"\b(?:ministry|department|house|commission|council|union|states|bank)\b", re.I
)


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
        return f"{resolved} ({_context(resolved, asked_before[-1], history)})"
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
    """Return the person asked about last, else the one the last answer names first."""
    for turn in sorted(history[-4:], key=lambda t: t.role == "assistant"):
        people = [n for n in names(turn.content) if not _ORGANISATIONS.search(n)]
        full = [name for name in people if " " in name]
        if full or people:
            return (full or people)[0]
    return None


def _borrows(question: str) -> bool:
    """Tell whether a question cannot be understood alone."""
    few = len(content_words(question)) <= 3
    return bool(_THING.search(question)) or (few and bool(_OPENING.search(question)))


def _context(question: str, before: str, history: Sequence[Turn]) -> str:
    """Return the words of the previous turn that the question does not have itself."""
    own = set(content_words(question))
    words = [word for word in re.findall(r"[\w’'%$.,-]+", before) if word.strip(".,")]
    answers = [turn.content for turn in history if turn.role == "assistant"]
    # A question about another side borrows the topic, not the people.
    own_names, others = names(question), {w for n in names(before) for w in n.split()}
    words = [word for word in words if not (own_names and word.strip(".,?!") in others)]
    kept = [w.strip(".,?!") for w in words if set(content_words(w)) - own]
    named = [n for n in names(answers[-1]) if n not in before][:2] if answers else []
    named = [] if own_names else named
    return " ".join([*kept, *named])
