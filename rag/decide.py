"""Answer or refuse: the judge's verdict on what was found, and the refusal that fits it."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from rag import judge
from rag.claimed import holds
from rag.found import Found
from rag.refuse import refusal
from rag.said import of_others
from rag.types import Refusal, RefusalReason

MOSTLY_MISSING = 0.4

Verdict = tuple[float, Refusal | None]
"""How likely the articles answer a question, and the refusal if they do not."""


def judged(found: Found, model_says: float | None, library: Library) -> Verdict:
    """Return how likely the evidence answers the question, and a refusal if it does not.

    Args:
        found: what is known about the question.
        model_says: the model's own probability; None where no model was asked.
        library: the index.
    """
    query, candidates = found.query, found.retrieval.candidates
    seen = judge.signs(query, found.scored, found.statements, found.weights, library)
    sure = judge.answerability(seen, model_says) if candidates else 0.0
    if found.says and query.kind in {"quote", "who_said"}:
        return max(sure, judge.EVEN), None
    if query.kind == "comparison" and found.statements:
        # Each side has been judged by itself.
        return max(sure, judge.EVEN), None
    if query.claim is not None or _words_of_nobody(found) or _silent_then(found):
        return min(sure, judge.EVEN), refusal_for(found, "not_answered", library)
    if sure >= judge.threshold(query, found.scored):
        unsaid = judge.left_unsaid(query, found.scored)
        return sure, refusal_for(found, "not_answered", library) if unsaid else None
    named = seen.missing_name or seen.missing >= MOSTLY_MISSING
    missing = seen.missing_words if named else ()
    reason: RefusalReason = "not_mentioned" if missing else "not_answered"
    if not candidates:
        reason = "weak_retrieval"
    return sure, refusal_for(found, reason, library, missing)


def _silent_then(found: Found) -> bool:
    """Tell whether somebody's words of a time are asked for from which there are none."""
    query = found.query
    return query.kind == "quote" and bool(query.speakers and query.periods) and not found.statements


def _words_of_nobody(found: Found) -> bool:
    """Tell whether it is asked who used words that no sentence found has."""
    query = found.query
    if query.kind != "who_said" or not query.phrases:
        return False
    return not any(holds(query.phrases[0], item.sentence.text) for item in found.scored)


def refusal_for(
    found: Found, reason: RefusalReason, library: Library, missing: Sequence[str] = ()
) -> Refusal:
    """Return the refusal of a question, with what the articles do say."""
    return refusal(
        found.query,
        reason,
        found.retrieval.candidates,
        library,
        missing=missing,
        statements=found.statements,
        others=of_others(found.query, found.retrieval, found.scored, library),
        scored=found.scored,
        undated_left_out=found.retrieval.undated_left_out,
    )
