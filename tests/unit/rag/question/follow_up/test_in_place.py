from __future__ import annotations

import pytest

from rag.question.follow_up.in_place import in_its_place


@pytest.mark.parametrize(
    ("question", "asked", "put"),
    [
        (
            "And two years later?",
            "How much sugar did Peru ship in 2011?",
            "How much sugar did Peru ship in 2013?",
        ),
        (
            "and a year earlier?",
            "How much sugar did Peru ship in 2011?",
            "How much sugar did Peru ship in 2010?",
        ),
        ("And in 2022?", "What did Oslo levy in 2014?", "What did Oslo levy in 2022?"),
        (
            "And the year before?",
            "How much did Odesa load on the day?",
            "How much did Odesa load on the day the year before?",
        ),
        ("And in September?", "What did it do in June 2025?", "What did it do in September 2025?"),
        ("When?", "What did Elsa say of it?", "When did Elsa say of it?"),
        ("And since when?", "Did Oslo lift the duty?", "since when did Oslo lift the duty?"),
        ("And Merz?", "What did Scholz say about cod?", "What did Merz say about cod?"),
        ("What about China?", "What does Elm sell to Canada?", "What does Elm sell to China?"),
        ("And about wheat?", "What did Li say about chips?", "What did Li say about wheat?"),
    ],
)
def test_like_takes_the_place_of_like(question: str, asked: str, put: str) -> None:
    assert in_its_place(question, asked) == put


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Why?", "Duties on cod?"),
        ("And what did he say?", "What did Scholz say?"),
        ("And their prices?", "What do mills pay?"),
        # It is not clear in whose place a name would be put.
        ("And Peru?", "What does Chile sell to Japan?"),
        ("And almonds?", "How high is the duty on walnuts?"),
        ("Chile?", "How high is the duty in Peru?"),
    ],
)
def test_what_has_no_like_is_put_nowhere(question: str, asked: str) -> None:
    assert in_its_place(question, asked) is None
