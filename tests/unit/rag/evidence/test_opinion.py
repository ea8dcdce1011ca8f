from __future__ import annotations

import pytest

from index.types import Article
from rag.evidence.opinion import opinion


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Op-ed: The levy is a leech", "an op-ed"),
        ("Ports need no princes | Opinion", "an opinion piece"),
        ("Commentary: Free trade in ice", "a commentary"),
        ("Letter to the editor: Our quay", "a letter"),
        ("Minister sends letter to port", None),
        ("Opinion polls favour the toll", None),
        ("Column of trucks stuck in Calais", None),
    ],
)
def test_a_piece_is_told_by_what_stands_beside_its_title(title: str, told: str | None) -> None:
    assert opinion(Article(article_id="a", text="The quay is full.", title=title)) == told


def test_its_author_is_named_and_a_last_line_tells_too() -> None:
    text = "The quay is full. Anton Rask is a pilot. The views are his own."
    article = Article(article_id="a", text=text, title="The quay", author="Anton Rask")
    assert opinion(article) == "an opinion piece by Anton Rask"


def test_a_first_line_of_its_own_tells_it_too() -> None:
    letter = Article(
        article_id="a", text="Letters to the editor\n\nSir, tin is cheap.", title="Tin"
    )
    assert opinion(letter) == "a letter"
    news = Article(article_id="b", text="Letters of credit are dear.\n\nTin is cheap.", title="Tin")
    assert opinion(news) is None
