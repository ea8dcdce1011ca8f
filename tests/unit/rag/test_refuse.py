from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from rag.types import Answer
from tests.files import library_of

PRESS = [
    {"id": "acme", "title": "Acme and the duty", "text":
     "Acme Motors said it could not absorb the higher duty on cars itself. Prices will rise. "
     "The firm did not specify the amount of the rise."},
    {"id": "oslo", "title": "Oslo", "text":
     "“We want no quota on herring,” said Norwegian Trade Minister Kari Nordmann. "
     "“The duty on salmon must fall by May,” said Peruvian Trade Minister Luis Prado."},
]  # fmt: skip


@pytest.fixture
def press(tmp_path: Path) -> Library:
    return library_of(tmp_path, PRESS)


def refused(question: str, library: Library) -> Answer:
    answer = AnswerChain(library, Settings(index=library.folder)).invoke(question)
    assert answer.status == "refused"
    assert answer.refusal is not None
    for said in answer.refusal.instead:
        assert library.article(said.article_id).text[said.start : said.end] == said.quote
    return answer


def test_a_premise_that_the_articles_deny_is_told_as_one(press: Library) -> None:
    answer = refused("Why did Acme Motors absorb the higher duty on cars itself?", press)
    assert answer.refusal
    assert answer.refusal.reason == "false_premise"
    assert "could not absorb" in answer.refusal.instead[0].quote


def test_who_is_quoted_on_it_instead_is_named(press: Library) -> None:
    answer = refused("What did Kari Nordmann say about the duty on salmon?", press)
    assert answer.refusal
    assert "Kari Nordmann is not quoted on that. Luis Prado is." in answer.text
    assert "salmon" in answer.refusal.instead[0].quote


def test_a_word_that_stands_nowhere_is_named(press: Library) -> None:
    answer = refused("What did Kari Nordmann say about bananas?", press)
    assert answer.refusal
    assert answer.refusal.reason == "not_mentioned"
    assert "“bananas”" in answer.text


def test_a_question_in_another_language_is_to_be_asked_in_english(press: Library) -> None:
    answer = refused("Was hat der Minister über die Zölle auf den Fisch gesagt?", press)
    assert "German" in answer.text
