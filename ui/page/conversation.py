"""Answering in the browser: the articles' own answer first, a model's wording in its place.

Nobody waits for a model to read: what the articles say themselves is there at once, and stays
unless a whole wording of the model has passed its checks in time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from index.errors import TradewireError, UsageError
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.events import AnswerEvent, EvidenceFound, SentenceChecked, Waiting
from rag.filters import filters
from rag.request import Asked
from rag.types import Filters
from ui.history.history import History
from ui.history.values import KeptTurn, earlier
from ui.metrics import Metrics
from ui.page.aside import aside
from ui.page.forming import Forming, Shown, source_of
from ui.plain_errors import on_page
from ui.views.answer import basis, cards
from ui.views.safe_html import several

FILTERS = ("since", "until", "publisher", "speaker", "article")
WAIT_SECONDS = 20.0
# Stop is noticed within the first; the page hears that the server lives within the second.
_LOOK_SECONDS, _TELL_SECONDS = 0.05, 1.0

LOOKING = "Looking through the articles"
READING = "Reading what was found"
WORDING = "The language model is putting it into words"
STOPPED = "Stopped; here is what the articles say."
REFUSED = "The language model, asked too, found no sure answer in this."


class Stops:
    """One stop signal per open page; a new question makes a new one, gone with the question."""

    def __init__(self) -> None:
        self._signals = WeakValueDictionary[str, threading.Event]()
        self._lock = threading.Lock()

    def fresh(self, session: str) -> threading.Event:
        """Stop what still runs in this session and return the signal of the next question."""
        with self._lock:
            self.stop(session)
            self._signals[session] = signal = threading.Event()
            return signal

    def stop(self, session: str) -> None:
        """Stop what runs in this session."""
        if signal := self._signals.get(session):
            signal.set()


class Talk:
    """Questions and answers of all browsers; what belongs to one is kept under its owner."""

    def __init__(
        self,
        chain: AnswerChain,
        history: History,
        wait_seconds: float = WAIT_SECONDS,
        metrics: Metrics | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self.chain = chain
        self.history = history
        self._wait_seconds = wait_seconds
        self.about = partial(source_of, chain.library)
        self.stops = Stops()

    def ask(self, asked: Mapping[str, Any], owner: str, session: str) -> Iterator[Shown]:
        """Answer one question as it forms: evidence, the articles' own answer, the final one.

        Args:
            asked: ``key``, ``question``, and optionally ``conversation``, ``filters``, ``mode``,
                and ``instead_of``, the turn that is asked anew.
            owner: whose conversation it is.
            session: the open page, which may stop it.
        """
        stop = self.stops.fresh(session)
        question = str(asked.get("question", ""))
        forming = Forming(str(asked.get("key", ""))[:40], question, self.about)
        try:
            yield forming.shown(LOOKING)
            if asked.get("instead_of"):
                self.history.rewind(owner, int(asked["instead_of"]))
            kept_in = asked.get("conversation")
            before = self.history.turns(owner, str(kept_in)) if kept_in else []
            whole = Asked(
                question=question,
                history=tuple(earlier(before)),
                filters=filters_of(asked.get("filters") or {}),
                mode=str(asked["mode"]) if asked.get("mode") else None,
            )
            with self._metrics.question(question, owner) as told:
                answer = yield from self._own(whole, forming)
                if self._can_word(whole, answer):
                    answer = yield from self._worded(whole, answer, forming, stop)
                else:
                    # Shown before it is kept: a disk may take its time.
                    yield forming.whole(answer, basis(answer))
                told(answer)
            yield self._kept(forming, answer, owner, kept_in, stop.is_set())
        except TradewireError as error:
            yield {**forming.shown(""), "done": True, "kind": "failed", "error": on_page(error)}

    def _own(self, asked: Asked, forming: Forming) -> Generator[Shown, None, Answer]:
        """Yield the articles' own answer as it forms, and return it."""
        for event in self.chain.events(replace(asked, mode="extractive"), threading.Event()):
            if isinstance(event, EvidenceFound):
                forming.cards = cards(event.cards, forming.about)
                yield forming.shown(READING)
            elif isinstance(event, SentenceChecked):
                forming.add(event)
            elif isinstance(event, Answer):
                return event
        raise UsageError("This question came to no end; please ask it again.")

    def _can_word(self, asked: Asked, own: Answer) -> bool:
        """Tell whether a model may improve on an answer: greetings and lists need none."""
        if asked.mode == "extractive" or own.understood is None or own.status == "failed":
            return False
        return asked.mode == "llm" or self.chain.status().mode == "llm"

    def _worded(
        self, asked: Asked, own: Answer, forming: Forming, stop: threading.Event
    ) -> Generator[Shown, None, Answer]:
        """Wait for the model's wording, telling what it does; return the better of the two."""

        def shown(status: str) -> Shown:
            # That nothing was found is not said before the model was asked too.
            return forming.whole(own, status) if own.sentences else forming.shown(status)

        halt = threading.Event()

        def wording(put: Callable[[AnswerEvent], None]) -> None:
            for event in self.chain.events(asked, halt):
                put(event)

        begun, told, status, checked = time.monotonic(), 0.0, WORDING, 0
        try:
            yield shown(status)
            for event in aside(wording, _LOOK_SECONDS):
                now = time.monotonic()
                if stop.is_set():
                    # Said before it is kept, likewise.
                    yield shown(STOPPED)
                    return own
                if isinstance(event, Answer):
                    return _better(own, event)
                if isinstance(event, Waiting):
                    status = _ahead(event.ahead) if event.ahead else WORDING
                elif isinstance(event, SentenceChecked):
                    checked += 1
                    status = f"{WORDING}; {several(checked, 'sentence')} checked"
                if now - begun > self._wait_seconds:
                    late = f"The language model took longer than {self._wait_seconds:g} seconds"
                    return replace(own, note=f"{late}; this is what the articles say.")
                if event is not None or now - told > _TELL_SECONDS:
                    told = now
                    yield shown(status)
        except TradewireError as error:
            return replace(own, note=on_page(error))
        finally:
            # Left, it ends at the model's next word.
            halt.set()
        return own

    def _kept(
        self, forming: Forming, answer: Answer, owner: str, kept_in: Any, stopped: bool
    ) -> Shown:
        """Keep a finished turn and return it as it is shown."""
        conversation = (
            self.history.conversation(owner, str(kept_in))
            if kept_in
            else self.history.begin(owner, answer.question)
        )
        turn = self.history.add(owner, conversation.id, answer.question, answer.to_dict())
        return {
            **_finished(forming, answer),
            "conversation": conversation.id,
            "title": conversation.title,
            "turn": turn.id,
            "stopped": stopped,
        }

    def again(self, turn: KeptTurn, answer: Answer) -> Shown:
        """Return a kept turn as it was shown.

        Args:
            turn: as kept in the history.
            answer: of that turn.
        """
        forming = Forming(f"kept{turn.id}", turn.question, self.about)
        return {
            **_finished(forming, answer),
            "question": turn.question,
            "turn": turn.id,
            "thumb": turn.thumb,
        }


def _finished(forming: Forming, answer: Answer) -> Shown:
    failed = {"error": answer.error or "This question failed."} if answer.status == "failed" else {}
    return {**forming.whole(answer), **failed, "done": True}


def _better(own: Answer, worded: Answer) -> Answer:
    """Return the model's answer where it passed as one, else the articles' own."""
    if worded.status == "failed" or worded.model is None:
        return replace(own, note=worded.note or worded.error)
    if worded.status == "answered" and not (worded.confidence == "low" and own.sentences):
        return worded
    return replace(own, note=REFUSED) if own.sentences else worded


def _ahead(ahead: int) -> str:
    return (
        "One question is ahead of yours" if ahead == 1 else f"{ahead} questions are ahead of yours"
    )


def filters_of(asked: Mapping[str, Any]) -> Filters:
    """Return the filters that the page sends: an empty field is none, a list is any of several.

    Raises:
        UsageError: a date is not a date.
    """
    return filters(**{name: _given(asked.get(name)) for name in FILTERS})


def _given(value: Any) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value if one]
    return str(value) if value else None
