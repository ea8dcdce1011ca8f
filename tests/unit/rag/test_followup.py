from __future__ import annotations

from rag.followup import standalone
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
