from __future__ import annotations

import pytest

from index.library import Library
from rag.contract import Answer
from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "acme", "title": "Acme and the duty", "text":
     "Acme Motors said it could not absorb the higher duty on cars itself. Prices will rise. "
     "The firm did not specify the amount of the rise."},
    {"id": "mill", "title": "Bolt moves its mill", "text":
     "Bolt moved its mill to Peru in order to avoid the levy on scrap. "
     "Bolt is not the only firm that moved a mill because of the levy."},
    {"id": "oslo", "title": "Oslo", "text":
     "“We want no quota on herring,” said Norwegian Trade Minister Kari Nordmann. "
     "“The duty on salmon must fall by May,” said Peruvian Trade Minister Luis Prado."},
]  # fmt: skip


@pytest.fixture
def refused(ask: Ask, press: Library) -> Ask:
    def answer_to(question: str) -> Answer:
        answer = ask(question)
        assert answer.status == "refused"
        assert answer.refusal is not None
        for said in answer.refusal.instead:
            assert press.article(said.article_id).text[said.start : said.end] == said.quote
        return answer

    return answer_to


def test_a_premise_that_the_articles_deny_is_told_as_one(refused: Ask) -> None:
    answer = refused("Why did Acme Motors absorb the higher duty on cars itself?")
    assert answer.refusal
    assert answer.refusal.reason == "false_premise"
    assert "could not absorb" in answer.refusal.instead[0].quote


def test_not_the_only_one_denies_nothing(ask: Ask) -> None:
    answer = ask("Why did Bolt move its mill to Peru?")
    assert answer.status == "answered"
    assert "in order to avoid the levy" in answer.text


def test_who_is_quoted_on_it_instead_is_named(refused: Ask) -> None:
    answer = refused("What did Kari Nordmann say about salmon?")
    assert answer.refusal
    assert "Kari Nordmann is not quoted on that. Luis Prado is." in answer.text
    assert "salmon" in answer.refusal.instead[0].quote


@pytest.mark.parametrize(
    "question",
    ["What did Kari Nordmann say about the duty on salmon?", "What did Luis Prado say about a quota on herring?"],
)  # fmt: skip
def test_what_another_says_beside_somebodys_words_makes_them_no_sure_answer(
    ask: Ask, question: str
) -> None:
    assert ask(question).confidence != "high"


def test_a_word_that_stands_nowhere_is_named(refused: Ask) -> None:
    answer = refused("What did Kari Nordmann say about bananas?")
    assert answer.refusal
    assert answer.refusal.reason == "not_mentioned"
    assert "“bananas”" in answer.text
    assert answer.refusal.missing == ("bananas",)


def test_a_question_in_another_language_is_to_be_asked_in_english(refused: Ask) -> None:
    answer = refused("Was hat der Minister über die Zölle auf den Fisch gesagt?")
    assert "German" in answer.text
