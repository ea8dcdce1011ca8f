from __future__ import annotations

import pytest

from index.text.measures import figures_of, measure_wanted
from rag.evidence.has_expected import fits
from tests.helpers.queries import asked


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("What tariff does Norway put on cheese?", "share"),
        ("How high is the duty on steel?", "share"),
        ("What share of the nickel goes to Peru?", "share"),
        ("What tariff revenue did the port take in?", None),
        ("What is the exchange rate?", None),
        ("How much did the mill pay for scrap?", "money"),
        ("What amount does Acme want back?", "money"),
        ("How much of the crop was paid for?", None),
        ("By how much did the price fall?", None),
        ("How many ships were fined?", "count"),
        ("How many percent of them were fined?", None),
    ],
)
def test_what_the_figure_must_measure(question: str, measure: str | None) -> None:
    assert measure_wanted(question) == measure


def test_figures_by_what_they_measure() -> None:
    text = "The 12 mills paid $3.5 million, or 40 yuan a ton, after the duty rose from 5 to 25 percent."
    assert figures_of("money", text) == {"3.5 million", "40"}
    assert figures_of("share", text) == {"25%", "5", "40"}
    assert figures_of("count", text) == {"12"}
    assert figures_of(None, text) > {"12", "3.5 million", "25%"}


def test_a_duty_may_be_nothing_at_all() -> None:
    assert figures_of("share", "Cheese enters duty-free.")
    assert not figures_of("share", "Concessions on 128 kinds of cheese ended.")


def test_another_measure_is_no_answer() -> None:
    query = asked("What tariff does Norway put on cheese?", "number")
    assert not fits(query, "Norway ended concessions on 128 kinds of cheese.")
    assert fits(query, "Norway puts 277 percent on cheese.")


def test_two_clauses_may_be_answered_apart() -> None:
    query = asked("How many ships came, and how much did they pay?", "number")
    assert fits(query, "Forty ships came.")
    assert fits(query, "They paid $3 million.")
