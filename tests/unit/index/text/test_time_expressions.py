from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.time_expressions import periods


def spans(question: str) -> list[tuple[str | None, str | None]]:
    return [
        (p.since.isoformat() if p.since else None, p.until.isoformat() if p.until else None)
        for p in periods(question)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What happened in 2018?", [("2018-01-01", "2018-12-31")]),
        ("What did Li say in July 2018?", [("2018-07-01", "2018-07-31")]),
        ("What rate came on April 10, 2025?", [("2025-04-10", "2025-04-10")]),
        ("What rate came on 10 April 2025?", [("2025-04-10", "2025-04-10")]),
        ("on the 2nd of April 2025", [("2025-04-02", "2025-04-02")]),
        ("What happened on 2025-04-09?", [("2025-04-09", "2025-04-09")]),
        ("exports in February 2024", [("2024-02-01", "2024-02-29")]),
        ("in early 2015", [("2015-01-01", "2015-05-02")]),
        ("in late March 2025", [("2025-03-21", "2025-03-31")]),
        ("the third quarter of 2020", [("2020-07-01", "2020-09-30")]),
        ("since March 2018", [("2018-03-01", None)]),
        ("before 2018", [(None, "2018-01-01")]),
        ("after May 12, 2025", [("2025-05-12", None)]),
        ("until June 2019", [(None, "2019-06-30")]),
        ("from February to April 2025", [("2025-02-01", "2025-04-30")]),
        ("between March 2018 and May 2019", [("2018-03-01", "2019-05-31")]),
        ("in 2015, 2023 and 2025", [
            ("2015-01-01", "2015-12-31"), ("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31"),
        ]),
        # A year in front of a noun names the noun, not a time from then on.
        ("what he said after the 2025 London talks", [("2025-01-01", "2025-12-31")]),
        ("What may the minister do?", []),
        ("Why did farmers march on the capital?", []),
        ("a duty of 2018 percent", []),
        ("What happened on February 30, 2020?", []),
        ("What happened in May?", []),
    ],
)  # fmt: skip
def test_the_times_a_question_names(
    question: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert spans(question) == expected


def test_a_period_keeps_the_words_and_their_place() -> None:
    question = "What share in early 2015 and in 2023?"
    for period in periods(question):
        assert question[period.place : period.place + len(period.words)] == period.words


def test_a_period_holds_its_ends() -> None:
    (june,) = periods("in June 2019")
    assert june.holds(date(2019, 6, 1))
    assert june.holds(date(2019, 6, 30))
    assert not june.holds(date(2019, 7, 1))
    assert not june.holds(None)
    (since,) = periods("since June 2019")
    assert since.holds(date(2040, 1, 1))


@given(st.text(max_size=200))
def test_any_question_is_read(question: str) -> None:
    for period in periods(question):
        assert period.words in question
        assert period.since is None or period.until is None or period.since <= period.until
