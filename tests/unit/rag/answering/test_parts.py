"""A question that holds several: each is answered, and what is not is named."""

from __future__ import annotations

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "oslo", "title": "Norway lays a duty on barley", "date": "2019-03-04",
     "text": "Norway will levy a duty of 14 percent on barley from May. Farmers had asked for it."},
    {"id": "lima", "title": "Peru lays a duty on barley", "date": "2021-06-09",
     "text": "Peru will levy a duty of 22 percent on barley from July. Bakers are against it."},
]  # fmt: skip


def test_each_side_gets_its_sentence(ask: Ask) -> None:
    answer = ask("Compare the barley duty of Norway with the barley duty of Peru")
    assert answer.status == "answered"
    first, second, *_ = answer.sentences
    assert "14 percent" in first.text
    assert "22 percent" in second.text
    assert [c.article_id for c in answer.citations][:2] == ["oslo", "lima"]


def test_what_is_not_found_is_named(ask: Ask) -> None:
    answer = ask("Compare the barley duty of Norway with Zorblatt Quux's view of saffron")
    assert "14 percent" in answer.text
    assert answer.confidence == "low"
    assert answer.note == "Not found in the articles: “Zorblatt Quux's view of saffron”."
