"""Answers read back from where they were kept: the inverse of ``Answer.to_dict``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.contract import (
    Answer,
    AnswerSentence,
    Citation,
    Retrieved,
    ShownQuote,
    Timings,
    Understood,
)
from rag.filters import filters
from rag.types import Nearest, Refusal, Said


def answer_from(kept: Mapping[str, Any]) -> Answer:
    """Return the answer that ``to_dict`` wrote."""
    whole = dict(kept)
    whole["sentences"] = [AnswerSentence(**_frozen(s)) for s in whole["sentences"]]
    whole["citations"] = [Citation(**c) for c in whole["citations"]]
    whole["quotes"] = [ShownQuote(**q) for q in whole["quotes"]]
    whole["retrieved"] = [Retrieved(**r) for r in whole["retrieved"]]
    whole["filters"] = filters(**whole["filters"])
    whole["timings_ms"] = Timings(**whole["timings_ms"])
    if understood := whole.get("understood"):
        whole["understood"] = Understood(
            kind=understood["kind"],
            speakers=tuple(understood["speakers"]),
            periods=tuple(understood["periods"]),
            every=understood.get("every", False),
        )
    whole["refusal"] = _refusal(whole["refusal"]) if whole["refusal"] else None
    if isinstance(likely := whole.get("confidence"), float):
        # Kept before answers were sure or not: the figure was called confidence.
        sure = "high" if whole["status"] == "answered" else None
        whole |= {"confidence": sure, "probability": likely}
    return Answer(**whole)


def _frozen(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}


def _refusal(kept: Mapping[str, Any]) -> Refusal:
    return Refusal(
        reason=kept["reason"],
        message=kept["message"],
        instead=tuple(Said(**s) for s in kept["instead"]),
        nearest=tuple(Nearest(**n) for n in kept["nearest"]),
        missing=tuple(kept.get("missing") or ()),
    )
