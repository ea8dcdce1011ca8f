"""What the page is told while it asks, without a browser."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UnknownConversation
from index.library import Library
from rag.asked import Asked
from rag.chain import AnswerChain
from rag.events import AnswerEvent, Waiting
from rag.settings import Settings
from ui.desk import Desk, timeline
from ui.history import History
from ui.suggest import Suggestions
from ui.talk import Shown, Stops, Talk

STEEL = "What did Kari Nordmann say about a quota?"


@pytest.fixture
def chain(library: Library) -> AnswerChain:
    return AnswerChain(library, Settings(index=library.folder, mode="extractive"))


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


def test_waiting_for_the_model_is_said(chain: AnswerChain, history: History) -> None:
    class Queued:
        library = chain.library

        def events(self, asked: Asked, stop: threading.Event) -> Iterator[AnswerEvent]:
            yield Waiting(ahead=2)
            yield from chain.events(asked, stop)

    asked = {"key": "k", "question": STEEL}
    shown = list(Talk(Queued(), history).ask(asked, "ada", "session"))  # type: ignore[arg-type]
    assert "2 questions are ahead of yours …" in [s["status"] for s in shown]


def test_suggestions_are_answered(chain: AnswerChain) -> None:
    *_, answer = chain.events(Asked(question=STEEL), threading.Event())
    offered = Suggestions(chain).after(answer)  # type: ignore[arg-type]
    assert "What did Peter Stone say?" in offered
    for question in offered:
        assert chain.invoke(question).status == "answered"
    assert STEEL not in offered


def test_a_new_question_stops_the_one_before() -> None:
    stops = Stops()
    first, other = stops.fresh("a"), stops.fresh("b")
    stops.fresh("a")
    assert (first.is_set(), other.is_set()) == (True, False)


def test_what_cannot_be_asked_for_is_said(chain: AnswerChain, history: History) -> None:
    desk = Desk(chain, history, Talk(chain, history))
    assert "cannot ask for 'secrets'" in desk.serve({"do": "secrets"}, "ada")["error"]
    assert "no place" in desk.serve({"do": "article", "address": "#x"}, "ada")["error"]
    assert "not a date" in desk.serve({"do": "quotes", "since": "soon"}, "ada")["error"]
    assert "not a date" in timeline(chain, {"since": "soon"})[1]["error"]


def test_articles_are_found_by_title_and_by_text(chain: AnswerChain, history: History) -> None:
    desk = Desk(chain, history, Talk(chain, history))
    for words, count in (("grain", 1), ("WHEAT", 1), ('"', 0), ("", 2)):
        page = desk.serve({"do": "articles", "search": words}, "ada")["html"]
        assert page.count("class='cite title'") == count, words
