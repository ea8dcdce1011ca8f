"""From question to answer. Glue only: each step is a module of its own."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from index.errors import ModelError, ModelUnavailable, TradewireError, UsageError
from index.library import Library
from index.people import is_person_name
from rag import extractive, generate, judge, quoting, smalltalk
from rag.cite import AnswerBuilder, Checked, carrying
from rag.events import AnswerEvent, EvidenceCard, EvidenceFound, SentenceChecked, Waiting
from rag.facets import facets
from rag.filters import filters
from rag.llm import LanguageModel
from rag.query import asks_for_another, check_question, understand
from rag.refuse import refusal
from rag.retrieve import Retrieval, Retriever
from rag.select import Scored, coverage, dated, rarity, scored_sentences, select
from rag.settings import Settings
from rag.turns import Turns
from rag.types import (
    Answer,
    Evidence,
    Filters,
    Mode,
    Query,
    Refusal,
    RefusalReason,
    Retrieved,
    Timings,
    Turn,
)
from rag.verify import check_support
from rag.words import content_stems, counts, named_in, names

# More searches at once only take the processor from each other: all end late, some very late.
SEARCHES_AT_ONCE = 2
NEAR_SENTENCES = 8
MOSTLY_MISSING = 0.4
SAME_WORDS = 0.5
MOST_STATEMENTS, AS_GOOD = 2, 0.65
POINTLESS = 0.25
WHO = re.compile(r"^\W*(?:and )?(?:who|whose|where)\b", re.IGNORECASE)
MISSED = 0.15
NO_DRAFT = "The model's draft did not pass the check; these are the articles' own words."
NO_MODEL = (
    "There is no language model on this machine; run `tradewire models pull "
    "qwen2.5-coder-1.5b-instruct-q4_k_m`, or ask with --mode extractive."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what surrounds it; what the chain takes in."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    mode: str | None = None
    top_k: int | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything retrieval and selection know about a question."""

    query: Query
    retrieval: Retrieval
    weights: dict[str, float]
    scored: list[Scored]
    statements: list[quoting.Statement]
    evidence: list[Evidence]


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
        patient: bool = True,
    ) -> None:
        """Put the chain together.

        Args:
            library: the open index.
            settings: see ``Settings``.
            model: the language model; None answers extractively.
            patient: in "auto" mode wait for a model that is still loading; else answer
                extractively meanwhile.
        """
        self.library = library
        self.model = model
        self._patient = patient
        self._settings = settings
        self._retriever = Retriever(library, settings.top_k)
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
        """
        clock = _Clock()
        question = check_question(asked.question)
        self.library.refresh()
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
            yield from self._answered(asked, frame, clock, stop or threading.Event())
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
        if (listed := smalltalk.listing(question, self.library)) is not None:
            frame = replace(frame, mode="extractive", model=None)
            return self._finished(frame, listed[1], [], clock)
        return None

    def _answered(
        self, asked: Asked, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        with self._searching.joined() as place:
            place.wait()
            query = understand(
                frame.standalone_question, asked.history, asked.filters, self.library
            )
            found = self.find(query, asked.top_k)
        clock.retrieve = clock.now()
        frame = replace(
            frame,
            standalone_question=query.standalone,
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
        yield EvidenceFound(standalone_question=query.standalone, cards=self._cards(found))
        if frame.mode == "llm":
            try:
                yield from self._in_turn(found, frame, clock, stop)
                return
            except ModelError as error:
                frame = replace(frame, mode="extractive", model=None, note=str(error))
        yield from self._extractively(found, frame, clock)

    def find(self, query: Query, top_k: int | None) -> Found:
        """Return everything that retrieval and selection know about a question."""
        retrieval = self._retriever.retrieve(query, top_k)
        weights = rarity(query.terms, self.library)
        scored = scored_sentences(
            query, retrieval.vector, retrieval.candidates, weights, self.library
        )
        statements = self._statements(query, retrieval, scored)
        evidence = select(
            scored, self.library, self._settings.evidence_tokens, facets(query, self.library)
        )
        return Found(
            query=query,
            retrieval=retrieval,
            weights=weights,
            scored=scored,
            statements=statements,
            evidence=evidence,
        )

    def _statements(
        self, query: Query, retrieval: Retrieval, scored: Sequence[Scored]
    ) -> list[quoting.Statement]:
        """Return the ledger's answer to a question about somebody's words."""
        vector, scope = retrieval.vector, retrieval.scope
        if query.kind == "who_said" and query.phrases:
            return quoting.statements_with(query.phrases[0], vector, self.library, scope)
        topic = rarity(query.topic.split(), self.library)
        if query.kind == "quote" and query.speakers:
            return quoting.statements_by(
                query.speakers, topic, vector, self.library, scope, retrieval.articles
            )
        unknown = query.kind == "quote" and asks_for_another(query.standalone, query.speakers)
        if query.kind not in {"quote", "who_said"} or unknown:
            return []
        near = [item.sentence for item in scored[:NEAR_SENTENCES]]
        return quoting.statements_in(near, topic, vector, self.library)

    # -- without a model ----------------------------------------------------

    def _extractively(self, found: Found, frame: Answer, clock: _Clock) -> Iterator[AnswerEvent]:
        sure, said_no = self._judged(found, None)
        frame = replace(frame, confidence=round(sure, 4))
        if said_no:
            yield self._refused(frame, said_no, clock)
            return
        yield from self._finished(frame, self._own_words(found), found.evidence, clock)

    def _in_their_words(self, found: Found) -> bool:
        """Tell whether the ledger answers: a person's words, or the report that fits best anyway."""
        if not found.statements or found.query.kind not in {"quote", "who_said"}:
            return False
        best = found.statements[0]
        nearest = [s.sentence for s in found.scored[:2]]
        person = best.speaker is not None and is_person_name(best.speaker)
        return person or any(sentence in nearest for sentence in best.sentences)

    def _own_words(self, found: Found) -> list[Checked]:
        if self._in_their_words(found):
            best = found.statements[0].score
            near = [s for s in found.statements[:MOST_STATEMENTS] if s.score >= AS_GOOD * best]
            return [quoting.worded(s, self.library) for s in near]
        return extractive.best_sentences(found.query, found.scored, found.weights, self.library)

    # -- with a model -------------------------------------------------------

    def _in_turn(
        self, found: Found, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        """Wait for the model, telling how many are ahead, then answer with it."""
        assert self.model is not None
        with self.model.turns.joined() as place:
            for ahead in place.waits(stop):
                yield Waiting(ahead=ahead)
            if not stop.is_set():
                yield from self._by_model(found, frame, clock, stop)
                return
        yield from self._extractively(found, replace(frame, mode="extractive", model=None), clock)

    def _by_model(
        self, found: Found, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        assert self.model is not None
        says = generate.stated(found.query.standalone, found.evidence, self.library, self.model)
        clock.first_token = clock.now()
        sure, said_no = self._judged(found, says)
        frame = replace(frame, confidence=round(sure, 4))
        if said_no:
            yield self._refused(frame, said_no, clock)
            return
        if self._in_their_words(found):
            yield from self._finished(frame, self._own_words(found), found.evidence, clock)
            return
        yield from self._drafted(found, frame, clock, stop)

    def _drafted(
        self, found: Found, frame: Answer, clock: _Clock, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        assert self.model is not None
        builder = AnswerBuilder(self.library)
        draft = generate.draft(
            found.query.standalone, found.evidence, self.library, self.model, stop
        )
        # A day in a sentence is often there by the way; a figure is mostly the one asked for.
        pointless = found.query.kind == "date"
        try:
            for sentence in draft:
                pointless = pointless and not self._to_the_point(sentence, found)
                checked = self._checked(sentence, found)
                if checked is None:
                    continue
                clock.first_sentence = clock.first_sentence or clock.now()
                shown, new = builder.add(checked)
                yield SentenceChecked(sentence=shown, citations=new)
        finally:
            close = getattr(draft, "close", None)
            if close is not None:
                close()
        if pointless and not stop.is_set():
            # A day was asked for, and the model found none in the evidence.
            yield self._refused(frame, self._refusal(found, "not_answered", ()), clock)
            return
        if not builder.sentences:
            frame = replace(frame, note=NO_DRAFT)
        for checked in self._left_out(found, builder.text):
            clock.first_sentence = clock.first_sentence or clock.now()
            shown, new = builder.add(checked)
            yield SentenceChecked(sentence=shown, citations=new)
        yield self._built(frame, builder, clock)

    def _left_out(self, found: Found, said: str) -> list[Checked]:
        """Return the articles' own sentences that hold more of the question than the draft."""
        own = self._own_words(found)
        if not said:
            return own
        so_far = coverage(found.weights, said)
        return [
            checked
            for checked in own
            if coverage(found.weights, f"{said} {checked.text}") >= so_far + MISSED
        ]

    def _checked(self, sentence: str, found: Found) -> Checked | None:
        """Return a draft's sentence with the passages that carry it, if they do."""
        evidence = carrying(sentence, found.evidence)
        if self._another_said_it(sentence, evidence) or not self._to_the_point(sentence, found):
            return None
        articles = dict.fromkeys(e.article_id for e in evidence)
        support = check_support(
            sentence,
            [e.text for e in evidence],
            background="\n".join(self.library.article(id_).text for id_ in articles),
            given=found.query.standalone,
            similarity=self._similarity,
        )
        if not support.supported:
            return None
        verbatim = any(sentence.strip(" .") in e.text for e in evidence)
        return Checked(
            text=sentence, evidence=evidence, support="verbatim" if verbatim else "supported"
        )

    def _another_said_it(self, sentence: str, evidence: Sequence[Evidence]) -> bool:
        """Tell whether a sentence gives one person's words to another, by the ledger."""
        named = [name for name, _count in self.library.speakers() if named_in(name, sentence)]
        claimed = content_stems(sentence) - content_stems(" ".join(named))
        for e in evidence:
            for found in self.library.quotes_in(e.article_id):
                q = found.quote
                if q.kind != "direct" or not (q.start < e.end and q.end > e.start):
                    continue
                said = content_stems(q.text)
                few = max(1, min(len(said), len(claimed)))
                same_words = len(said & claimed) >= SAME_WORDS * few
                if same_words and named and q.speaker and q.speaker not in named:
                    return True
        return False

    def _to_the_point(self, sentence: str, found: Found) -> bool:
        """A figure or a day that is asked for must be there; else the question's words must."""
        if found.query.kind == "number":
            return bool(counts(sentence) - set(found.query.numbers))
        if found.query.kind == "date":
            return dated(sentence)
        if WHO.match(found.query.question):
            return bool(set(names(sentence)) - set(names(found.query.standalone)))
        if found.query.standalone != found.query.question:
            return True
        best = max((s.coverage for s in found.scored[:3]), default=0.0)
        return coverage(found.weights, sentence) >= POINTLESS * best

    def _similarity(self, claim: str, passages: Sequence[str]) -> float:
        rows = self.library.embedder.documents([claim, *passages])
        return float((rows[1:] @ rows[0]).max())

    # -- shared -------------------------------------------------------------

    def _judged(self, found: Found, model_says: float | None) -> tuple[float, Refusal | None]:
        """Return how likely the evidence answers the question, and a refusal if it does not."""
        query, candidates = found.query, found.retrieval.candidates
        seen = judge.signs(query, found.scored, found.statements, found.weights, self.library)
        sure = judge.answerability(seen, model_says) if candidates else 0.0
        if sure >= judge.threshold(model_says):
            return sure, None
        named = seen.missing_name or seen.missing >= MOSTLY_MISSING
        missing = seen.missing_words if named else ()
        reason: RefusalReason = "not_mentioned" if missing else "not_answered"
        return sure, self._refusal(found, reason if candidates else "weak_retrieval", missing)

    def _refusal(self, found: Found, reason: RefusalReason, missing: Sequence[str]) -> Refusal:
        return refusal(
            found.query,
            reason,
            found.retrieval.candidates,
            self.library,
            missing=missing,
            statements=found.statements,
            scored=found.scored,
            undated_left_out=found.retrieval.undated_left_out,
        )

    def _finished(
        self,
        frame: Answer,
        sentences: Sequence[Checked],
        evidence: Sequence[Evidence],
        clock: _Clock,
    ) -> Iterator[AnswerEvent]:
        """Yield sentences that need no further check, then the answer."""
        del evidence
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

    def _cards(self, found: Found) -> tuple[EvidenceCard, ...]:
        ordered = sorted(found.evidence, key=lambda e: -e.score)
        return tuple(self._card(e) for e in ordered if e.score > 0)

    def _card(self, e: Evidence) -> EvidenceCard:
        article = self.library.article(e.article_id)
        speakers = [
            q.quote.speaker
            for q in self.library.quotes_in(e.article_id)
            if q.quote.start < e.end and q.quote.end > e.start and q.quote.speaker
        ]
        return EvidenceCard(
            article_id=e.article_id,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
            start=e.start,
            end=e.end,
            text=e.text,
            speaker=speakers[0] if speakers else None,
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


def asked_from(value: Any) -> Asked:
    """Read what the chain takes in: an ``Asked``, a question, or a dict of its parts."""
    if isinstance(value, Asked):
        return value
    if isinstance(value, str):
        return Asked(question=value)
    parts = dict(value)
    named = {
        name: parts.get(name) for name in ("since", "until", "publisher", "speaker", "article")
    }
    turns = tuple(
        turn if isinstance(turn, Turn) else Turn(role=turn["role"], content=turn["content"])
        for turn in parts.get("history") or ()
    )
    return Asked(
        question=parts["question"],
        history=turns,
        filters=filters(**named),
        mode=parts.get("mode"),
        top_k=parts.get("top_k"),
    )
