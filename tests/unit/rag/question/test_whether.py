from __future__ import annotations

import pytest

from rag.question.whether import granted, whether


@pytest.mark.parametrize(
    ("question", "claim", "time"),
    [
        ("Has Oslo lifted the duty?", "Oslo lifted the duty", "done"),
        ("Will trains pay a toll?", "trains pay a toll", "ahead"),
        ("Is the pact final yet?", "the pact final yet", "done"),
        ("Is it true that Oslo lifted the duty?", "Oslo lifted the duty", "so"),
    ],
)
def test_a_yes_or_no_question_claims_something_of_a_time(
    question: str, claim: str, time: str
) -> None:
    found = whether(question)
    assert found is not None
    assert (found.claim, found.time) == (claim, time)


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("Did Berg claim that the quay is full?", "claim"),
        ("Did the state claim that the quay is full?", "claim"),
        ("Did the guild file a claim against Oslo?", None),
        ("Did the guild ask for state aid?", None),
        ("Did the state bank answer the guild?", None),
    ],
)
def test_a_noun_is_no_verb_of_speech(question: str, verb: str | None) -> None:
    found = whether(question)
    assert found is not None
    assert found.verb == verb


@pytest.mark.parametrize(
    "question",
    [
        "What is the duty on glass?",
        "Can you list the duties on glass?",
        "Did Berg say when the duty ends?",
        "Did Berg say anything about glass?",
        "Is it Berg or Dahl who signed?",
    ],
)
def test_other_questions_are_none(question: str) -> None:
    assert whether(question) is None


def test_what_is_right_or_good_is_a_judgement() -> None:
    for question in ("Should Oslo drop the levy?", "Is the quay fee a good idea?"):
        found = whether(question)
        assert found is not None
        assert found.judgement


def test_the_verb_of_saying_is_kept() -> None:
    found = whether("Did Berg promise that the yard would stay?")
    assert found is not None
    assert found.verb == "promise"


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Why did Oslo lift the duty?", "Oslo lift the duty"),
        ("And when was the salmon pact signed?", "the salmon pact signed"),
        ("How has Bergen met the quota?", "Bergen met the quota"),
    ],
)
def test_a_question_for_reason_time_or_manner_takes_something_for_granted(
    question: str, claim: str
) -> None:
    found = granted(question)
    assert found is not None
    assert found.claim == claim


@pytest.mark.parametrize("question", ["Did Oslo lift the duty?", "Why?", "How much is the duty?"])
def test_other_questions_take_nothing_for_granted(question: str) -> None:
    assert granted(question) is None
