"""What can be asked a question set: tradewire itself, and the baselines it has to beat."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from langchain_core.callbacks import get_usage_metadata_callback
from langchain_core.messages import BaseMessage, convert_to_messages

from eval.digests import code_version, determinants
from eval.questions.dataset import Question
from eval.types import Place, Reply
from index.library import Library
from index.store.full_text import phrase
from index.text.words import content_words
from index.types import Chunk
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.events import EvidenceFound
from rag.models.chat_model import LanguageModel
from rag.request import asked_from
from rag.settings import Settings

CLOSED_BOOK = (
    "Answer the question in one or two short sentences. If you do not know the answer, say that "
    "you do not know."
)
REFUSAL = "The articles do not say."


class System(Protocol):
    """Something that answers questions.

    Attributes:
        name: in tables and records.
        model: name of the language model that it asks.
        determinants: all that shapes its answers, beside question and articles.
    """

    name: str
    model: str | None = None
    determinants: Mapping[str, Any] = {}

    def reply(self, question: Question) -> Reply:
        """Answer one question.

        Raises:
            TradewireError: it cannot, for a technical reason.
        """


class Tradewire(System):
    """The product, in one mode."""

    def __init__(self, chain: AnswerChain, settings: Settings, mode: str) -> None:
        self._chain = chain
        self.name = mode
        self.model = chain.model.name if mode == "llm" and chain.model else None
        self.determinants = determinants(settings, self.model) | {
            "code": code_version(),
            "embedder": chain.library.embedder.fingerprint,
        }

    def reply(self, question: Question) -> Reply:
        """Ask the chain, and keep what it saw."""
        asked = asked_from(
            {"question": question.question, "history": question.history, "mode": self.name}
        )
        cards: tuple[Any, ...] = ()
        answer: Answer | None = None
        with get_usage_metadata_callback() as usage:
            for event in self._chain.events(asked):
                if isinstance(event, EvidenceFound):
                    cards = event.cards
                elif isinstance(event, Answer):
                    answer = event
        assert answer is not None
        chunks = self._chain.library.chunks([hit.chunk_id for hit in answer.retrieved])
        return Reply(
            answer=answer.to_dict(),
            places=tuple(_place(chunks[hit.chunk_id]) for hit in answer.retrieved),
            evidence=tuple(
                {"article_id": c.article_id, "start": c.start, "end": c.end, "text": c.text}
                for c in cards
            ),
            tokens=_tokens(usage.usage_metadata) if self.model else None,
        )


class BestPassage(System):
    """Retrieval of one kind alone; its answer is the first passage as it stands.

    Args:
        name: "bm25", as FTS5 scores passages, or "dense", cosine similarity of question and passage.
        library: searched.
        settings: how many passages are shown.
    """

    def __init__(self, name: str, library: Library, settings: Settings) -> None:
        self.name = name
        self._library, self._top_k = library, settings.top_k
        known = {"embedder": library.embedder.fingerprint} if name == "dense" else {}
        self.determinants = {"top_k": settings.top_k, "code": code_version(), **known}

    def find(self, question: str) -> list[Chunk]:
        """Return the passages found, best first."""
        library, top_k = self._library, self._top_k
        if self.name == "dense":
            ranked = library.nearest_chunks(library.embedder.query(question), top_k)
        else:
            ranked = library.words(" OR ".join(map(phrase, content_words(question))), top_k)
        chunks = library.chunks([id_ for id_, _score in ranked])
        return [chunks[id_] for id_, _score in ranked]

    def reply(self, question: Question) -> Reply:
        """Return the best passage, cited."""
        start = time.perf_counter()
        found = self.find(question.question)
        cited = [
            {"number": 1, "article_id": best.article_id, "chunk_id": best.chunk_id,
             "start": best.start, "end": best.end, "quote": best.text}
            for best in found[:1]
        ]  # fmt: skip
        answer = {
            "question": question.question,
            "status": "answered" if found else "refused",
            "text": f"{found[0].text} [1]" if found else REFUSAL,
            "citations": cited,
            "retrieved": [{"article_id": c.article_id, "chunk_id": c.chunk_id} for c in found],
            "timings_ms": {"total": _since(start)},
        }
        return Reply(answer=answer, places=tuple(map(_place, found)))


class AlwaysRefuse(System):
    """Never wrong, never of use: what refusal recall is worth by itself."""

    name = "refuse"

    def reply(self, question: Question) -> Reply:
        """Decline."""
        answer = {"question": question.question, "status": "refused", "text": REFUSAL}
        return Reply(answer=answer | {"timings_ms": {"total": 0.0}})


class ClosedBook(System):
    """The language model by itself, from what it was trained on."""

    name = "closed-book"

    def __init__(self, model: LanguageModel, settings: Settings) -> None:
        self._model = model
        self.model = model.name
        self.determinants = determinants(settings, self.model) | {"prompt": CLOSED_BOOK}

    def reply(self, question: Question) -> Reply:
        """Ask without any article."""
        told = [{"role": "system", "content": CLOSED_BOOK}, *question.history]
        asked = convert_to_messages([*told, {"role": "user", "content": question.question}])
        answer, tokens = generated(self._model, question, asked, time.perf_counter())
        return Reply(answer=answer, tokens=tokens)


def generated(
    model: LanguageModel, question: Question, messages: Sequence[BaseMessage], start: float
) -> tuple[dict[str, Any], Mapping[str, int] | None]:
    """Return a model's reply as an answer dict with its timings, and the tokens it took.

    Args:
        model: that writes it.
        question: as in the set.
        messages: what the model is told.
        start: when the question was asked, as ``time.perf_counter`` has it.
    """
    first = None
    text = ""
    with get_usage_metadata_callback() as usage:
        for piece in model.stream(messages):
            first = first if first is not None else _since(start)
            text += piece
    timings = {"first_token": first, "first_sentence": None, "total": _since(start)}
    answer = {"question": question.question, "model": model.name, "text": text.strip()}
    return answer | {"timings_ms": timings}, _tokens(usage.usage_metadata)


def _place(chunk: Chunk) -> Place:
    return Place(article_id=chunk.article_id, start=chunk.start, end=chunk.end)


def _tokens(usage: Mapping[str, Any]) -> dict[str, int] | None:
    """Add up what the calls to the models took; None where no server counted."""
    if not usage:
        return None
    return {
        "prompt": sum(int(u.get("input_tokens", 0)) for u in usage.values()),
        "completion": sum(int(u.get("output_tokens", 0)) for u in usage.values()),
    }


def _since(start: float) -> float:
    return round(1000 * (time.perf_counter() - start), 1)
