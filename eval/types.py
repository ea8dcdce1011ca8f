"""Values that several rooms of the evaluation share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AnswerDict = Mapping[str, Any]
"""An answer as ``Answer.to_dict`` gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A passage that was found: ``text_of(article_id)[start:end]``."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a system gave for one question.

    Attributes:
        answer: an ``Answer.to_dict()``, or at least its ``text`` and ``timings_ms``.
        places: the passages it found, best first.
        evidence: the sentences put before the model: article_id, start, end, text.
        tokens: "prompt" and "completion" tokens of the language model; None without one.
    """

    answer: AnswerDict
    places: tuple[Place, ...] = ()
    evidence: tuple[Mapping[str, Any], ...] = ()
    tokens: Mapping[str, int] | None = None
