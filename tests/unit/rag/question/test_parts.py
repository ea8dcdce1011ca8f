from __future__ import annotations

import pytest

from index.text.time_expressions import periods
from rag.question.parts import parts


@pytest.mark.parametrize(
    ("question", "held"),
    [
        (
            "rice exports of Siam in 2019 vs 2021",
            ("rice exports of Siam in 2019", "rice exports of Siam in 2021"),
        ),
        (
            "How did Ann Berg and Ole Dahl each explain the duty?",
            ("How did Ann Berg explain the duty?", "How did Ole Dahl explain the duty?"),
        ),
        (
            "Contrast Ann Berg with the mill owners on the duty.",
            ("Ann Berg on the duty", "the mill owners on the duty"),
        ),
        (
            "Set the bakers' answer of 2018 against the millers' answer of 2020",
            ("the bakers' answer of 2018", "the millers' answer of 2020"),
        ),
        (
            "duty on tyres: from Norway, from Peru",
            ("duty on tyres: from Norway", "duty on tyres: from Peru"),
        ),
    ],
)
def test_what_is_set_apart_is_asked_one_by_one(question: str, held: tuple[str, ...]) -> None:
    found = parts(question, periods(question))
    assert found.questions == held
    assert found.apart


def test_a_later_clause_borrows_what_the_first_is_about() -> None:
    first, other = parts("Who built the bridge of Narva, and when did it open?", ()).questions
    assert first == "Who built the bridge of Narva"
    assert other == "when did it open? (built bridge narva)"


def test_a_person_compared_with_himself_stays_the_person() -> None:
    question = "Compare Ann Berg's view of the duty in May 2019 with what she said in June 2021"
    _first, other = parts(question, periods(question)).questions
    assert other.startswith("what she said in June 2021")
    assert "ann berg" in other


def test_two_that_act_together_are_not_set_apart() -> None:
    found = parts("What did Ann Berg and Ole Dahl sign in Oslo?", ())
    assert found.questions
    assert not found.apart


@pytest.mark.parametrize(
    "question",
    [
        "What did Ann Berg say about the duty?",
        "How high was the duty from 2018 to 2020?",
        "When and where is the duty paid?",
        "At a dinner in Oslo, what did Ann Berg advise?",
    ],
)
def test_one_question_is_one(question: str) -> None:
    assert parts(question, periods(question)).questions == ()
