"""The latest, and figures that changed: what the dates of articles do to an answer."""

from __future__ import annotations

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "old", "title": "Copper", "publisher": "Andes Post", "date": "2019-06-01",
     "text": "The duty on copper is 3 percent. The mines in Peru are old."},
    {"id": "new", "title": "Copper again", "publisher": "The Daily", "date": "2024-02-10",
     "text": "The duty on copper is 9 percent. Ships wait in Lima."},
]  # fmt: skip


def test_the_latest_is_what_the_newest_article_says(ask: Ask) -> None:
    answer = ask("What is the latest duty on copper?")
    assert answer.citations[0].article_id == "new"
    assert answer.understood is not None
    assert answer.understood.periods == ("latest",)


def test_a_figure_that_another_article_gives_otherwise_is_shown_with_its_date(
    ask: Ask,
) -> None:
    answer = ask("How high is the duty on copper?")
    assert "3 percent" in answer.text
    assert "9 percent" in answer.text
    assert answer.text.startswith("The duty on copper is 9 percent.")
    assert "Before, in Andes Post on 2019-06-01: The duty on copper is 3 percent." in answer.text
    assert {c.article_id for c in answer.citations} == {"old", "new"}


def test_every_shown_sentence_tells_why(ask: Ask) -> None:
    answer = ask("How high is the duty on copper?")
    assert all(sentence.reasons for sentence in answer.sentences)
