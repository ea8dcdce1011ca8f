from __future__ import annotations

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.settings import Settings
from tests.helpers.files import library_of
from tests.helpers.reading import READER

PRESS = [
    {
        "id": "for",
        "date": "2024-03-01",
        "title": "Berg on the salmon duty",
        "text": "“The salmon duty protects our own farmers and it will stay,” said Olga Berg, the Norwegian trade "
        "minister. "
        "The harbour was quiet.",
    },
    {
        "id": "against",
        "date": "2024-03-02",
        "title": "Dahl on the salmon duty",
        "text": "“The salmon duty hurts everybody who eats salmon,” said Nils Dahl, a fishmonger.",
    },
    {
        "id": "later",
        "date": "2025-06-02",
        "title": "Berg again on the salmon duty",
        "text": "“The salmon duty ends with this year,” said Olga Berg, the trade minister.",
    },
    {
        "id": "abroad",
        "date": "2024-03-04",
        "title": "Canada answers",
        "text": "“Canada will answer the salmon duty in kind,” said Emma Roy, the Canadian trade minister.",
    },
    {
        "id": "else",
        "date": "2024-03-03",
        "title": "Football",
        "text": "“Bergen played well on Sunday and won,” said Kari Lie, a trainer.",
    },
]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(tmp_path_factory.mktemp("press"), PRESS)


def asked(question: str, press: Library) -> Answer:
    return AnswerChain(
        press, Settings(index=press.folder, mode="extractive"), reader=READER
    ).invoke(question)


def test_each_speaker_is_shown_in_the_questions_order(press: Library) -> None:
    answer = asked("Compare Nils Dahl with Olga Berg on the salmon duty.", press)
    assert answer.status == "answered"
    assert [q.speaker for q in answer.quotes][:2] == ["Nils Dahl", "Olga Berg"]
    assert [c.article_id for c in answer.citations][:2] == ["against", "later"]


def test_one_speaker_at_two_times(press: Library) -> None:
    answer = asked("How did Olga Berg differ on the salmon duty in 2024 and in 2025?", press)
    assert answer.status == "answered"
    assert "will stay" in answer.text
    assert "ends with this year" in answer.text


def test_who_says_nothing_of_the_subject_is_no_side(press: Library) -> None:
    answer = asked("Compare Kari Lie with Olga Berg on the salmon duty.", press)
    assert all("Bergen played" not in q.text for q in answer.quotes)


@pytest.mark.parametrize(
    "question",
    [
        "How do Norway and Canada differ on the salmon duty?",
        "What do both sides say about the salmon duty between Norway and Canada?",
    ],
)
def test_countries_speak_through_their_officials(question: str, press: Library) -> None:
    answer = asked(question, press)
    assert [q.speaker for q in answer.quotes][:2] == ["Olga Berg", "Emma Roy"]
    assert "Dahl" not in answer.text
