"""What "except" and "all but" take out of what is told of the rest."""

from __future__ import annotations

import pytest

from rag.question.whether import whether
from rag.verdict.yes_no.claimed import Claim
from rag.verdict.yes_no.excepted import excepted

BUT = "The order frees all stone fruit but plums, which stay in bond."


@pytest.mark.parametrize(
    ("question", "sentence", "spared"),
    [
        ("Are plums exempt from the fee?", "All fruit except plums is exempt from the fee.", True),
        ("Are pears exempt from the fee?", "All fruit, pears too, except plums is exempt.", False),
        ("Did the order free plums?", BUT, True),
        ("Did plums stay in bond?", BUT, False),
        ("Did the order free plums?", "The order frees all fruit but not without a fee.", False),
    ],
)
def test_what_is_excepted_is_the_noun_phrase_behind(
    question: str, sentence: str, *, spared: bool
) -> None:
    asked = whether(question)
    assert asked is not None
    claim = Claim(text=asked.claim, time=asked.time, predicate=asked.predicate)
    assert excepted(claim, sentence, claim.words) is spared
