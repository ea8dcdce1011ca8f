"""Why each piece of evidence was chosen: the whole way from question to evidence, to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.evidence.select import CHARACTERS_PER_TOKEN, WEIGHTS, Scored
from rag.retrieval.bm25 import lexical
from rag.types import Candidate, Evidence, Query
from rag.verdict.found import Found
from rag.verdict.reading import mixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One sentence of the evidence.

    Attributes:
        place: its place in the ranking of sentences; None for one that only explains the next.
        parts: what each sign adds to its score.
        reason: in words.
        tokens: about how much of the budget it takes.
    """

    evidence: Evidence
    place: int | None
    parts: Mapping[str, float]
    reason: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A question's way to its evidence.

    Attributes:
        query: how the question was understood.
        words: the words looked for, with what each counts.
        candidates: the chunks found, with the score of each stage.
        evidence: the sentences chosen, in the order in which a model reads them.
    """

    query: Query
    words: Mapping[str, float]
    candidates: tuple[Candidate, ...]
    evidence: tuple[Chosen, ...]


def explain(found: Found) -> Explanation:
    """Return why each piece of evidence was chosen: of the very ``Found`` that answers."""
    places = {
        (s.sentence.article_id, s.sentence.number): (n, s) for n, s in enumerate(found.scored, 1)
    }
    return Explanation(
        query=found.query,
        words=lexical(found.query, found.library).weights,
        candidates=found.retrieval.candidates,
        evidence=tuple(_chosen(e, *places.get((e.article_id, e.sentence), (None, None)))
                       for e in found.evidence),
    )  # fmt: skip


def _chosen(e: Evidence, place: int | None, scored: Scored | None) -> Chosen:
    tokens = round(len(e.text) / CHARACTERS_PER_TOKEN)
    if scored is None or e.score == 0.0:
        reason = "says what the next sentence points back to"
        return Chosen(evidence=e, place=None, parts={}, reason=reason, tokens=tokens)
    parts = {name: WEIGHTS[name] * value for name, value in scored.signs.items() if value}
    if scored.logit is not None:
        parts["reader"] = mixed(0.0, scored.logit)
    return Chosen(evidence=e, place=place, parts=parts, reason=_reason(scored), tokens=tokens)


_WORDS = {
    "spoken": "holds words of whom the question names",
    "figure": "has a figure of its own, as asked for",
    "day": "names a day, as asked for",
    "period": "was published in the time asked about",
}


def _reason(scored: Scored) -> str:
    """Say what speaks for a sentence beside its rank."""
    said = [words for sign, words in _WORDS.items() if scored.signs[sign]]
    said.append(f"has {scored.coverage:.0%} of the question's words by weight")
    return "; ".join(said)
