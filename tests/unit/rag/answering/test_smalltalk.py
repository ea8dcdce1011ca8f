from __future__ import annotations

import pytest

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "tin", "title": "Tin quota", "text": "Ann Ek opposes the tin quota. “Tin is ours,” Ek said."},
]  # fmt: skip


@pytest.mark.parametrize("words", ["Hello!", "Thanks a lot", "help", "What are your rules?"])
def test_talk_is_answered_without_articles(words: str, ask: Ask) -> None:
    answer = ask(words)
    assert answer.status == "answered"
    assert not answer.citations


def test_an_order_to_write_is_refused_with_what_there_is(ask: Ask) -> None:
    answer = ask("Write a memo on the tin quota")
    assert answer.refusal is not None
    assert [near.article_id for near in answer.refusal.nearest] == ["tin"]
    assert "Who is quoted on the tin quota?" in answer.text


def test_a_translation_is_refused_in_english(ask: Ask) -> None:
    answer = ask("Translate what Ek said into Danish")
    assert answer.status == "refused"
    assert "English" in answer.text


@pytest.mark.parametrize(
    ("question", "language"),
    [("Wer ist der Minister?", "German"), ("Qui est Ek ?", "French"), ("¿Qué dijo Ek?", "Spanish")],
)
def test_another_language_is_told_at_once(question: str, language: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status == "refused"
    assert f"in {language}; ask it in English" in answer.text


def test_of_a_single_article_a_summary_is_offered_not_its_title(ask: Ask) -> None:
    offered = ask("help").text
    assert "“Summarise the article.”" in offered
    assert "Tin quota" not in offered
    assert ask("Summarise the article.").status == "answered"
