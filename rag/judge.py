"""Is there an answer at all? Decided by the evidence; the model's opinion is one voice in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.library import Library
from rag.quoting import Statement
from rag.select import Scored, coverage
from rag.types import Query
from rag.words import names, stem, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for an answer being there.

    Attributes:
        similarity: cosine of the question and its nearest sentence.
        coverage: weighted share of the question's words in the three best sentences.
        best_coverage: the same in the one best sentence.
        statement: similarity and coverage of the best statement, for questions about words.
        missing: the question's words that no passage of the index holds.
        missing_weight: their weighted share of the question.
        missing_names: those of them that are parts of names.
    """

    similarity: float
    coverage: float
    best_coverage: float
    statement_similarity: float
    statement_coverage: float
    missing: tuple[str, ...]
    missing_weight: float
    missing_names: tuple[str, ...]


def signs(
    query: Query,
    scored: Sequence[Scored],
    statements: Sequence[Statement],
    weights: dict[str, float],
    library: Library,
) -> Signs:
    """Read the signs off what was found."""
    top = scored[:3]
    titles = " ".join(library.article(s.sentence.article_id).title or "" for s in top[:1])
    missing = [term for term in query.terms if library.term_frequency(term) == 0]
    name_words = {stem(t) for name in names(query.standalone[1:]) for t in tokens(name)}
    best = statements[0] if statements else None
    return Signs(
        similarity=max((s.similarity for s in scored), default=0.0),
        coverage=coverage(weights, f"{titles} {' '.join(s.sentence.text for s in top)}"),
        best_coverage=max((s.coverage for s in top), default=0.0),
        statement_similarity=best.similarity if best else 0.0,
        statement_coverage=best.coverage if best else 0.0,
        missing=tuple(missing),
        missing_weight=sum(weights.get(stem(term), 0.0) for term in missing),
        missing_names=tuple(term for term in missing if stem(term) in name_words),
    )


def answerability(query: Query, s: Signs, model_says: float | None) -> float:
    """Return the probability that the evidence answers the question.

    A logistic model over the signs; its weights are fitted on development questions.
    """
    del query
    z = -4.0 + 5.0 * s.similarity + 3.0 * s.coverage - 4.0 * s.missing_weight
    if model_says is not None:
        clipped = min(max(model_says, 0.02), 0.98)
        z += 0.5 * math.log(clipped / (1 - clipped))
    return 1 / (1 + math.exp(-z))
