"""Is it said or denied? Each clause of a sentence beside the clause of the passages nearest to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.text.places import nation_words
from index.text.synonyms import word_root
from index.text.words import all_stems, content_words, normal, tokens
from rag.checks.claim import Case, has, speaks_of, wanted

_BREAK = re.compile(
    r"[;:()–—]| - |,(?!\d)|\b(?:and(?! [A-Z])|but|while|whereas|although|though|because|if|unless|after|before)\b"
)
# A name tells what a clause is about; what it says of it is in its other words.
_NAME_WEIGHT = 0.5
_HELD = 0.6
_NO = frozenset("not no never none neither nor without cannot nothing nobody".split())
# What is refused, denied or has failed did not happen.
NOT_DONE = re.compile(
    r"\b(?:n't|not|no|never|none|neither|nor|without|cannot|nothing|nobody|unable to|yet to|"
    r"(?:fail|failed|fails|failing|failure) to|(?:refus|declin)(?:e|es|ed|ing|al) to|den(?:y|ies|ied|ying|ial)|"
    r"reject(?:s|ed|ing|ion)?|dismiss(?:es|ed|ing|al)?|rul(?:e|es|ed|ing) out|stopp?(?:s|ed)? short of|"
    r"it (?:is|was) (?:untrue|false|wrong|incorrect) that)\b|n't\b",
    re.IGNORECASE,
)
_YET_SO = re.compile(
    r"\b(?:not only|not just|not least|no doubt|no (?:fewer|less|more|later|longer) than|if not|whether or not|"
    r"not until|no one but|nothing but|no sooner|no\.? ?\d)",
    re.IGNORECASE,
)
_YET = re.compile(r"\b(?:yet|even|ever|fully|formally)\b", re.IGNORECASE)


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
        written = re.findall(r"(?<!^)\b[A-Z]\w+", self.text)
        return all_stems(" ".join([*written, *nation_words(self.text)]))


def in_clauses(text: str) -> list[Clause]:
    """Cut a text at its marks and conjunctions; parts without a content word are left out."""
    parts = (Clause(text=part.strip()) for part in _BREAK.split(text))
    return [part for part in parts if part.stems]


def negated(case: Case) -> str | None:
    """Notice a no that the passages do not say, and a no of theirs that is gone."""
    if _says_no(case.claim) and not any(_says_no(p) or NOT_DONE.search(p) for p in case.passages):
        return "it says no where the passages do not"
    return _turned(case)


def without_idioms(text: str) -> str:
    """Return a text without the phrases that have a no and deny nothing ("not only"), in plain marks."""
    return _YET_SO.sub(" ", text.replace("’", "'"))


def _says_no(text: str) -> bool:
    text = without_idioms(text)
    return bool(_NO & set(tokens(text))) or "n't" in normal(text)


def _turned(case: Case) -> str | None:
    """Compare clause by clause: of the nearest clauses, one must say no where the sentence does."""
    given = [clause for part in case.parts for clause in in_clauses(part)]
    for clause in in_clauses(case.claim):
        near = _nearest(clause, given) if len(clause.stems) > 1 else []
        no = denied(clause)
        if near and no and not any(map(denied, near)) and any(speaks_of(n.stems, no) for n in near):
            return f"it says no where the passages do not ({no[0]})"
        if near and not no and all(speaks_of(clause.stems, denied(n)) for n in near):
            return f"it drops the passages' no ({denied(near[0])[0]})"
    return None


def denied(clause: Clause) -> tuple[str, ...]:
    """Return what a clause denies: the stems behind its first no, in order."""
    text = without_idioms(clause.text)
    found = NOT_DONE.search(text)
    words = content_words(_YET.sub(" ", text[found.end() :])) if found else ()
    return tuple(word_root(word) for word in words)


def _nearest(claim: Clause, others: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that share most with a claim's, all that share as much; none that share little."""
    shares = [_shared(claim, other) for other in others]
    most = max(shares, default=0.0)
    if not most or most < _HELD * _shared(claim, claim):
        return []
    return [other for other, share in zip(others, shares, strict=True) if share == most]


def _shared(claim: Clause, other: Clause) -> float:
    """Weigh what a clause has in common with another."""
    common = (word for word in claim.stems if has(other.stems, word))
    return sum(_NAME_WEIGHT if word in claim.names else 1.0 for word in common)
