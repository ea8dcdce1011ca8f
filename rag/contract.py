"""What is answered, as the contract has it: ``Answer.to_dict``. All values are frozen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from index.types import Stance
from rag.types import Confidence, Filters, QuestionKind, Refusal

Mode = Literal["llm", "extractive"]
Support = Literal["verbatim", "supported"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words an answer sentence rests on: ``article.text[start:end] == quote``."""

    number: int
    article_id: str
    chunk_id: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """One checked sentence; ``answer.text[start:end] == text``, markers included.

    ``reasons`` tell why it may be shown, one phrase each; ``mark`` is the asked-for figure, day or
    name: ``text[mark[0]:mark[1]]``.
    """

    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    support: Support
    reasons: tuple[str, ...] = ()
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """A quotation shown in the answer, with its speaker and the citation that carries it."""

    speaker: str | None
    role: str | None
    verb: str | None
    kind: Literal["direct", "reported"]
    text: str
    article_id: str
    start: int
    end: int
    citation: int
    stance: Stance = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """One line of the retrieval record of an answer."""

    article_id: str
    chunk_id: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds from the question; None where it did not happen."""

    retrieve: float | None = None
    first_sentence: float | None = None
    first_token: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How a question was read: whose words it wants, by the names of the ledger, of which times, as written."""

    kind: QuestionKind
    speakers: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer; ``to_dict`` gives the JSON object of the contract.

    "answered" has no sentence without a citation; "refused" has no citation at all;
    "failed" carries ``error``. Citation numbers run 1, 2, 3 in order of first use.
    ``confidence`` of an answer is "high", or "low" where the sentences only may answer the
    question; ``probability`` is how likely they do, by ``rag.verdict.answerability``; None where that was not
    asked. ``understood`` tells how the question was read.
    """

    question: str
    standalone_question: str
    status: Literal["answered", "refused", "failed"]
    refusal: Refusal | None = None
    error: str | None = None
    mode: Mode
    model: str | None = None
    text: str
    sentences: Sequence[AnswerSentence] = ()
    citations: Sequence[Citation] = ()
    quotes: Sequence[ShownQuote] = ()
    retrieved: Sequence[Retrieved] = ()
    filters: Filters = field(default_factory=Filters)
    timings_ms: Timings = field(default_factory=Timings)
    index_fingerprint: str | None = None
    trace_id: str = ""
    confidence: Confidence | None = None
    probability: float | None = None
    understood: Understood | None = None
    note: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types, keys in the order of the contract."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        if plain["note"] is None:
            del plain["note"]
        return plain

    def without_model(self) -> Answer:
        """Return this answer as one that no language model had a part in."""
        return replace(self, mode="extractive", model=None)

    def refused(self, refusal: Refusal) -> Answer:
        """Return this answer as a refusal, whose message becomes the text."""
        return replace(
            self, status="refused", confidence=None, refusal=refusal, text=refusal.message
        )

    def noted(self, note: str) -> Answer:
        """Return this answer with one sentence more to know about it, behind what is noted already."""
        return replace(self, note=f"{self.note} {note}" if self.note else note)
