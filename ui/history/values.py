"""Conversations as values: what a history keeps, a page shows and an export writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rag.types import Turn

REMEMBERED_TURNS = 3

Thumb = Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation as a list shows it; times are ISO 8601, UTC; pinned ones come first."""

    id: str
    title: str
    begun: str
    changed: str
    turns: int
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTurn:
    """One question with its answer.

    Attributes:
        id: names the turn to ``rate`` and ``rewind``.
        asked: when, ISO 8601, UTC.
        answer: what ``Answer.to_dict`` gave.
        thumb, reason: the reader's verdict; None until given.
    """

    id: int
    asked: str
    question: str
    answer: Mapping[str, Any]
    thumb: Thumb | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A conversation that holds the words looked for, and a few words around them.

    ``turn`` is where they stand; None where it is the title that holds them.
    """

    conversation: Conversation
    excerpt: str
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedTurn:
    """A turn with a verdict, and what was said before it."""

    turn: KeptTurn
    before: tuple[KeptTurn, ...]


def earlier(turns: Sequence[KeptTurn]) -> list[Turn]:
    """Return what a further question may refer to, as the chain takes it: the last few turns."""
    said = []
    for turn in turns[-REMEMBERED_TURNS:]:
        said.append(Turn(role="user", content=turn.question))
        said.append(Turn(role="assistant", content=str(turn.answer.get("text") or "")))
    return said
