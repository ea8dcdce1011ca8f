from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.events import EvidenceFound, Waiting
from rag.queueing import Turns
from rag.request import Asked
from rag.settings import Settings
from tests.helpers.fakes import ScriptedModel

NEVER = threading.Event()


def test_an_empty_line_lets_one_through_at_once() -> None:
    with Turns().joined() as place:
        assert list(place.waits(NEVER)) == []


def test_each_is_told_his_place_and_comes_in_order() -> None:
    turns, order, told = Turns(), [], {}
    joined = [threading.Event() for _ in range(3)]

    def ask(n: int) -> None:
        with turns.joined() as place:
            told[n] = []
            for ahead in place.waits(NEVER):
                told[n].append(ahead)
                joined[n].set()
            order.append(n)

    with ThreadPoolExecutor(3) as pool, turns.joined() as first:
        first.wait()
        for n in range(3):
            pool.submit(ask, n)
            assert joined[n].wait(10)
    assert order == [0, 1, 2]
    # Who is quick to leave may pass a place before the next one looks.
    assert [told[n][0] for n in range(3)] == [1, 2, 3]
    assert all(places == sorted(places, reverse=True) for places in told.values())


def test_two_places_let_two_in() -> None:
    turns = Turns(2)
    with turns.joined() as first, turns.joined() as second, turns.joined() as third:
        assert [turns.ahead_of(t) for t in (first, second, third)] == [0, 0, 1]


def test_who_stops_waiting_leaves_the_line() -> None:
    turns, stop = Turns(), threading.Event()
    with turns.joined():
        with turns.joined() as second:
            waits = second.waits(stop)
            assert next(waits) == 1
            stop.set()
            assert list(waits) == []
        with turns.joined() as third:
            assert turns.ahead_of(third) == 1


def test_a_failure_gives_the_place_free() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="ours"), turns.joined():
        raise ValueError("ours")
    with turns.joined() as next_one:
        assert turns.ahead_of(next_one) == 0


def test_a_question_waits_for_the_model_and_says_so(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.")
    chain = AnswerChain(library, Settings(index=library.folder, mode="llm"), model)
    question = Asked(question="By how much did the duty on steel rise in March?")
    with model.turns.joined():
        events = chain.events(question)
        assert isinstance(next(events), EvidenceFound)
        assert next(events) == Waiting(ahead=1)
        assert model.asked == []
    *_, answer = events
    assert isinstance(answer, Answer)
    assert (answer.mode, answer.status) == ("llm", "answered")


def test_who_stops_in_the_line_gets_the_articles_own_words(library: Library) -> None:
    model, stop = ScriptedModel(), threading.Event()
    chain = AnswerChain(library, Settings(index=library.folder, mode="llm"), model)
    with model.turns.joined():
        events = chain.events(Asked(question="How high did the duty on steel rise?"), stop)
        while not isinstance(next(events), Waiting):
            pass
        stop.set()
        *_, answer = events
    assert isinstance(answer, Answer)
    assert (answer.mode, answer.model, model.asked) == ("extractive", None, [])


def test_a_reader_who_leaves_makes_room(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.")
    chain = AnswerChain(library, Settings(index=library.folder, mode="llm"), model)
    events = chain.events(Asked(question="By how much did the duty on steel rise in March?"))
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]
    with model.turns.joined() as place:
        assert list(place.waits(NEVER)) == []
