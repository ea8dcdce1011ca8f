"""What the page is told while it asks, without a browser."""

from __future__ import annotations

import html
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import ModelError, UnknownConversation
from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.events import AnswerEvent, SentenceChecked, Waiting
from rag.modes import ChatStatus
from rag.request import Asked
from rag.settings import Settings
from tests.helpers.reading import READER
from ui.history.history import History
from ui.page.conversation import Stops, Talk
from ui.page.forming import Shown
from ui.page.room import Room
from ui.page.suggestions import Suggestions

MODEL_SECONDS = 30
STEEL = "What did Kari Nordmann say about a quota?"


@pytest.fixture
def chain(library: Library) -> AnswerChain:
    return AnswerChain(library, Settings(index=library.folder, mode="extractive"), reader=READER)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def told(chain: AnswerChain, history: History, **asked: object) -> list[Shown]:
    return list(Talk(chain, history).ask({"key": "k", **asked}, "ada", "session"))


def test_a_question_ends_with_its_answer_kept(chain: AnswerChain, history: History) -> None:
    *forming, last = told(chain, history, question=STEEL)
    assert [shown["done"] for shown in forming] == [False] * len(forming)
    assert "We will not accept a quota" in html.unescape("".join(last["sentences"]))
    (kept,) = history.turns("ada", last["conversation"])
    assert (kept.id, kept.question) == (last["turn"], STEEL)


def test_an_answer_is_shown_before_it_is_kept(chain: AnswerChain, history: History) -> None:
    turn = Talk(chain, history).ask({"key": "k", "question": STEEL}, "ada", "session")
    assert next(shown for shown in turn if shown["sentences"])["closest"] is False
    assert history.conversations("ada") == []
    assert list(turn)[-1]["done"]
    assert len(history.conversations("ada")) == 1


def test_sentences_shown_are_never_taken_back(chain: AnswerChain, history: History) -> None:
    so_far: list[str] = []
    for shown in told(chain, history, question=STEEL):
        assert shown["sentences"][: len(so_far)] == so_far
        so_far = shown["sentences"]
    assert so_far


def test_asking_anew_replaces_a_turn_and_what_followed(
    chain: AnswerChain, history: History
) -> None:
    first = told(chain, history, question=STEEL)[-1]
    conversation = first["conversation"]
    told(chain, history, question="What did Olena Koval say?", conversation=conversation)
    told(
        chain, history, question="What did Peter Stone say?", conversation=conversation,
        instead_of=first["turn"],
    )  # fmt: skip
    kept = [turn.question for turn in history.turns("ada", conversation)]
    assert kept == ["What did Peter Stone say?"]


def test_another_reader_cannot_write_into_a_conversation(
    chain: AnswerChain, history: History
) -> None:
    first = told(chain, history, question=STEEL)[-1]
    asked = {"key": "k", "question": STEEL, "conversation": first["conversation"]}
    last = list(Talk(chain, history).ask(asked, "eve", "other"))[-1]
    assert (last["kind"], last["done"]) == ("failed", True)
    with pytest.raises(UnknownConversation):
        history.turns("eve", first["conversation"])


def test_a_wrong_date_is_told_in_the_turn(chain: AnswerChain, history: History) -> None:
    last = told(chain, history, question=STEEL, filters={"since": "soon"})[-1]
    assert "'soon' is not a date" in last["error"]


class Worded:
    """A chain with a model, which does what a test wants of it; the articles speak for themselves."""

    def __init__(self, chain: AnswerChain, work: Work) -> None:
        self.library, self._chain, self._work = chain.library, chain, work
        self.left = threading.Event()

    def status(self) -> ChatStatus:
        return ChatStatus("llm", "scripted", "")

    def waiting(self) -> int:
        return self._chain.waiting()

    def events(self, asked: Asked, stop: threading.Event) -> Iterator[AnswerEvent]:
        if asked.mode == "extractive":
            yield from self._chain.events(asked, stop)
            return
        try:
            yield from self._work(self._own(asked), stop)
        finally:
            self.left.set()

    def _own(self, asked: Asked) -> Answer:
        *_, own = self._chain.events(replace(asked, mode="extractive"), threading.Event())
        assert isinstance(own, Answer)
        return own


class Tried(Worded):
    """Remembers what it was asked."""

    def __init__(self, chain: AnswerChain) -> None:
        super().__init__(chain, lambda _own, _stop: iter(()))
        self.questions: list[str] = []

    def events(self, asked: Asked, stop: threading.Event) -> Iterator[AnswerEvent]:
        self.questions.append(asked.question)
        return super().events(asked, stop)


Work = Callable[[Answer, threading.Event], Iterator[AnswerEvent]]


def asked_of(worded: Worded, history: History, wait: float = 20.0, **more: object) -> list[Shown]:
    asked = {"key": "k", "question": STEEL, **more}
    return list(Talk(worded, history, wait).ask(asked, "ada", "session"))  # type: ignore[arg-type]


def as_model(own: Answer, **changes: object) -> Answer:
    return replace(own, model="scripted", mode="llm", **changes)  # type: ignore[arg-type]


def words(shown: Shown) -> str:
    return html.unescape("".join(shown["sentences"]))


def test_the_articles_own_answer_stands_until_the_models_has_passed(
    chain: AnswerChain, history: History
) -> None:
    def work(own: Answer, _stop: threading.Event) -> Iterator[AnswerEvent]:
        yield Waiting(ahead=2)
        yield SentenceChecked(sentence=replace(own.sentences[0], text="A draft."), citations=())
        said = replace(own.sentences[0], text="She wants no quota. [1]", support="supported")
        yield as_model(own, sentences=[said], citations=own.citations[:1], text=said.text)

    *meanwhile, last = asked_of(Worded(chain, work), history)
    own = [s for s in meanwhile if s["sentences"]]
    assert own
    assert all("We will not accept a quota" in words(s) for s in own)
    assert "2 questions are ahead of yours" in [s["status"] for s in own]
    assert "1 sentence checked" in own[-1]["status"]
    assert "She wants no quota." in words(last)
    assert "in a language model’s words" in last["basis"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"status": "refused", "sentences": [], "citations": []}, "found no sure answer"),
        ({"confidence": "low"}, "found no sure answer"),
        ({"status": "failed", "error": "The language model failed."}, "The language model failed."),
    ],
)
def test_a_wording_that_did_not_pass_takes_nothing_away(
    chain: AnswerChain, history: History, changes: dict[str, object], told: str
) -> None:
    def work(own: Answer, _stop: threading.Event) -> Iterator[AnswerEvent]:
        yield as_model(own, **changes)

    last = asked_of(Worded(chain, work), history)[-1]
    assert "We will not accept a quota" in words(last)
    assert told in html.unescape(last["foot"])


def test_a_model_that_breaks_takes_nothing_away(chain: AnswerChain, history: History) -> None:
    def work(own: Answer, _stop: threading.Event) -> Iterator[AnswerEvent]:
        raise ModelError("The language model broke.")
        yield own

    last = asked_of(Worded(chain, work), history)[-1]
    assert "We will not accept a quota" in words(last)
    assert "The language model broke." in html.unescape(last["foot"])


def slow(own: Answer, stop: threading.Event) -> Iterator[AnswerEvent]:
    yield SentenceChecked(sentence=replace(own.sentences[0], text="A draft."), citations=())
    stop.wait(MODEL_SECONDS)
    yield as_model(own, text="Too late.")


def test_stop_ends_with_what_the_articles_say(chain: AnswerChain, history: History) -> None:
    worded = Worded(chain, slow)
    talk, seen = Talk(worded, history), list[Shown]()  # type: ignore[arg-type]
    for shown in talk.ask({"key": "k", "question": STEEL}, "ada", "session"):
        seen.append(shown)
        if "1 sentence checked" in shown["status"]:
            talk.stops.stop("session")
            stopped = time.monotonic()
    # The model would have taken its time.
    assert time.monotonic() - stopped < MODEL_SECONDS / 2
    assert seen[-1]["stopped"]
    assert "We will not accept a quota" in words(seen[-1])
    assert not any("A draft." in words(shown) for shown in seen)
    assert worded.left.wait(5)


def test_a_model_is_not_waited_for_without_end(chain: AnswerChain, history: History) -> None:
    worded = Worded(chain, slow)
    last = asked_of(worded, history, wait=0.1)[-1]
    assert "We will not accept a quota" in words(last)
    assert "took longer than 0.1 seconds" in html.unescape(last["foot"])
    assert worded.left.wait(5)


def test_that_nothing_was_found_is_not_said_before_the_model_was_asked(
    chain: AnswerChain, history: History
) -> None:
    def work(own: Answer, _stop: threading.Event) -> Iterator[AnswerEvent]:
        yield own

    shown = asked_of(
        Worded(chain, work), history, question="What did Kari Nordmann say on bananas?"
    )
    assert not any(s.get("after") for s in shown[:-1])
    assert "do not mention “bananas”" in html.unescape(shown[-1]["after"])


def test_a_question_can_be_asked_without_the_model(chain: AnswerChain, history: History) -> None:
    def work(own: Answer, _stop: threading.Event) -> Iterator[AnswerEvent]:
        raise AssertionError("asked")
        yield own

    last = asked_of(Worded(chain, work), history, mode="extractive")[-1]
    assert "We will not accept a quota" in words(last)


def test_suggestions_are_answered(chain: AnswerChain) -> None:
    *_, answer = chain.events(Asked(question=STEEL), threading.Event())
    offered = Suggestions(chain).after(answer)  # type: ignore[arg-type]
    assert "What did Peter Stone say?" in offered
    for question in offered:
        assert chain.invoke(question).status == "answered"
    assert STEEL not in offered


def test_what_is_said_of_a_topic_is_none_of_its_name(chain: AnswerChain) -> None:
    tried = Tried(chain)
    answer = chain.invoke("Who spoke after the quota on steel imports was announced?")
    Suggestions(tried).after(  # type: ignore[arg-type]
        replace(answer, standalone_question="Who spoke on steel imports was announced?")
    )
    assert any("steel imports" in question for question in tried.questions)
    assert not any("announced" in question for question in tried.questions)


def test_what_the_ledger_is_known_to_answer_is_not_tried(chain: AnswerChain) -> None:
    answer, tried = chain.invoke(STEEL), Tried(chain)
    offered = Suggestions(tried).after(answer)  # type: ignore[arg-type]
    assert len(tried.questions) <= 2
    heard = [question for question in offered if question.endswith(" say?")]
    assert heard
    assert not set(heard) & set(tried.questions)
    assert all(chain.invoke(question).confidence == "high" for question in heard)


def test_a_new_question_stops_the_one_before() -> None:
    stops = Stops()
    first, other = stops.fresh("a"), stops.fresh("b")
    stops.fresh("a")
    assert (first.is_set(), other.is_set()) == (True, False)


def test_what_cannot_be_asked_for_is_said(chain: AnswerChain, history: History) -> None:
    desk = Room(Talk(chain, history))
    assert "cannot ask for 'secrets'" in desk.serve({"do": "secrets"}, "ada")["error"]
    assert "no place" in desk.serve({"do": "article", "address": "#x"}, "ada")["error"]
    assert "not a date" in desk.serve({"do": "quotes", "since": "soon"}, "ada")["error"]
    assert "not a date" in desk.serve({"do": "timeline", "since": "soon"}, "ada")["error"]
    assert desk.plot({"since": "soon"}) is None


def test_articles_are_found_by_title_and_by_text(chain: AnswerChain, history: History) -> None:
    desk = Room(Talk(chain, history))
    for words, count in (("grain", 1), ("WHEAT", 1), ('"', 0), ("", 2)):
        page = desk.serve({"do": "articles", "search": words}, "ada")["html"]
        assert page.count("class='cite title'") == count, words


def test_what_was_refused_is_asked_about_no_further(chain: AnswerChain) -> None:
    answer, tried = chain.invoke("What did Kari Nordmann say about bananas?"), Tried(chain)
    assert answer.status == "refused"
    Suggestions(tried).after(answer)  # type: ignore[arg-type]
    assert not any("bananas" in question for question in tried.questions)


def test_only_people_in_office_are_suggested(chain: AnswerChain) -> None:
    *_, answer = chain.events(Asked(question=STEEL), threading.Event())
    assert isinstance(answer, Answer)
    offered = Suggestions(chain).after(answer)  # type: ignore[arg-type]
    named = [q for q in offered if q.startswith("What did ")]
    assert set(named) <= {"What did Peter Stone say?", "What did Olena Koval say?"}


def test_a_first_look_is_offered_what_is_answered(chain: AnswerChain) -> None:
    offered = Suggestions(chain).first()  # type: ignore[arg-type]
    assert offered
    for question in offered:
        assert chain.invoke(question).status == "answered"


def test_what_may_be_asked_at_first_begins_with_people_who_are_quoted(chain: AnswerChain) -> None:
    suggestions = Suggestions(chain)  # type: ignore[arg-type]
    at_once = suggestions.at_once()
    assert at_once == ["What did Kari Nordmann say?", "What did Olena Koval say?"]
    assert suggestions.first()[: len(at_once)] == at_once


def test_whose_quotes_there_are_more_of_is_known(chain: AnswerChain) -> None:
    *_, answer = chain.events(Asked(question=STEEL), threading.Event())
    assert isinstance(answer, Answer)
    assert Suggestions(chain).voices(answer) == [("Kari Nordmann", 2)]  # type: ignore[arg-type]
