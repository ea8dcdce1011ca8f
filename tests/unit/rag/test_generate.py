from __future__ import annotations

from dataclasses import replace

import pytest

from index.types import Article
from rag.generate import LONGEST_TITLE, heading
from rag.types import Query, QuestionKind
from tests.queries import asked

STEEL = Article(
    article_id="steel.txt",
    text="The duty rose.",
    title="Ministers meet over steel",
    publisher="AP",
    published="2025-03-09T10:00:00",
)


@pytest.mark.parametrize(
    ("question", "kind", "expected"),
    [
        ("What happened to steel?", "fact", "Ministers meet over steel"),
        ("When did steel rise?", "date", "Ministers meet over steel, 2025-03-09"),
        ("What does AP say of steel?", "fact", "Ministers meet over steel, AP"),
    ],
)
def test_a_heading_has_what_the_question_turns_on(
    question: str, kind: QuestionKind, expected: str
) -> None:
    assert heading(STEEL, asked(question, kind)) == expected


@pytest.mark.parametrize(
    "title",
    ["word " * 30, "https://example.org/news/2025/04/09/tariffs-on-steel-rise-again", "关" * 90],
)
def test_a_long_title_keeps_its_beginning(title: str) -> None:
    told = heading(replace(STEEL, title=title), _any())
    assert told.endswith(" …")
    assert len(told) <= LONGEST_TITLE + 2
    assert title.startswith(told.removesuffix(" …"))
    assert len(told) > LONGEST_TITLE / 2


def test_an_untitled_article_is_called_by_its_id() -> None:
    assert heading(replace(STEEL, title=None), _any()) == "steel.txt"


def _any() -> Query:
    return asked("What happened?")
