from __future__ import annotations

from dataclasses import replace

import pytest

from index.types import Article
from rag.answering.generate import LONGEST_TITLE, asking_afresh, heading
from rag.types import Query, QuestionKind
from tests.helpers.fakes import ScriptedModel
from tests.helpers.queries import asked

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
    query = replace(asked(question, kind), publishers=("AP",) if "AP" in question else ())
    assert heading(STEEL, query) == expected


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


@pytest.mark.parametrize(("says", "sure"), [(0.5, 0.330), (0.9, 0.667), (0.0, 0.006), (1.0, 0.976)])
def test_a_model_that_agrees_is_half_believed(says: float, sure: float) -> None:
    # 1 / (1 + exp(0.71 - 0.64 * log odds)), the odds being 999 at most.
    found = asking_afresh(ScriptedModel(yes=says))("Zinc rose.", "Zinc rose on Monday.")
    assert found == pytest.approx(sure, abs=0.001)


def test_a_model_is_asked_about_one_statement_over_lines_of_text() -> None:
    model = ScriptedModel(yes=None)
    assert asking_afresh(model)("Zinc\nrose.", "Zinc rose.\nTin fell.") is None
    assert "- Zinc rose.\n- Tin fell.\n" in model.asked[0]
    assert "Statement: Zinc rose.\n" in model.asked[0]


def _any() -> Query:
    return asked("What happened?")
