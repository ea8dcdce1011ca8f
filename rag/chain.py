"""From question to answer. Glue only: each step is a module of its own."""

from __future__ import annotations

import asyncio
import copy
import secrets
import threading
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from index.errors import EmptyIndex, TradewireError
from index.library import Library
from rag.answering import collection, smalltalk
from rag.answering.citations import Checked
from rag.answering.from_evidence import finished, in_own_words
from rag.answering.with_model import FromModel
from rag.checks.support import Verifier
from rag.contract import Answer, Retrieved, Understood
from rag.events import AnswerEvent, Clock, EvidenceFound
from rag.filters import unknown
from rag.models.chat_model import LanguageModel
from rag.modes import ChatStatus, mode_now, status_of
from rag.question.follow_up import standalone
from rag.question.understand import check_question, understand
from rag.queueing import Turns
from rag.reader import Reader
from rag.request import Asked, asked_from
from rag.retrieval.retriever import Reranker, retrieve
from rag.rewriting import OnnxRewriter
from rag.settings import Settings
from rag.types import Parts, Query, Refusal
from rag.verdict import answerability
from rag.verdict.decision import answered_at_once, judged
from rag.verdict.finding import cards, found_for
from rag.verdict.found import Found

# More searches at once only take the processor from each other: all end late, some very late.
SEARCHES_AT_ONCE = 2
NO_ARTICLES = (
    "There are no articles yet; add a file, an address or a feed to the index, then ask again."
)


class AnswerChain(Runnable[Any, Any]):
    """Question in, cited answer out: a LangChain Runnable.

    ``invoke`` takes a question, messages (the last one asks), a dict with ``question`` and
    optionally ``history``, ``since``, ``until``, ``publisher``, ``speaker``, ``article``, ``mode``,
    ``top_k`` (also by ``bind``), or an ``Asked``, and returns an ``Answer``; ``stream`` yields ``EvidenceFound``, each
    ``SentenceChecked``, then the ``Answer``. A question that cannot be answered for a technical
    reason gives an ``Answer`` with status "failed"; only wrong use raises.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        model: LanguageModel | None = None,
        *,
        verifier: Verifier | None = None,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
        patient: bool = True,
    ) -> None:
        """Put the chain together.

        Without a model it answers extractively, without a reader it goes by signs alone. The verifier is
        asked about doubtful sentences of a draft. In "auto" mode a ``patient`` one waits for a model that
        is still loading; another answers extractively meanwhile.
        """
        self.library = library
        self.model = model
        self._verifier = verifier
        self._patient = patient
        self._settings = settings
        self.reranker = reranker
        self.reader = reader
        self._rewriter = OnnxRewriter()
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
        """Return the whole answer.

        Args:
            input: a question, messages, or whatever else ``asked_from`` reads.
            config: LangChain's: callbacks, tags, the name of the run.
            **kwargs: further keys of the question; what is unknown is refused by name.
        """
        answer: Answer = self._call_with_config(self._answer, asked_from(input, **kwargs), config)
        return answer

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AnswerEvent]:
        """Yield the evidence, each checked sentence, then the answer.

        Args:
            input: what ``invoke`` takes.
            config: likewise.
            **kwargs: likewise.
        """

        def events(asked: Iterator[Asked]) -> Iterator[AnswerEvent]:
            yield from self.events(next(asked))

        asked = iter([asked_from(input, **kwargs)])
        return self._transform_stream_with_config(asked, events, config)

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[AnswerEvent]:
        """Yield what ``stream`` does; the work goes on in a thread, and ends when nobody listens.

        Args:
            input: what ``invoke`` takes.
            config: likewise.
            **kwargs: likewise.
        """

        async def events(asked: AsyncIterator[Asked]) -> AsyncIterator[AnswerEvent]:
            stop = threading.Event()
            found = self.events(await anext(asked), stop)
            try:
                while (event := await asyncio.to_thread(next, found, None)) is not None:
                    yield event
            finally:
                stop.set()

        async def whole() -> AsyncIterator[Asked]:
            yield asked_from(input, **kwargs)

        async for event in self._atransform_stream_with_config(whole(), events, config):
            yield event

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
            # A question asked meanwhile may move on to another state, this one not.
            chain = copy.copy(self)
            chain.library = library
            yield from chain._events(asked, question, stop or threading.Event())

    def _events(self, asked: Asked, question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
        clock = Clock()
        mode = mode_now(asked.mode or self._settings.mode, self.model, patient=self._patient)
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
        if (talk := self._small_talk(asked, frame)) is not None:
            yield from clock.timed(talk)
            return
        try:
            with closing(self._answered(asked, frame, clock, stop)) as events:
                yield from clock.timed(map(self._remarked, events))
        except TradewireError as error:
            yield replace(frame, status="failed", error=str(error), timings_ms=clock.timings())

    def _remarked(self, event: AnswerEvent) -> AnswerEvent:
        if not isinstance(event, Answer) or (remark := self.library.remark()) is None:
            return event
        return event.noted(remark)

    def _small_talk(self, asked: Asked, frame: Answer) -> Iterator[AnswerEvent] | None:
        """Return the answer to what needs no search; None for a question to the articles."""
        frame = frame.without_model()
        told: str | Refusal | list[Checked] | None = unknown(
            asked.filters, self.library
        ) or smalltalk.reply(frame.standalone_question, self.library)
        if isinstance(told, str):
            return iter([replace(frame, text=told)])
        if told is None:
            question = standalone(frame.standalone_question, asked.history, self._rewriter)
            frame = replace(frame, standalone_question=question)
            told = collection.answered(question, asked.filters, self.library)
        if isinstance(told, Refusal):
            return iter([frame.refused(told)])
        return finished(frame, told, self.library) if told else None

    def _answered(
        self, asked: Asked, frame: Answer, clock: Clock, stop: threading.Event
    ) -> Generator[AnswerEvent]:
        with self._searching.joined() as place:
            place.wait()
            found = self.found(asked)
        query = found.query
        clock.retrieve = clock.now()
        frame = replace(
            frame,
            standalone_question=query.standalone,
            understood=Understood(
                kind=query.kind,
                speakers=query.speakers,
                periods=tuple(period.words for period in query.periods),
                every=query.every,
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
        yield EvidenceFound(standalone_question=query.standalone, cards=cards(found))
        verdict = judged(found, None)
        if (
            self.model is not None
            and frame.mode == "llm"
            and query.whether is None
            and answerability.open_to_a_model(query, found.statements, verdict.probability)
        ):
            asking = FromModel(self.model, self._verifier, found, clock, stop)
            try:
                yield from asking.events(verdict, frame)
                return
            except TradewireError as error:
                # Nothing was shown yet: the articles can still speak for themselves.
                frame = replace(frame, note=str(error))
        yield from in_own_words(found, verdict, frame.without_model())

    def found(self, asked: Asked) -> Found:
        """Return everything known about a question: what an answer is made of, and an explanation.

        Raises:
            UsageError: the question is empty or too long.
        """
        question = check_question(asked.question)
        query = understand(question, asked.history, asked.filters, self.library, self._rewriter)
        return self._find(query, asked.top_k, self._settings.evidence_tokens)

    def _find(self, query: Query, top_k: int | None, evidence_tokens: int) -> Found:
        retrieval = retrieve(query, self.library, top_k or self.top_k, self.reranker)
        found = found_for(query, retrieval, self.library, evidence_tokens, self.reader)
        if answered_at_once(found):
            return found
        questions = query.parts.questions
        each = [understand(part, (), query.filters, self.library) for part in questions]
        tokens = evidence_tokens // len(questions)
        parts = [self._find(replace(one, parts=Parts()), top_k, tokens) for one in each]
        if all(judged(part, None).confidence is None for part in parts):
            return found
        evidence = list(dict.fromkeys(e for part in parts for e in part.evidence))
        return replace(found, parts=parts, evidence=evidence)

    def waiting(self) -> int:
        """Tell how many questions stand in line, before the search or before the model."""
        return self._searching.waiting + (self.model.turns.waiting if self.model else 0)

    def status(self) -> ChatStatus:
        """Tell which mode answers now."""
        return status_of(self.model)
