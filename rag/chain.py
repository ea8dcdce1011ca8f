"""From question to answer. Glue only: each step is a module of its own."""

from __future__ import annotations

import copy
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from index.errors import EmptyIndex, ModelError, ModelUnavailable, TradewireError, UsageError
from index.library import Library
from rag import catalogue, generate, judge, smalltalk
from rag.asked import Asked, asked_from
from rag.cite import AnswerBuilder, Checked
from rag.decide import Verdict, judged, refusal_for
from rag.drafts import DraftCheck
from rag.events import AnswerEvent, EvidenceFound, SentenceChecked, Waiting
from rag.finding import cards, found_for
from rag.found import Found
from rag.llm import LanguageModel
from rag.own_words import in_their_words, own_words
from rag.query import check_question, understand
from rag.retrieve import Reranker, Retriever
from rag.select import coverage
from rag.settings import Settings
from rag.turns import Turns
from rag.types import (
    Answer,
    Mode,
    Query,
    Refusal,
    Retrieved,
    Timings,
    Understood,
)
from rag.verify import Verifier

# More searches at once only take the processor from each other: all end late, some very late.
SEARCHES_AT_ONCE = 2
MISSED = 0.15
NO_ARTICLES = (
    "There are no articles yet; add a file, an address or a feed to the index, then ask again."
)
NO_DRAFT = "The model's draft did not pass the check; these are the articles' own words."
NO_MODEL = (
    "There is no language model on this machine; run `tradewire models pull "
    "qwen2.5-coder-1.5b-instruct-q4_k_m`, or ask with --mode extractive."
)


@dataclass(slots=True)
class _Clock:
    """Milliseconds since the question came."""

    start: float = field(default_factory=time.perf_counter)
    retrieve: float | None = None
    first_token: float | None = None
    first_sentence: float | None = None

    def now(self) -> float:
        return round(1000 * (time.perf_counter() - self.start), 1)

    def timings(self) -> Timings:
        return Timings(
            retrieve=self.retrieve,
            first_sentence=self.first_sentence,
            first_token=self.first_token,
            total=self.now(),
        )


@dataclass(frozen=True, slots=True)
class ChatStatus:
    """Which mode answers now, and what to tell the reader about it."""

    mode: Mode
    model: str | None
    message: str


class AnswerChain(Runnable[Any, Any]):
    """Question in, cited answer out: a LangChain Runnable.

    ``invoke`` takes a question, a dict with ``question`` and optionally ``history``, ``since``,
    ``until``, ``publisher``, ``speaker``, ``article``, ``mode``, ``top_k``, or an ``Asked``, and
    returns an ``Answer``; ``stream`` yields ``EvidenceFound``, each ``SentenceChecked``, then the
    ``Answer``. A question that cannot be answered for a technical reason gives an ``Answer`` with
    status "failed"; only wrong use raises.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        model: LanguageModel | None = None,
        *,
        verifier: Verifier | None = None,
        reranker: Reranker | None = None,
        patient: bool = True,
    ) -> None:
        """Put the chain together.

        Args:
            library: the open index.
            settings: see ``Settings``.
            model: the language model; None answers extractively.
            verifier: a bigger model that is asked about doubtful sentences of a draft.
            reranker: a model that puts the passages found in order.
            patient: in "auto" mode wait for a model that is still loading; else answer
                extractively meanwhile.
        """
        self.library = library
        self.model = model
        self._verifier = verifier
        self._patient = patient
        self._settings = settings
        self.reranker = reranker
        self._retriever = Retriever(library, settings.top_k, reranker)
        self._searching = Turns(SEARCHES_AT_ONCE)

    @classmethod
    def from_settings(cls, settings: Settings | None = None) -> AnswerChain:
        """Build the chain from settings (environment and ``tradewire.toml`` when not given)."""
        from rag.build import build_chain

        return build_chain(settings)

    @property
    def top_k(self) -> int:
        """Return how many chunks retrieval hands on when a question does not say."""
        return self._settings.top_k

    # -- Runnable -----------------------------------------------------------

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Return the whole answer."""
        answer: Answer = self._call_with_config(self._answer, asked_from(input), config, **kwargs)
        return answer

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AnswerEvent]:
        """Yield the evidence, each checked sentence, then the answer."""
        del config, kwargs
        return self.events(asked_from(input))

    def _answer(self, asked: Asked) -> Answer:
        *_, last = self.events(asked)
        assert isinstance(last, Answer)
        return last

    # -- the road -----------------------------------------------------------

    def events(self, asked: Asked, stop: threading.Event | None = None) -> Iterator[AnswerEvent]:
        """Yield what ``stream`` promises; closing the iterator stops the model's work.

        Args:
            asked: the question with what surrounds it.
            stop: once set, the model stops at its next word and the answer is what there is.

        Raises:
            UsageError: the question is empty or too long.
            EmptyIndex: there is no article to answer from.
        """
        question = check_question(asked.question)
        with self.library.as_of_now() as library:
            if not library.chunk_count():
                raise EmptyIndex(NO_ARTICLES)
            yield from self._at(library)._events(asked, question, stop or threading.Event())

    def _at(self, library: Library) -> AnswerChain:
        """Return this chain over one state: a question asked meanwhile may move on, this one not."""
        chain = copy.copy(self)
        chain.library = library
        chain._retriever = Retriever(library, self.top_k, self.reranker)
        return chain

    def _events(self, asked: Asked, question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
        clock = _Clock()
        mode = self._mode(asked.mode)
        frame = Answer(
            question=asked.question,
            standalone_question=question,
            status="answered",
            text="",
            mode=mode,
            model=self.model.name if mode == "llm" and self.model else None,
            filters=asked.filters,
            index_fingerprint=self.library.fingerprint,
            trace_id=secrets.token_hex(8),
        )
        if (talk := self._small_talk(frame, clock)) is not None:
            yield from talk
            return
        try:
            yield from self._answered(asked, frame, clock, stop)
        except TradewireError as error:
            yield replace(
                frame, status="failed", error=str(error), text="", timings_ms=clock.timings()
            )

    def _mode(self, wanted: str | None) -> Mode:
        """Resolve "auto": the model if it is there, else the articles' own sentences.

        Raises:
            ModelUnavailable: "llm" was asked for and there is no model.
        """
        wanted = wanted or self._settings.mode
        if wanted not in {"auto", "llm", "extractive"}:
            raise UsageError(f"There is no mode '{wanted}'; choose auto, llm or extractive.")
        if wanted == "extractive":
            return "extractive"
        if self.model is None:
            if wanted == "llm":
                raise ModelUnavailable(NO_MODEL)
            return "extractive"
        if wanted == "llm" or self._patient or self.model.ready:
            return "llm"
        self.model.load_in_background()
        return "extractive"

    def _small_talk(self, frame: Answer, clock: _Clock) -> Iterator[AnswerEvent] | None:
        question = frame.standalone_question
        if (text := smalltalk.reply(question, self.library)) is not None:
            answer = replace(frame, text=text, mode="extractive", model=None)
            return iter([replace(answer, timings_ms=clock.timings())])
        frame = replace(frame, mode="extractive", model=None)
        told = catalogue.answered(question, frame.filters, self.library)
        if isinstance(told, Refusal):
            return iter([self._refused(frame, told, clock)])
        return self._finished(frame, told, clock) if told else None

    def _answered(
        self, asked: Asked, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        with self._searching.joined() as place:
            place.wait()
            query = understand(
                frame.standalone_question, asked.history, asked.filters, self.library
            )
            found = self.find(query, asked.top_k)
        query = found.query
        clock.retrieve = clock.now()
        frame = replace(
            frame,
            standalone_question=query.standalone,
            understood=Understood(
                kind=query.kind,
                speakers=query.speakers,
                periods=tuple(period.words for period in query.periods),
            ),
            retrieved=[
                Retrieved(
                    article_id=c.article_id,
                    chunk_id=c.chunk_id,
                    rank=c.rank,
                    score=round(c.score, 4),
                )
                for c in found.retrieval.candidates
            ],
        )
        yield EvidenceFound(standalone_question=query.standalone, cards=cards(found, self.library))
        verdict = judged(found, None, self.library)
        if frame.mode == "llm" and not judge.settled(query, found.statements, verdict[0]):
            try:
                yield from self._in_turn(found, verdict, frame, clock, stop)
                return
            except ModelError as error:
                frame = replace(frame, note=str(error))
        yield from self._extractively(found, verdict, frame, clock)

    def find(self, query: Query, top_k: int | None) -> Found:
        """Return everything that retrieval and selection know about a question."""
        retrieval = self._retriever.retrieve(query, top_k)
        return found_for(query, retrieval, self.library, self._settings.evidence_tokens)

    # -- without a model ----------------------------------------------------

    def _extractively(
        self, found: Found, verdict: Verdict, frame: Answer, clock: _Clock
    ) -> Iterator[AnswerEvent]:
        sure, said_no = verdict
        # An answer without the model does not bear its name.
        frame = replace(frame, mode="extractive", model=None, confidence=round(sure, 4))
        if said_no:
            yield self._refused(frame, said_no, clock)
            return
        yield from self._in_own_words(found, frame, clock)

    def _in_own_words(self, found: Found, frame: Answer, clock: _Clock) -> Iterator[AnswerEvent]:
        own = own_words(found, self.library)
        if not own:
            yield self._refused(frame, refusal_for(found, "not_answered", self.library), clock)
            return
        yield from self._finished(frame, own, clock)

    # -- with a model -------------------------------------------------------

    def _in_turn(
        self,
        found: Found,
        verdict: Verdict,
        frame: Answer,
        clock: _Clock,
        stop: threading.Event,
    ) -> Iterator[AnswerEvent]:
        """Wait for the model, telling how many are ahead, then answer with it."""
        assert self.model is not None
        with self.model.turns.joined() as place:
            for ahead in place.waits(stop):
                yield Waiting(ahead=ahead)
            if not stop.is_set():
                yield from self._by_model(found, frame, clock, stop)
                return
        yield from self._extractively(found, verdict, frame, clock)

    def _by_model(
        self, found: Found, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        assert self.model is not None
        says = generate.stated(found, self.library, self.model)
        clock.first_token = clock.now()
        sure, said_no = judged(found, says, self.library)
        frame = replace(frame, confidence=round(sure, 4))
        if said_no:
            yield self._refused(frame, said_no, clock)
            return
        if in_their_words(found):
            yield from self._in_own_words(found, frame, clock)
            return
        yield from self._drafted(found, frame, clock, stop)

    def _drafted(
        self, found: Found, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        assert self.model is not None
        builder, check = (
            AnswerBuilder(self.library),
            DraftCheck(found, self.library, self._verifier),
        )
        draft = generate.draft(found, self.library, self.model, stop)
        # A day in a sentence is often there by the way; a figure is mostly the one asked for.
        pointless = found.query.kind == "date"
        try:
            for sentence in draft:
                pointless = pointless and not check.to_the_point(sentence)
                checked = check.checked(sentence)
                if checked is None:
                    continue
                clock.first_sentence = clock.first_sentence or clock.now()
                shown, new = builder.add(checked)
                yield SentenceChecked(sentence=shown, citations=new)
        finally:
            close = getattr(draft, "close", None)
            if close is not None:
                close()
        left_out = self._left_out(found, builder.text)
        if (pointless or not (builder.sentences or left_out)) and not stop.is_set():
            # A day was asked for, and the model found none; or nothing at all was left.
            yield self._refused(frame, refusal_for(found, "not_answered", self.library), clock)
            return
        if not builder.sentences:
            frame = replace(frame, note=NO_DRAFT)
        for checked in left_out:
            clock.first_sentence = clock.first_sentence or clock.now()
            shown, new = builder.add(checked)
            yield SentenceChecked(sentence=shown, citations=new)
        yield self._built(frame, builder, clock)

    def _left_out(self, found: Found, said: str) -> list[Checked]:
        """Return the articles' own sentences that hold more of the question than the draft."""
        own = own_words(found, self.library)
        if not said:
            return own
        so_far = coverage(found.weights, said)
        return [
            checked
            for checked in own
            if coverage(found.weights, f"{said} {checked.text}") >= so_far + MISSED
        ]

    # -- shared -------------------------------------------------------------

    def _finished(
        self,
        frame: Answer,
        sentences: Sequence[Checked],
        clock: _Clock,
    ) -> Iterator[AnswerEvent]:
        """Yield sentences that need no further check, then the answer."""
        builder = AnswerBuilder(self.library)
        for checked in sentences:
            clock.first_sentence = clock.first_sentence or clock.now()
            shown, new = builder.add(checked)
            yield SentenceChecked(sentence=shown, citations=new)
        yield self._built(frame, builder, clock)

    def _built(self, frame: Answer, builder: AnswerBuilder, clock: _Clock) -> Answer:
        return replace(
            frame,
            text=builder.text,
            sentences=builder.sentences,
            citations=builder.citations,
            quotes=builder.quotes,
            timings_ms=clock.timings(),
        )

    def _refused(self, frame: Answer, said_no: Refusal, clock: _Clock) -> Answer:
        return replace(
            frame,
            status="refused",
            refusal=said_no,
            text=said_no.message,
            timings_ms=clock.timings(),
        )

    def status(self) -> ChatStatus:
        """Tell which mode answers now."""
        if self.model is None:
            return ChatStatus("extractive", None, "Answering from the articles' own sentences.")
        if not self.model.ready:
            message = (
                "Loading the language model; answering from the articles' own sentences until "
                "it is ready."
            )
            return ChatStatus("extractive", None, message)
        return ChatStatus("llm", self.model.name, f"Answering with {self.model.name}.")
