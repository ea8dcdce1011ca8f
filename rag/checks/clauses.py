"""Sentences and clauses, and which of the passages' clauses says nearest what a clause says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.text.places import nation_words
from index.text.sentences import sentences
from index.text.synonyms import word_root
from index.text.words import all_stems, content_words, kin

_BREAK = re.compile(
    r"[;:()–—]| - |,(?!\d)|\b(?:and(?! [A-Z])|but|while|whereas|although|though|because|if|unless|after|before)\b"
)
# A name tells what a clause is about; what it says of it is in its other words.
_NAME_WEIGHT = 0.5
_AS_FULL = 0.9


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A clause as it stands in a sentence."""

    text: str

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the stems of its content words in one spelling."""
        return wanted(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the stems of its capitalised words."""
        return all_stems(" ".join(re.findall(r"(?<!^)\b[A-Z]\w+", self.text))) | all_stems(
            " ".join(nation_words(self.text))
        )


def wanted(text: str) -> frozenset[str]:
    """Return the stems of a text's content words in American spelling."""
    return frozenset(word_root(word) for word in content_words(text))


def in_sentences(texts: Iterable[str]) -> list[str]:
    """Cut texts into their sentences."""
    return [text[s.start : s.end] for text in texts for s in sentences("", text)]


def in_clauses(text: str) -> list[Clause]:
    """Cut a text at its marks and conjunctions; parts without a content word are left out."""
    parts = (Clause(text=part.strip()) for part in _BREAK.split(text))
    return [part for part in parts if part.stems]


def shared(claim: Clause, other: Clause) -> float:
    """Weigh what a clause has in common with another.

    Args:
        claim: the clause whose words count.
        other: the one it is held to.
    """
    common = (word for word in claim.stems if word in other.stems or kin(word, other.stems))
    return sum(_NAME_WEIGHT if word in claim.names else 1.0 for word in common)


def weight(claim: Clause) -> float:
    """Weigh all of a clause, as ``shared`` does."""
    return sum(_NAME_WEIGHT if word in claim.names else 1.0 for word in claim.stems)


def fullest(claim: str, texts: Sequence[str], least: float) -> list[str]:
    """Return the texts that hold most of a sentence's content words, ``least`` of them at any rate.

    Args:
        claim: a sentence.
        texts: what it is held to.
        least: share of its words, 0 to 1.
    """
    words = wanted(claim)
    held = [sum(w in own or kin(w, own) for w in words) for own in map(wanted, texts)]
    most = max(held, default=0)
    if not most or most < least * len(words):
        return []
    return [text for text, n in zip(texts, held, strict=True) if n >= _AS_FULL * most]


def nearest(claim: Clause, others: Sequence[Clause], least: float) -> list[Clause]:
    """Return the clauses that share most with a claim's, all that share as much; none below ``least``.

    Args:
        claim: a clause of a sentence.
        others: clauses of what it is held to.
        least: share of its weight, 0 to 1.
    """
    most = max((shared(claim, other) for other in others), default=0.0)
    if not most or most < least * weight(claim):
        return []
    return [other for other in others if shared(claim, other) == most]
