"""Answers that a language model drafts and the checks let through."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from index.errors import ContextOverflow, TradewireError
from rag.answering.citations import AnswerBuilder, Checked
from rag.answering.draft_check import DraftCheck
from rag.answering.from_evidence import in_own_words, in_their_words, own_words, with_verdict
from rag.answering.generate import Asking
from rag.checks.support import Verifier
from rag.contract import Answer
from rag.events import AnswerEvent, Clock, Waiting
from rag.evidence.select import coverage
from rag.models.chat_model import LanguageModel
from rag.verdict.decision import Verdict, judged
from rag.verdict.found import Found
from rag.verdict.refusal import refusal

MISSED = 0.15
SHORTENED = (
    "The model's context is short: it was given only the best {read} of the sentences found."
)
NO_DRAFT = "The model's draft did not pass the check; these are the articles' own words."


@dataclass(frozen=True, slots=True)
class FromModel:
    """One question for the model to answer, until ``stop`` is set.

    Without a verifier the model itself is asked about doubtful sentences.
    """

    model: LanguageModel
    verifier: Verifier | None
    found: Found
    clock: Clock
    stop: threading.Event

    def events(self, verdict: Verdict, frame: Answer) -> Iterator[AnswerEvent]:
        """Wait for the model, telling how many are ahead, then answer with it.

        Args:
            verdict: whether it can be answered, by the evidence alone.
            frame: the answer so far.

        Raises:
            TradewireError: the model or the verifier failed before a sentence was shown.
        """
        with self.model.turns.joined() as place:
            for ahead in place.waits(self.stop):
                yield Waiting(ahead=ahead)
            if not self.stop.is_set():
                yield from self._fitted(frame)
                return
        yield from in_own_words(self.found, verdict, frame.without_model())

    def _fitted(self, frame: Answer) -> Iterator[AnswerEvent]:
        """Ask the model; what is too long for it is shortened until it fits, and that is told."""
        try:
            yield from self._asked(frame)
            return
        except ContextOverflow:
            fewer = shortened(self.found)
            if fewer is None or self.clock.first_sentence is not None:
                raise
        note = SHORTENED.format(read=len(fewer.evidence))
        yield from replace(self, found=fewer)._fitted(replace(frame, note=note))

    def _asked(self, frame: Answer) -> Iterator[AnswerEvent]:
        asking = Asking(self.found, self.model)
        says = asking.stated()
        self.clock.first_token = self.clock.now()
        verdict = judged(self.found, says)
        if verdict.confidence == "high" and not in_their_words(self.found):
            yield from self._drafted(asking, with_verdict(frame, verdict))
        else:
            yield from in_own_words(self.found, verdict, frame)

    def _drafted(self, asking: Asking, frame: Answer) -> Iterator[AnswerEvent]:
        builder = AnswerBuilder(self.found.library)
        check = DraftCheck(self.found, self.verifier or asking.verifier())
        # A day in a sentence is often there by the way; a figure is mostly the one asked for.
        pointless = self.found.query.kind == "date"
        try:
            with closing(asking.draft(self.stop)) as draft:
                for sentence in draft:
                    pointless = pointless and not check.to_the_point(sentence)
                    if (checked := check.checked(sentence)) is not None:
                        yield builder.add(checked)
        except TradewireError as error:
            if not builder.sentences:
                raise
            # What was shown stays: it has passed its checks.
            frame = frame.noted(str(error))
        left_out = self._left_out(builder.text)
        if (pointless or not (builder.sentences or left_out)) and not self.stop.is_set():
            # A day was asked for, and the model found none; or nothing at all was left.
            yield frame.refused(refusal(self.found, "not_answered"))
            return
        if not builder.sentences:
            frame = frame.noted(NO_DRAFT)
        yield from map(builder.add, left_out)
        yield builder.built(frame)

    def _left_out(self, said: str) -> Sequence[Checked]:
        """Return the articles' own sentences that hold more of the question than the draft."""
        own = own_words(self.found)
        if not said:
            return own
        weights = self.found.weights
        so_far = coverage(weights, said)
        return [c for c in own if coverage(weights, f"{said} {c.text}") >= so_far + MISSED]


def shortened(found: Found) -> Found | None:
    """Return what was found with the better half of its evidence; None where one is all."""
    best = sorted(found.evidence, key=lambda e: -e.score)[: len(found.evidence) // 2]
    fewer = [e for e in found.evidence if e in best]
    return replace(found, evidence=fewer) if fewer else None
