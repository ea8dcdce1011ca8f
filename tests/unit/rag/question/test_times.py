"""Times that only the articles can tell: a month without a year, the day of an event."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from rag.question.times import times_meant
from tests.helpers.files import library_of

TALKS = "Officials met for the Geneva talks on tariffs and agreed to meet again."
RECORDS = [
    {"id": "early", "text": TALKS, "published": "2025-05-11"},
    {"id": "late", "text": f"A report. {TALKS}", "published": "2025-05-13"},
    {"id": "look-back", "text": f"A year ago. {TALKS}", "published": "2026-04-02"},
    {"id": "one", "text": "Nothing came of the Oslo summit on fish.", "published": "2024-05-02"},
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(tmp_path, RECORDS)


@pytest.mark.parametrize(
    ("question", "since", "until", "words"),
    [
        ("What was said in May?", "2025-05-01", "2025-05-31", "May (2025)"),
        ("What was the rate as of April 9?", None, "2026-04-09", "April 9 (2026)"),
        ("What did they agree in May 2024?", "2024-05-01", "2024-05-31", "May 2024"),
        ("What was said before the Geneva talks?", None, "2025-05-10",
         "before the Geneva talks (11 May 2025)"),
        ("What came after the Geneva talks?", "2025-05-11", None,
         "after the Geneva talks (11 May 2025)"),
    ],
)  # fmt: skip
def test_the_articles_tell_what_time_is_meant(
    question: str, since: str | None, until: str | None, words: str, library: Library
) -> None:
    (period,) = times_meant(question, library)

    assert (str(period.since) if period.since else None) == since
    assert (str(period.until) if period.until else None) == until
    assert period.words == words


@pytest.mark.parametrize(
    "question",
    [
        "What came of the fish in July?",  # no article of a July
        "What was said after the Oslo summit?",  # one article is too few to date an event
        "What was said before the Vienna talks?",
        "What did Theresa May say?",
        "What did they sign at the Mar-a-Lago?",
        "What may follow?",
    ],
)
def test_no_time_is_guessed(question: str, library: Library) -> None:
    assert times_meant(question, library) == ()
