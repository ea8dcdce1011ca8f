from __future__ import annotations

from rag.question.followup import standalone
from rag.types import Turn


def talk(*contents: str) -> list[Turn]:
    roles = ("user", "assistant")
    return [Turn(role=roles[i % 2], content=text) for i, text in enumerate(contents)]  # type: ignore[arg-type]


def test_without_a_history_a_question_stays_as_it_is() -> None:
    assert standalone("and what did he say?", []) == "and what did he say?"


def test_he_is_the_person_asked_about_last() -> None:
    history = talk("What did Howard Lutnick say about Geneva?", "Howard Lutnick said: “…” [1]")
    assert "Howard Lutnick" in standalone("And what did he say about chips?", history)


def test_why_borrows_the_question_before() -> None:
    history = talk("Did China restrict magnets?", "China restricted magnets [1]")
    alone = standalone("Why?", history)
    assert "magnets" in alone
    assert "China" in alone


def test_a_new_topic_drags_nothing_along() -> None:
    history = talk("What did Howard Lutnick say?", "Howard Lutnick said: “…” [1]")
    question = "How much wheat was loaded in the port of Odesa on Friday?"
    assert standalone(question, history) == question


def test_a_new_subject_takes_the_place_of_the_old_one() -> None:
    history = talk("What did Howard Lutnick say about wheat?", "Howard Lutnick said: “…” [1]")
    alone = standalone("And what did he say about magnets?", history)
    assert alone == "And what did Howard Lutnick say about magnets?"
    assert "wheat" not in standalone("And about magnets?", history)
    assert "wheat" in standalone("What did he say about it?", history)


def test_a_new_time_takes_the_place_of_the_old_one() -> None:
    history = talk("How many tons of nickel did Norway ship in 2014?", "It shipped 900 tons [1]")
    alone = standalone("And in 2022?", history)
    assert "nickel" in alone
    assert "2014" not in alone


def test_a_question_without_a_subject_borrows_one() -> None:
    history = talk("How high is the duty on walnuts?", "It is 12 percent [1]")
    assert "walnuts" in standalone("Until when?", history)


def test_another_sides_question_leaves_the_owner_behind() -> None:
    history = talk("How high are Kari Nordmann's ratings?", "They are at 61 percent [1]")
    assert "Nordmann" not in standalone("And the Greens?", history)
