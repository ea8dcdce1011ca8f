from __future__ import annotations

import pytest

from index.library import Library
from rag.question.claim import claim_in
from rag.statements.matching import means, worded_as
from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "oslo", "title": "Herring", "published": "2025-06-03", "text":
     "“We want no quota on herring, and none on cod,” said Norwegian Trade Minister Kari Nordmann. "
     "Mrs. Nordmann called the talks “a very good start.”\n\n"
     "“The duty on salmon must fall by May,” said Peruvian Trade Minister Luis Prado. "
     "Prado said that the ports would stay open for Norwegian ships."},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Did Li Wei say that it rains?", "it rains"),
        ("Did Li really tell reporters that it rains?", "it rains"),
        ("Has Li ever said that no deal is near?", "no deal is near"),
        ("Is it true that Li said taxes fell?", "taxes fell"),
        ("Did Li say anything about rain?", None),
        ("Did Li say when taxes fall?", None),
        ("Did the article say that it rains?", None),
        ("What did Li say about rain?", None),
    ],
)
def test_what_somebody_is_asked_to_have_said(question: str, claim: str | None) -> None:
    assert claim_in(question) == claim


def test_words_are_told_from_nearly_the_same_words_and_from_others() -> None:
    said = ["We have reached a new framework", "for the Geneva truce."]
    assert worded_as("we have reached a new framework", said) == "letters"
    assert worded_as("framework reached, we have a new", said) == "nearly"
    assert worded_as("we have signed a treaty", said) is None


def test_a_denial_does_not_say_what_it_denies() -> None:
    said = ["China will not raise the duty on soybeans, but it will talk."]
    assert means("China will raise the duty on soybeans", said, said[0], None) is None
    assert means("China will not raise the duty on soybeans", said, said[0], None) == "letters"


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Did Kari Nordmann say “we want no quota on herring”?", "Yes: Kari Nordmann"),
        ("Did Kari Nordmann call the talks “a very good start”?", "Yes: "),
        ("Did Luis Prado say that the ports would stay open for Norwegian ships?", "Yes: "),
        ("Who said “we want a quota on herring and none on cod”?", "Not in these very words: Kari"),
    ],
)
def test_the_answer_begins_with_whether_it_was_said(
    question: str, lead: str, ask: Ask, press: Library
) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert answer.text.startswith(lead)
    text = press.article("oslo").text
    assert all(text[q.start : q.end] == q.text for q in answer.quotes)


def test_what_another_said_is_refused_and_the_other_is_named(ask: Ask) -> None:
    answer = ask("Did Kari Nordmann say “the duty on salmon must fall by May”?")
    assert answer.status == "refused"
    assert answer.refusal
    assert "Kari Nordmann does not say " in answer.text
    assert "Luis Prado does." in answer.text
    assert "duty on salmon" in answer.refusal.instead[0].quote
    assert any("herring" in said.quote for said in answer.refusal.instead)


def test_what_nobody_said_is_refused(ask: Ask) -> None:
    answer = ask("Who said “the moon will pay for the salmon”?")
    assert answer.text.startswith("Nobody is quoted with these words")
    assert answer.refusal
    assert answer.refusal.instead == ()
    assert ask("Did Luis Prado say that Chile would leave the sea?").status == "refused"


def test_words_of_a_time_are_of_that_time(ask: Ask) -> None:
    assert ask("What did Kari Nordmann say in June 2019?").status == "refused"


def test_all_that_somebody_said_is_shown_where_all_is_asked_for(ask: Ask) -> None:
    answer = ask("List all statements by Luis Prado")
    assert {q.speaker for q in answer.quotes} == {"Luis Prado"}
    assert len(answer.quotes) == 2
