from __future__ import annotations

import pytest

from index.library import Library
from index.types import Sentence
from rag.evidence.focus import keeps_to
from rag.question.understand import understand
from rag.types import Filters, Turn

PRESS = [
    {
        "id": "beef",
        "title": "Norway raises its beef duty",
        "date": "2017-07-28",
        "text": "Norway said on Friday that the duty on frozen beef rises from 38 percent to 50 percent in August. "
        "Brazilian cattle farmers complained. They ship 4,000 tons a year under the United "
        "States-Mexico-Canada Agreement.",
    },
    {
        "id": "suit",
        "title": "Acme sues",
        "date": "2025-12-02",
        "text": "Acme, a chain of shops, filed a suit on Nov. 28. The Trade Court has not said when it rules.",
    },
    {
        "id": "ports",
        "title": "Ports",
        "text": "Salmon went north in spring. Trade in all came to 4,000 tons.",
    },
    {
        "id": "metals",
        "title": "Metals",
        "text": "Duties under Section 232 rose on steel. The first-phase deal of 2019 covers copper.",
    },
]


def asks(question: str, press: Library, *history: Turn) -> bool:
    """Tell whether any sentence is about what is asked for."""
    query = understand(question, history, Filters(), press)
    return any(keeps_to(query, press)(sentence) for sentence in sentences(press))


def sentences(press: Library) -> list[Sentence]:
    return [s for article in ("beef", "suit", "metals") for s in press.sentences(article)]


@pytest.mark.parametrize(
    "question",
    [
        "How high is the Norwegian duty on frozen beef?",
        "How high did Norway set it in 2017?",
        "How many tons do cattle farmers in Brazil ship?",
        "How many tons are shipped under the USMCA?",
        "When did Acme file its suit?",
        "How high is the duty on American beef and pork?",
        "What happened to the Section 232 duties?",
        "By 12 noon, how high was the Norwegian duty on frozen beef?",
        "What does the phase one deal cover?",
        "Which metal does the 2019 deal cover?",
    ],
)
def test_what_the_question_names_is_there(question: str, press: Library) -> None:
    assert asks(question, press)


@pytest.mark.parametrize(
    "question",
    [
        "How high is the duty on frozen pork in Norway?",
        "How high is the duty on beef in Iceland?",
        "How high did Norway set it in 2021?",
        "When did Bolt file its suit?",
        "How many tons of beef does Norway buy from Argentina?",
        "What happened to the Section 301 duties?",
        "What does the phase two deal cover?",
        "Which metal does the 2021 deal cover?",
    ],
)
def test_another_name_good_or_year_is_another_matter(question: str, press: Library) -> None:
    assert not asks(question, press)


def test_a_figure_is_that_of_the_goods_beside_it(press: Library) -> None:
    figure = understand("How much salmon was shipped?", (), Filters(), press)
    assert figure.kind == "number"
    fact = understand("Where was salmon shipped to?", (), Filters(), press)
    ports = press.sentences("ports")
    assert [keeps_to(figure, press)(s) for s in ports] == [True, False]
    assert [keeps_to(fact, press)(s) for s in ports] == [True, True]


def test_one_name_of_many_may_be_by_the_way(press: Library) -> None:
    assert asks("When did Acme tell the Trade Court, Norway and Bolt of its suit?", press) is False
    assert asks("How many tons do Norway, Brazil, Mexico and Iceland ship?", press)


def test_somebodys_words_and_comparisons_are_free(press: Library) -> None:
    assert asks("What did Olga Berg say about pork?", press)
    assert asks("Compare Iceland with Peru.", press)


def test_a_follow_up_is_about_what_it_turns_to(press: Library) -> None:
    before = Turn(role="user", content="How high is the duty on beef in Norway?")
    query = understand("And Brazil?", (before,), Filters(), press)
    keeps = keeps_to(query, press)
    assert [keeps(s) for s in press.sentences("beef")] == [False, True, True]
