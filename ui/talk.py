"""Answering in the browser: one question as it forms, kept when it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from index.errors import TradewireError
from index.library import Library
from rag.asked import Asked
from rag.chain import ChatStatus
from rag.events import AnswerEvent, EvidenceFound, SentenceChecked, Waiting
from rag.filters import filters
from rag.types import Answer, AnswerSentence, Citation, Filters, Turn
from ui import answer_view, services
from ui.conversations import KeptTurn, earlier
from ui.history import History
from ui.view import where
from ui.why import reasons

FILTERS = ("since", "until", "publisher", "speaker", "article")

Shown = dict[str, Any]
"""What the page is told of a turn: pieces of safe HTML and plain values, ready for JSON."""


class Chain(services.Chain, Protocol):
    """What the page asks of the answer chain, beside what programs do."""

    def events(self, asked: Asked, stop: threading.Event) -> Iterator[AnswerEvent]:
        """Yield evidence, checked sentences and the answer, until stopped."""
        ...

    def status(self) -> ChatStatus:
        """Tell which mode answers now."""
        ...


class Stops:
    """One stop signal per open page; a new question makes a new one."""

    def __init__(self) -> None:
        self._signals: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def fresh(self, session: str) -> threading.Event:
        """Stop what still runs in this session and return the signal of the next question."""
        with self._lock:
            if session in self._signals:
                self._signals[session].set()
            self._signals[session] = threading.Event()
            return self._signals[session]

    def stop(self, session: str) -> None:
        """Stop what runs in this session."""
        with self._lock:
            if session in self._signals:
                self._signals[session].set()

    def forget(self, session: str) -> None:
        """The browser has gone: stop what runs, and drop its signal."""
        self.stop(session)
        with self._lock:
            self._signals.pop(session, None)


@dataclass(slots=True)
class _Forming:
    """A turn while it forms.

    Attributes:
        key: the page's own name for it.
        sentences: pieces of HTML that are never taken back.
    """

    key: str
    library: Library
    cards: str = ""
    sentences: list[str] = field(default_factory=list)
    known: dict[int, Citation] = field(default_factory=dict)

    def add(self, sentence: AnswerSentence, new: tuple[Citation, ...]) -> None:
        self.known |= {citation.number: citation for citation in new}
        self.sentences.append(self._html(sentence))

    def _html(self, sentence: AnswerSentence) -> str:
        why = reasons(sentence, self.known)
        name = f"why-{self.key}-{len(self.sentences)}"
        return answer_view.sentence(sentence, self.known, why, name)

    def shown(self, status: str) -> Shown:
        return {
            "key": self.key,
            "cards": self.cards,
            "sentences": list(self.sentences),
            "status": status,
            "done": False,
        }

    def finished(self, answer: Answer) -> Shown:
        """Return the whole turn, whichever of its sentences were shown before."""
        self.known = {citation.number: citation for citation in answer.citations}
        for sentence in answer.sentences[len(self.sentences) :]:
            self.sentences.append(self._html(sentence))
        return {
            **self.shown(""),
            "after": answer_view.after(answer, self._where),
            "foot": answer_view.foot(answer),
            "kind": answer.status,
            "done": True,
        }

    def _where(self, article_id: str) -> str:
        article = self.library.article(article_id)
        return where(article.title, article.publisher, article.published)


class Talk:
    """Questions and answers of all browsers; what belongs to one is kept under its owner."""

    def __init__(self, chain: Chain, history: History) -> None:
        self._chain = chain
        self._history = history
        self.stops = Stops()

    def ask(self, asked: Mapping[str, Any], owner: str, session: str) -> Iterator[Shown]:
        """Answer one question as it forms: evidence, each checked sentence, the whole.

        Args:
            asked: ``key``, ``question``, and optionally ``conversation``, ``filters``, and
                ``instead_of``, the turn that is asked anew.
            owner: whose conversation it is.
            session: the open page, which may stop it.
        """
        stop = self.stops.fresh(session)
        forming = _Forming(key=str(asked.get("key", ""))[:40], library=self._chain.library)
        question = str(asked.get("question", ""))
        try:
            yield forming.shown("Looking through the articles …")
            if asked.get("instead_of"):
                self._history.rewind(owner, int(asked["instead_of"]))
            kept_in = asked.get("conversation")
            before = self._history.turns(owner, str(kept_in)) if kept_in else []
            whole = Asked(
                question=question,
                history=tuple(_turn(said) for said in earlier(before)),
                filters=filters_of(asked.get("filters") or {}),
            )
            for event in self._chain.events(whole, stop):
                if isinstance(event, EvidenceFound):
                    forming.cards = answer_view.cards(event.cards)
                    yield forming.shown("Checking the evidence …")
                elif isinstance(event, Waiting):
                    yield forming.shown(answer_view.waiting(event.ahead))
                elif isinstance(event, SentenceChecked):
                    forming.add(event.sentence, event.citations)
                    yield forming.shown("Writing, and checking each sentence …")
                else:
                    yield self._kept(forming, event, owner, kept_in, stop.is_set())
        except TradewireError as error:
            yield {**forming.shown(""), "done": True, "kind": "failed", "error": str(error)}

    def _kept(
        self, forming: _Forming, answer: Answer, owner: str, kept_in: Any, stopped: bool
    ) -> Shown:
        """Keep a finished turn and return it as it is shown."""
        conversation = (
            self._history.conversation(owner, str(kept_in))
            if kept_in
            else self._history.begin(owner, answer.question)
        )
        turn = self._history.add(owner, conversation.id, answer.question, answer.to_dict())
        return {
            **forming.finished(answer),
            "conversation": conversation.id,
            "title": conversation.title,
            "turn": turn.id,
            "stopped": stopped,
        }

    def again(self, turn: KeptTurn, answer: Answer) -> Shown:
        """Return a kept turn as it was shown."""
        forming = _Forming(key=f"kept{turn.id}", library=self._chain.library)
        return {
            **forming.finished(answer),
            "question": turn.question,
            "turn": turn.id,
            "thumb": turn.thumb,
        }


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


def _turn(said: Mapping[str, str]) -> Turn:
    return Turn(role="user" if said["role"] == "user" else "assistant", content=said["content"])
