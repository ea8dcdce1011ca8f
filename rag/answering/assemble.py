"""Answers in the articles' own sentences, and how every answer ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.library import Library
from rag.answering.citations import AnswerBuilder, Checked
from rag.answering.from_evidence import closest, own_words
from rag.contract import Answer
from rag.events import AnswerEvent
from rag.verdict.decision import Verdict
from rag.verdict.found import Found
from rag.verdict.refusal import refusal


def extractively(found: Found, verdict: Verdict, frame: Answer) -> Iterator[AnswerEvent]:
    """Yield the answer without a model, whose name it then does not bear.

    Args:
        found: what is known about the question.
        verdict: whether it can be answered.
        frame: the answer so far.
    """
    frame = replace(with_verdict(frame, verdict), mode="extractive", model=None)
    if verdict.refusal is not None:
        yield frame.refused(verdict.refusal)
    else:
        yield from in_own_words(found, frame)


def with_verdict(frame: Answer, verdict: Verdict) -> Answer:
    """Return the answer so far with how sure it is.

    Args:
        frame: the answer so far.
        verdict: how likely it answers, and how it is shown.
    """
    probability = round(verdict.probability, 4)
    return replace(frame, confidence=verdict.confidence, probability=probability)


def in_own_words(found: Found, frame: Answer) -> Iterator[AnswerEvent]:
    """Yield the articles' sentences that answer, or the refusal where none does.

    Args:
        found: what is known about the question.
        frame: the answer so far; of low confidence, it shows only what is closest.
    """
    own = closest(found) if frame.confidence == "low" else own_words(found)
    if own:
        yield from finished(frame, own, found.library)
    else:
        yield frame.refused(refusal(found, "not_answered"))


def finished(
    frame: Answer, sentences: Sequence[Checked], library: Library
) -> Iterator[AnswerEvent]:
    """Yield sentences that need no further check, then the answer.

    Args:
        frame: the answer so far.
        sentences: in the order in which they are shown.
        library: the index that the citations are of.
    """
    builder = AnswerBuilder(library)
    yield from map(builder.add, sentences)
    yield builder.built(frame)
