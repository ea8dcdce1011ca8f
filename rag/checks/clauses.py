"""Clauses, and which of the passages' clauses says nearest what a clause says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.text.places import nation_words
from index.text.words import all_stems
from rag.checks.claim import has, wanted

_BREAK = re.compile(
    r"[;:()–—]| - |,(?!\d)|\b(?:and(?! [A-Z])|but|while|whereas|although|though|because|if|unless|after|before)\b"
)
# A name tells what a clause is about; what it says of it is in its other words.
_NAME_WEIGHT = 0.5
_HELD = 0.6


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


def in_clauses(text: str) -> list[Clause]:
    """Cut a text at its marks and conjunctions; parts without a content word are left out."""
    parts = (Clause(text=part.strip()) for part in _BREAK.split(text))
    return [part for part in parts if part.stems]


def nearest(claim: Clause, others: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that share most with a claim's, all that share as much; none that share little.

    Args:
        claim: a clause of a sentence.
        others: clauses of what it is held to.
    """
    shares = [_shared(claim, other) for other in others]
    most = max(shares, default=0.0)
    if not most or most < _HELD * _shared(claim, claim):
        return []
    return [other for other, share in zip(others, shares, strict=True) if share == most]


def _shared(claim: Clause, other: Clause) -> float:
    """Weigh what a clause has in common with another."""
    common = (word for word in claim.stems if has(other.stems, word))
    return sum(_NAME_WEIGHT if word in claim.names else 1.0 for word in common)
