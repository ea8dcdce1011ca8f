"""Is there an answer at all? Decided by the evidence; the model's opinion is one voice in it.

A logistic model over a few signs. Its weights come from ``python -m eval.fit_refusal``, which
fits them on development questions and prints them with their cross-validated figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.library import Library
from index.names import is_person_name
from rag.anchors import fitting
from rag.refuse import denied
from rag.select import Scored, coverage
from rag.statements import Statement
from rag.thesaurus import american, related
from rag.types import Query
from rag.wanted import (
    asks_why,
    fits,
    gives_reason,
    holds_all,
    leaves_unsaid,
    parts_wanted,
    wants_name,
)
from rag.words import names, stem, tokens

CONSIDERED = 8
MOSTLY = 0.5

FEATURES = (
    "similarity",
    "context",
    "missing_name",
    "why",
    "statement_similarity",
    "statement_coverage",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for an answer being there; every sign lies between 0 and 1.

    Attributes:
        similarity: cosine of the question and its nearest fitting sentence ("fitting": with a
            figure or a day, if that is what was asked for).
        context: weighted share of the question's words in the best fitting sentence with its
            neighbours and its article's title; where a person's words are asked for, in his best
            statement alone.
        missing: weighted share of the question's words that no passage of the index holds.
        missing_name: share of the names in the question that have one of those words; 1 if it is
            more than a third.
        why: 1 for a question for a reason where no near sentence gives one, or one denies the fact.
        statement_similarity, statement_coverage: of the best statement of the person asked
            about; for other questions the values of the best sentence.
        missing_words: the names, as asked, of which some word is held by nothing; without any, the
            words that nothing holds.
    """

    similarity: float
    context: float
    missing: float
    missing_name: float
    why: float
    statement_similarity: float
    statement_coverage: float
    missing_words: tuple[str, ...] = ()


def signs(
    query: Query,
    scored: Sequence[Scored],
    statements: Sequence[Statement],
    weights: Mapping[str, float],
    library: Library,
) -> Signs:
    """Read the signs off what was found."""
    near = scored[:CONSIDERED]
    fit = fitting(query, near, library)
    missing = [term for term in query.terms if not _known(term, library)]
    named = names(query.standalone)
    lost_names = [name for name in named if set(tokens(name)) & set(missing)]
    similarity = max((s.similarity for s in fit), default=0.0)
    best_coverage = max((s.coverage for s in fit), default=0.0)
    said = _said(query, statements, similarity, best_coverage)
    context = _in_context((fit or near)[:1])
    if _his_words(query, statements):
        # Who asks what somebody said, and no more, asks for nothing else to be there.
        context = coverage(weights, _around(statements[0], library)) if query.topic else 1.0
    return Signs(
        similarity=similarity,
        context=context,
        missing=sum(weights.get(stem(american(term)), 0.0) for term in missing),
        missing_name=_share_missing(len(lost_names), len(named)),
        why=float(
            asks_why(query) and not (any(map(_gives_reason, fit)) and denied(query, scored) is None)
        ),
        statement_similarity=said[0],
        statement_coverage=said[1],
        missing_words=tuple(lost_names or missing),
    )


def _share_missing(lost: int, asked: int) -> float:
    """Return how much lost names count: one of many may be by the way, one of two hardly is."""
    return 1.0 if 3 * lost > asked else lost / max(1, asked)


def _said(
    query: Query, statements: Sequence[Statement], similarity: float, covered: float
) -> tuple[float, float]:
    """Return similarity and coverage of the best statement, where words were asked for."""
    if query.kind not in {"quote", "who_said"}:
        return similarity, covered
    if not statements:
        return 0.0, 0.0
    if not query.topic and query.speakers:
        return 1.0, 1.0
    said = statements[0].similarity, min(1.0, statements[0].coverage)
    if not _his_words(query, statements):
        # What a country or a ministry says is as often told as quoted.
        return max(said[0], similarity), max(said[1], covered)
    return said


def _his_words(query: Query, statements: Sequence[Statement]) -> bool:
    """Tell whether a person's words are asked for, and the ledger has some."""
    if query.kind not in {"quote", "who_said"} or not statements:
        return False
    return statements[0].speaker is not None and is_person_name(statements[0].speaker)


def _around(said: Statement, library: Library) -> str:
    """Return a statement with who said it, its article's title, and the sentence before it."""
    before = library.sentences(said.article_id)[: said.sentences[0].number][-1:]
    title = library.article(said.article_id).title or ""
    return " ".join([said.speaker or "", title, *(s.text for s in (*before, *said.sentences))])


def _in_context(best: Sequence[Scored]) -> float:
    return sum(item.coverage + item.signs["context"] for item in best)


def _known(term: str, library: Library) -> bool:
    """Tell whether any passage holds a word, its other spelling, or one that says the same."""
    return any(library.term_frequency(word) for word in (term, american(term), *related(term)))


def _gives_reason(item: Scored) -> bool:
    return item.coverage >= MOSTLY and gives_reason(item.sentence.text)


def left_unsaid(query: Query, scored: Sequence[Scored]) -> bool:
    """Tell whether the best sentence says that just this was not told ("gave no amount")."""
    particular = query.kind in {"number", "date"} or wants_name(query)
    return particular and bool(scored) and leaves_unsaid(scored[0].sentence.text)


EVEN = 0.5
HOPELESS = 0.15
# The bias, then one weight per feature.
ALONE = (-4.02, 0.99, 3.31, -1.45, -3.82, 1.75, 1.64)
# The bias, then the weights of the log odds by the signs alone and by the model.
WITH_MODEL = (-0.56, 0.69, 1.46)


def answerability(s: Signs, model_says: float | None) -> float:
    """Return the probability that the evidence answers the question.

    Args:
        s: the signs.
        model_says: the model's own probability, None where no model was asked.
    """
    alone = _logistic(ALONE, [float(getattr(s, name)) for name in FEATURES])
    if model_says is None:
        return alone
    return _logistic(WITH_MODEL, [log_odds(alone), log_odds(model_says)])


def _logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    z = sum(weight * value for weight, value in zip(weights, [1.0, *values], strict=True))
    return 1 / (1 + math.exp(-z))


def settled(query: Query, statements: Sequence[Statement], sure: float) -> bool:
    """Tell whether no model need be asked.

    The ledger alone decides where a person's words were asked for and it has some: a small
    model's opinion costs seconds there and lets through more than the signs do. And what is
    hopeless by the signs alone is refused at once.

    Args:
        query: the question.
        statements: what the ledger has for it.
        sure: the probability by the signs alone.
    """
    ledger = query.kind in {"quote", "who_said"} and bool(statements)
    return ledger or sure < HOPELESS


def threshold(query: Query, scored: Sequence[Scored]) -> float:
    """Return the probability from which on a question is answered.

    An even chance; of a question with several parts each must have it together with the others:
    n parts need the n-th root of one half, unless the best fitting sentence has it for each.
    """
    texts = (item.sentence.text for item in scored[:CONSIDERED])
    best = next((text for text in texts if fits(query, text)), None)
    if best is not None and holds_all(query, best):
        return EVEN
    return float(EVEN ** (1 / parts_wanted(query)))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, clipped to 0.02 … 0.98."""
    clipped = min(max(probability, 0.02), 0.98)
    return math.log(clipped / (1 - clipped))
