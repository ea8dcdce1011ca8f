from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evidence.has_expected import fits, has_wanted, leaves_unsaid
from tests.helpers.queries import asked


def test_a_figure_that_the_question_gives_is_no_answer() -> None:
    query = asked("How much is the 25% duty worth?", "number", ("25%",))
    assert not fits(query, "The 25% duty is worth a lot.")
    assert fits(query, "The 25% duty is worth $3 billion.")


def test_a_day_is_wanted() -> None:
    query = asked("When did it start?", "date")
    assert fits(query, "It started on May 3.")
    assert not fits(query, "It started soon after.")


def test_until_when_wants_an_end() -> None:
    query = asked("Duties are suspended - until when?", "date")
    assert not fits(query, "The ministry said on Friday that duties are suspended.")
    assert fits(query, "The measure runs from Jan 1 to March 31.")


def test_who_wants_a_name_that_the_question_does_not_hold() -> None:
    query = asked("Who runs the Acme mine?")
    assert not fits(query, "The Acme mine is run well.")
    assert fits(query, "The Acme mine is run by Ada Byron.")


def test_a_day_is_nobodys_name() -> None:
    query = asked("Who runs the Acme mine?")
    assert not fits(query, "On Friday, Jan. 6, the Acme mine was shut.")
    assert fits(query, "On Friday the Acme mine was given to May Byron.")


def test_four_companies_are_four_names() -> None:
    query = asked("Which four companies wrote the letter?", "list")
    assert not fits(query, "These four companies wrote to Acme.")
    assert fits(query, "Acme, Bolt, Crane and Delta wrote the letter.")


@pytest.mark.parametrize("word", ["first", "largest", "only"])
def test_what_singles_out_must_stand_there(word: str) -> None:
    query = asked(f"Who was the {word} director?")
    assert not fits(query, "Ada Byron is a director.")
    assert fits(query, f"Ada Byron was the {word} director.")


def test_a_persons_words_need_no_figure() -> None:
    query = replace(asked("What did she say about the first 25%?", "quote"), numbers=("25%",))
    assert fits(query, "She sighed.")


@pytest.mark.parametrize(
    "text",
    [
        "The firm did not specify where it would build.",
        "He declined to give a figure.",
        "They have not yet disclosed the amount.",
        "The ministry approved some licences without giving details.",
        "She did not say when.",
    ],
)
def test_a_sentence_that_says_it_was_not_told(text: str) -> None:
    assert leaves_unsaid(text)


@pytest.mark.parametrize(
    "text", ["The firm did not build.", "He gave a figure.", "She said when it would end."]
)
def test_a_sentence_that_tells_leaves_nothing_unsaid(text: str) -> None:
    assert not leaves_unsaid(text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The letter went to the trade representative Kari Nordmann on Monday.", True),
        ("Kari Nordmann, the country's trade representative, was there.", True),
        ("The office of the Trade Representative in Oslo held a hearing.", False),
        ("Kari Nordmann, a former deputy trade representative, was there.", False),
    ],
)
def test_who_holds_an_office_is_told_by_a_name_beside_it(text: str, holds: bool) -> None:
    assert has_wanted(asked("Who is the trade representative?"), text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [("The plant cut 700 jobs.", True), ("The 737 was grounded in May.", False)],
)
def test_what_is_counted_must_be_there(text: str, holds: bool) -> None:
    assert has_wanted(asked("How many jobs did the firm cut?", "number"), text) is holds
