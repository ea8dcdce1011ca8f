"""A question with what surrounds it: what the chain takes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages

from index.errors import UsageError
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


_FILTERS = ("since", "until", "publisher", "speaker", "article")
_PARTS = ("question", "messages", "history", *_FILTERS, "mode", "top_k")


def asked_from(value: Any) -> Asked:
    """Read what the chain takes in: an ``Asked``, a question, messages, or a dict of its parts.

    Args:
        value: messages are what LangChain takes for them, alone or as the part "messages"; the last
            is the question, those before are its history.

    Raises:
        UsageError: a part is unknown, or there is no question.
    """
    if isinstance(value, Asked):
        return value
    if isinstance(value, str):
        return Asked(question=value)
    if not isinstance(value, Mapping):
        return asked_from({"messages": value})
    parts = dict(value)
    if unknown := [str(part) for part in parts if part not in _PARTS]:
        raise UsageError(f"A question has no '{unknown[0]}'; it takes {', '.join(_PARTS)}.")
    if "messages" in parts:
        parts |= _spoken(parts["messages"])
    if "question" not in parts:
        raise UsageError("There is no question; give it as 'question', or as the last message.")
    named = {name: parts.get(name) for name in _FILTERS}
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


def _spoken(messages: Any) -> dict[str, Any]:
    """Return the question and the history of messages; a system's messages are none of either."""
    listed: Sequence[BaseMessage] = (
        [messages]
        if isinstance(messages, BaseMessage)
        else convert_to_messages(getattr(messages, "messages", messages))
    )
    said = [message for message in listed if isinstance(message, HumanMessage | AIMessage)]
    if not said or not isinstance(said[-1], HumanMessage):
        raise UsageError("The last message is no question; end with one of the user.")
    turns = [
        Turn(role="user" if isinstance(m, HumanMessage) else "assistant", content=str(m.text))
        for m in said
    ]
    return {"question": turns[-1].content, "history": turns[:-1]}
