"""A question with what surrounds it: what the chain takes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages
from pydantic import BaseModel, ConfigDict, Field, ValidationError

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


class _Parts(BaseModel):
    """What a question may come with; the same names as on the command line."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str | None = None
    messages: Any = None
    history: list[Any] | tuple[Any, ...] | None = None
    since: str | None = None
    until: str | None = None
    publisher: str | Sequence[str] | None = None
    speaker: str | Sequence[str] | None = None
    article: str | None = None
    mode: str | None = None
    top_k: Annotated[int, Field(ge=1)] | None = None


_FILTERS = {"since", "until", "publisher", "speaker", "article"}


def asked_from(value: Any, **more: Any) -> Asked:
    """Read what the chain takes in: an ``Asked``, a question, messages, or a dict of its parts.

    Args:
        value: messages are what LangChain takes for them, alone or as the part "messages"; the last
            is the question, those before are its history, which may be messages as well.
        more: further parts, as ``bind`` gives them.

    Raises:
        UsageError: a part is unknown or none that can be used, or there is no question.
    """
    if isinstance(value, Asked):
        return value
    try:
        given = _Parts.model_validate({**_named(value), **more})
    except ValidationError as error:
        raise UsageError(_wrong(error)) from error
    turns = _turns(given.history or ())
    question = given.question
    if given.messages is not None:
        if question is not None:
            raise UsageError("There are two questions: 'question' and 'messages'; give one.")
        turns += _turns(given.messages)
        if not turns or turns[-1].role != "user":
            raise UsageError("The last message is no question; end with one of the user.")
        question = turns.pop().content
    if question is None:
        raise UsageError("There is no question; give it as 'question', or as the last message.")
    return Asked(
        question=question,
        history=tuple(turns),
        filters=filters(**given.model_dump(include=_FILTERS)),
        mode=given.mode,
        top_k=given.top_k,
    )


def _wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    part = first["loc"][0]
    if first["type"] == "extra_forbidden":
        return f"A question has no '{part}'; it takes {', '.join(_Parts.model_fields)}."
    return f"{part} '{str(first['input'])[:80]}': {first['msg']}."


def _named(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"question": value}
    return dict(value) if isinstance(value, Mapping) else {"messages": value}


def _turns(messages: Any) -> list[Turn]:
    """Return what the user and the assistant said; a system's messages are no turns."""
    listed = [messages] if isinstance(messages, BaseMessage) else messages
    try:
        said = convert_to_messages(getattr(listed, "messages", listed))
    except (ValueError, TypeError, NotImplementedError) as error:
        why = str(error).partition("\n")[0]
        raise UsageError(f"'{str(messages)[:80]}' are no messages: {why}") from error
    return [
        Turn(role="user" if isinstance(m, HumanMessage) else "assistant", content=str(m.text))
        for m in said
        if isinstance(m, HumanMessage | AIMessage)
    ]
