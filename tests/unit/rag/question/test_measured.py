from __future__ import annotations

import pytest

from rag.question.measured import measured


@pytest.mark.parametrize(
    ("question", "nouns"),
    [
        ("How much barley did Norway sell in 2024?", {"barley"}),
        ("What duty does Chile levy on farmed carp from Peru?", {"carp"}),
        ("By how much did the output of felt rise in Izmir?", {"output", "felt"}),
        ("What did mills pay for Danish rye?", {"rye"}),
        ("How many of the brands sold on Monday?", {"brands"}),
        ("What rate did Trump set for the Philippines?", set()),
    ],
)
def test_what_a_figure_is_asked_of(question: str, nouns: set[str]) -> None:
    assert measured(question) == nouns


def test_a_unit_is_not_looked_for() -> None:
    assert measured("How much money did the mill lose?", in_units=True) == frozenset()
    assert measured("How many tonnes of oats did it sell?", in_units=True) == {"oats"}
