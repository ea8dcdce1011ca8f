from __future__ import annotations

import pytest

from rag.question.follow_up.topic import phrases


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How high is the duty on Slovak bicycles?", ["duty", "Slovak bicycles"]),
        ("What are the effects of sugar?", ["sugar"]),
        ("Is throat cancer treatable?", ["throat cancer"]),
        ("How does melatonin work?", ["melatonin"]),
        ("What causes rust?", ["rust"]),
        ("Tell me about tiger sharks.", ["tiger sharks"]),
        ("Why does it matter?", []),
    ],
)
def test_the_noun_phrases_of_a_question(question: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(question)] == found
