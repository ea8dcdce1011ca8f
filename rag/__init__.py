"""Question in, cited answer out.

from rag import answer, quotes
print(answer("What did Li Chenggang say?").text)
print(len(quotes(speaker="Li Chenggang", about="tariffs")))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.store.place import Place, place_of
from rag.contract import Answer
from rag.events import AnswerEvent, EvidenceFound, SentenceChecked, Waiting

if TYPE_CHECKING:
    from index.library import Library
    from rag.chain import AnswerChain
    from rag.statements.quotations import Quotation

__all__ = [
    "Answer",
    "AnswerChain",
    "AnswerEvent",
    "EvidenceFound",
    "SentenceChecked",
    "Waiting",
    "answer",
    "quotes",
    "stream",
]


def answer(
    question: str,
    *,
    history: Sequence[Mapping[str, str]] = (),
    since: str | None = None,
    until: str | None = None,
    publisher: str | Sequence[str] | None = None,
    speaker: str | Sequence[str] | None = None,
    article: str | None = None,
    mode: str | None = None,
    top_k: int | None = None,
    index: str | Path | None = None,
) -> Answer:
    """Answer a question from the indexed articles.

    Args:
        question: what to find out.
        history: earlier turns, oldest first, each ``{"role": "user"|"assistant", "content": …}``.
        since: the first day, as an ISO date; undated articles are then left out.
        until: the last day, likewise.
        publisher: look only at what it published; of several, at any.
        speaker: look only where the person speaks; of several, any.
        article: look only in this one, by its id.
        mode: "auto" (default), "llm" or "extractive".
        top_k: chunks that retrieval hands on.
        index: the index folder or ``postgresql://…``; default ``TRADEWIRE_INDEX``, else the user's data folder.

    Returns:
        The answer; its ``status`` tells answered, refused and failed apart.

    Raises:
        UsageError: the question is empty or too long, a date is not a date.
        OperationError: there is no index, or it was made with another model.
    """
    given = {k: v for k, v in locals().items() if k != "index"}
    return _chain(_place(index)).invoke(given)


def stream(
    question: str,
    *,
    history: Sequence[Mapping[str, str]] = (),
    since: str | None = None,
    until: str | None = None,
    publisher: str | Sequence[str] | None = None,
    speaker: str | Sequence[str] | None = None,
    article: str | None = None,
    mode: str | None = None,
    top_k: int | None = None,
    index: str | Path | None = None,
) -> Iterator[AnswerEvent]:
    """Yield the evidence, each checked sentence as it is ready, then the ``Answer``.

    While others ask the model, ``Waiting`` tells how many are ahead. Takes what ``answer`` takes
    and raises what it raises. A sentence once yielded is never taken back; closing the iterator
    stops the model's work.

    Args:
        question: what to find out.
        history: earlier turns, oldest first, as for ``answer``.
        since: the first day, as an ISO date.
        until: the last day, likewise.
        publisher: look only at what it published; of several, at any.
        speaker: look only where the person speaks; of several, any.
        article: look only in this one, by its id.
        mode: "auto" (default), "llm" or "extractive".
        top_k: chunks that retrieval hands on.
        index: the index folder or ``postgresql://…``, as for ``answer``.
    """
    given = {k: v for k, v in locals().items() if k != "index"}
    return _chain(_place(index)).stream(given)


def quotes(
    *,
    speaker: str | Sequence[str] | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    article: str | None = None,
    index: str | Path | None = None,
) -> list[Quotation]:
    """Return who said what: the same as ``tradewire quotes``, with ``to_dict()`` its JSON lines.

    Args:
        speaker: any name of a person; a surname means everybody of that surname.
        about: a topic; then the nearest come first, else the latest article.
        since: the first day, as an ISO date; undated articles are then left out.
        until: the last day, likewise.
        article: look only there.
        index: the index folder or ``postgresql://…``; default ``TRADEWIRE_INDEX``, else the user's data folder.

    Raises:
        UsageError: a date is not a date, or the index's alias file is malformed.
        OperationError: there is no index, or it was made with another model.
    """
    from rag.filters import filters
    from rag.statements.quotations import quotations

    wanted = filters(since=since, until=until, speaker=speaker, article=article)
    with _library(_place(index)).as_of_now() as library:
        return quotations(library, filters=wanted, about=about)


def _place(index: str | Path | None) -> Place | None:
    place = None if index is None else place_of(index)
    return place.resolve() if isinstance(place, Path) else place


@lru_cache(maxsize=4)
def _chain(index: Place | None) -> AnswerChain:
    """Keep one chain, with its models loaded, per index."""
    from rag.build import build_chain
    from rag.settings import Settings

    return build_chain(Settings() if index is None else Settings(index=index))


@lru_cache(maxsize=4)
def _library(index: Place | None) -> Library:
    """Keep one open library per index, for who asks for quotes only."""
    from rag.build import build_library
    from rag.settings import Settings

    return build_library(Settings() if index is None else Settings(index=index))


def __getattr__(name: str) -> Any:
    """Import the chain only when it is asked for: it brings LangChain along."""
    if name == "AnswerChain":
        from rag.chain import AnswerChain

        return AnswerChain
    raise AttributeError(f"module 'rag' has no attribute '{name}'")
