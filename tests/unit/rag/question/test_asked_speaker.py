from __future__ import annotations

import pytest

from rag.question.asked_speaker import subject, wants_all


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Kari Nordmann tell Luis Prado Mann about quotas?", "Kari Nordmann"),
        ("What was Ada Brown's comeback?", "Ada Brown"),
        ("According to the minister, what stays?", "the minister"),
        ("ada brown mood over steel", "ada brown"),
        ("What does Emily Daly say about ore?", "Emily Daly"),
        ("What did Emily Daly really say about ore?", "Emily Daly"),
        ("What did they say?", None),
        ("How high is the quota?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, expected: str | None) -> None:
    assert subject(question) == expected


def test_all_that_somebody_said_is_asked_for_by_its_words() -> None:
    assert wants_all("All quotes by Li")
    assert wants_all("List what Li said of tin")
    assert not wants_all("What did Li say of metals?")
    assert not wants_all("List all duties")
    assert not wants_all("putin gift state department list")
