"""What ``stream`` yields on the way to an answer; the last event is the ``Answer`` itself."""

from __future__ import annotations

from dataclasses import dataclass

from rag.contract import Answer, AnswerSentence, Citation


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
