"""What ``stream`` yields on the way to an answer, the last event the ``Answer`` itself, and when."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rag.contract import Answer, AnswerSentence, Citation, Timings


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """One passage the answer may rest on, ready to be shown."""

    article_id: str
    title: str | None
    publisher: str | None
    published: str | None
    start: int
    end: int
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFound:
    """Retrieval is done; the passages, best first. Comes once, before any sentence."""

    standalone_question: str
    cards: tuple[EvidenceCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Others are asking the model; comes after the evidence, each time the number changes."""

    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChecked:
    """A sentence passed its check and will not be retracted.

    ``citations`` are the ones it uses for the first time; ``sentence.start`` counts in
    the text made of all checked sentences so far, joined as in the final answer.
    """

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


AnswerEvent = EvidenceFound | Waiting | SentenceChecked | Answer


@dataclass(slots=True)
class Clock:
    """Milliseconds since the question came; each stage is noted when it is over."""

    start: float = field(default_factory=time.perf_counter)
    retrieve: float | None = None
    first_token: float | None = None
    first_sentence: float | None = None

    def now(self) -> float:
        """Return the milliseconds since the question came."""
        return round(1000 * (time.perf_counter() - self.start), 1)

    def timings(self) -> Timings:
        """Return what an answer tells of its time."""
        return Timings(
            retrieve=self.retrieve,
            first_sentence=self.first_sentence,
            first_token=self.first_token,
            total=self.now(),
        )

    def timed(self, events: Iterable[AnswerEvent]) -> Iterator[AnswerEvent]:
        """Yield events, the first sentence noted as it passes, the answer with its timings."""
        for event in events:
            if isinstance(event, SentenceChecked):
                self.first_sentence = self.first_sentence or self.now()
            yield replace(event, timings_ms=self.timings()) if isinstance(event, Answer) else event
