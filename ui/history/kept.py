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
        whole["understood"] = Understood(**_frozen(understood))
    if refusal := whole["refusal"]:
        said = tuple(Said(**s) for s in refusal["instead"])
        nearest = tuple(Nearest(**n) for n in refusal["nearest"])
        whole["refusal"] = Refusal(**{**_frozen(refusal), "instead": said, "nearest": nearest})
    if isinstance(likely := whole.get("confidence"), float):
        # Kept before answers were sure or not: the figure was called confidence.
        sure = "high" if whole["status"] == "answered" else None
        whole |= {"confidence": sure, "probability": likely}
    return Answer(**whole)


def _frozen(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}
