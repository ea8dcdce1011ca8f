"""A question with what surrounds it: what the chain takes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rag.filters import filters
from rag.types import Filters, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what surrounds it; what the chain takes in."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    mode: str | None = None
    top_k: int | None = None


def asked_from(value: Any) -> Asked:
    """Read what the chain takes in: an ``Asked``, a question, or a dict of its parts."""
    if isinstance(value, Asked):
        return value
    if isinstance(value, str):
        return Asked(question=value)
    parts = dict(value)
    named = {
        name: parts.get(name) for name in ("since", "until", "publisher", "speaker", "article")
    }
    turns = tuple(
        turn if isinstance(turn, Turn) else Turn(role=turn["role"], content=turn["content"])
        for turn in parts.get("history") or ()
    )
    return Asked(
        question=parts["question"],
        history=turns,
        filters=filters(**named),
        mode=parts.get("mode"),
        top_k=parts.get("top_k"),
    )
