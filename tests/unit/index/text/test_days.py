from __future__ import annotations

import pytest

from index.text.days import names_day, with_dates, years_meant

FRIDAY = "2018-08-24"


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        (
            "The duties took effect on Thursday.",
            "The duties took effect on Thursday (August 23, 2018).",
        ),
        ("It said so on Friday.", "It said so on Friday (August 24, 2018)."),
        ("It said so yesterday.", "It said so yesterday (August 23, 2018)."),
        ("Talks will resume on Monday.", "Talks will resume on Monday (August 27, 2018)."),
        ("It opened last Monday.", "It opened last Monday (August 20, 2018)."),
        # The sentence gives its own date: nothing is added that could contradict it.
        ("It opened on Monday, July 2.", "It opened on Monday, July 2."),
        ("Monday’s talks failed.", "Monday’s talks failed."),
        ("Nothing happened.", "Nothing happened."),
    ],
)
def test_a_day_named_by_word_gets_its_date(text: str, dated: str) -> None:
    assert with_dates(text, FRIDAY) == dated


def test_without_a_date_of_publication_no_date_is_guessed() -> None:
    assert with_dates("It opened on Monday.", None) == "It opened on Monday."
    assert years_meant("It fell last year.", None) == ""


def test_last_year_is_the_year_before_publication() -> None:
    assert years_meant("It fell last year and rose this year.", FRIDAY) == "2017 2018"


@pytest.mark.parametrize("text", ["on Aug. 23", "in May", "in 2018", "on Tuesday", "yesterday"])
def test_days_months_and_years_count_as_dated(text: str) -> None:
    assert names_day(f"It began {text}.")


def test_the_verb_may_is_no_month() -> None:
    assert not names_day("It may begin soon; they march on.")
