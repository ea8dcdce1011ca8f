from __future__ import annotations

import pytest

from index.library import Library
from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "copper", "title": "Copper in Lima rises again", "publisher": "Andes Post",
     "date": "2019-06-01", "text": "Peru sold more copper. The duty on copper is 3 percent. "
     "Copper mines in Peru sold copper to China."},
    {"id": "steel", "title": "Steel talks in Oslo", "publisher": "The Daily",
     "date": "2018-03-09", "text": "The duty on steel rose. Ministers met in Oslo."},
    {"id": "wool", "title": "Wool", "publisher": "The Daily", "date": "2018-07-02",
     "text": "Sheep are shorn in spring."},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("latest articles", ["copper", "wool", "steel"]),
        ("Which articles do you have?", ["copper", "wool", "steel"]),
        ("What do you have from The Daily in 2018?", ["wool", "steel"]),
        ("What do you have from the daily in March 2018?", ["steel"]),
        ("What articles about copper do you have?", ["copper"]),
    ],
)
def test_what_there_is_comes_from_the_catalogue(
    question: str, articles: list[str], ask: Ask
) -> None:
    answer = ask(question)
    assert [c.article_id for c in answer.citations] == articles
    assert all(sentence.citations for sentence in answer.sentences)


def test_a_publisher_that_is_not_there_is_refused_with_those_that_are(ask: Ask) -> None:
    answer = ask("What do you have from the Morning Star?")
    assert answer.status == "refused"
    assert "Morning Star" in answer.text
    assert "Andes Post, The Daily" in answer.text


def test_an_article_is_summarised_in_its_own_sentences(ask: Ask, press: Library) -> None:
    answer = ask("Summarise the article “Copper in Lima rises again”")
    text = press.article("copper").text
    assert {c.article_id for c in answer.citations} == {"copper"}
    assert all(c.quote in text for c in answer.citations)
    assert all(s.support == "verbatim" for s in answer.sentences)


def test_a_question_about_the_world_is_none_about_the_catalogue(ask: Ask) -> None:
    answer = ask("What is the latest duty on copper?")
    assert "3 percent" in answer.text


def test_which_articles_mention_a_word_is_complete_with_its_number(ask: Ask) -> None:
    answer = ask("Which articles mention the duty?")
    assert [c.article_id for c in answer.citations] == ["copper", "steel"]
    # Each is cited to where it mentions it, not to how it begins.
    assert answer.citations[0].quote == "The duty on copper is 3 percent."
    assert [sentence.text for sentence in answer.sentences] == [
        "2 articles mention “the duty”: [1]",
        "Copper in Lima rises again (Andes Post, 1 June 2019) [1]",
        "Steel talks in Oslo (The Daily, 9 March 2018) [2]",
    ]
    assert ask("How many articles mention wool?").text.startswith("1 article mentions “wool”: ")


def test_a_word_that_no_article_holds_is_named(ask: Ask) -> None:
    answer = ask("Which articles mention saffron?")
    assert answer.refusal is not None
    assert answer.refusal.missing == ("saffron",)
    assert "No article mentions “saffron”" in answer.text


def test_the_newest_on_a_subject_comes_with_its_words(ask: Ask) -> None:
    answer = ask("What is the newest on the duty?")
    assert answer.text.startswith("The newest of 2 articles on “the duty”: Copper in Lima")
    assert "The duty on copper is 3 percent." in answer.text


def test_filters_narrow_the_list(ask: Ask) -> None:
    answer = ask({"question": "Which articles do you have?", "until": "2018-12-31"})  # type: ignore[arg-type]
    assert [c.article_id for c in answer.citations] == ["wool", "steel"]


def test_a_list_of_what_articles_say_tells_that_it_may_lack_some(ask: Ask) -> None:
    answer = ask("List all duties on copper")
    assert answer.status == "answered"
    assert answer.note == "This list holds what was found; it may be incomplete."
    assert ask("How high is the duty on copper?").note is None
