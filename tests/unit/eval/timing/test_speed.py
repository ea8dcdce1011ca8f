from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage

from eval.timing.speed import MeteredModel, rest
from rag.contract import Answer, Timings
from tests.helpers.fakes import ScriptedModel

ASKED = [HumanMessage("Who pays?")]


def test_what_is_neither_search_nor_model_is_the_rest() -> None:
    answer = Answer(
        question="Who pays?",
        standalone_question="Who pays?",
        status="answered",
        mode="llm",
        text="",
        timings_ms=Timings(retrieve=30.0, total=1000.0),
    )
    assert rest(answer, 770.0) == (pytest.approx(200.0), pytest.approx(0.2))
    assert rest(answer, 2000.0) == (0.0, 0.0)


def test_the_model_says_the_same_and_is_timed() -> None:
    plain = ScriptedModel("Oslo pays.", yes=0.7)
    metered = MeteredModel(plain)
    assert "".join(metered.stream(ASKED)).strip() == "Oslo pays."
    streamed = metered.spent
    assert streamed > 0
    assert metered.yes_probability(ASKED) == 0.7
    assert metered.spent > streamed
    assert (metered.name, metered.turns, metered.ready) == (plain.name, plain.turns, plain.ready)


def test_closing_the_draft_stops_the_model() -> None:
    plain = ScriptedModel("Oslo pays. Bergen pays.")
    draft = MeteredModel(plain).stream(ASKED)
    next(iter(draft))
    draft.close()  # type: ignore[attr-defined]
    assert plain.closed.is_set()
