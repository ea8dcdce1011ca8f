from __future__ import annotations

import pytest

from rag.question.archive import OfArchive, of_archive


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which articles mention tin?", OfArchive(wants="articles", topic="tin")),
        ("Do you have any stories about the tin quota?",
         OfArchive(wants="articles", topic="the tin quota")),
        ("Where is Ann Ek mentioned?", OfArchive(wants="articles", topic="Ann Ek")),
        ("How many reports mention the word “tin”?", OfArchive(wants="number", topic="tin")),
        ("How many articles are there?", OfArchive(wants="number")),
        ("What is new on tin?", OfArchive(wants="newest", topic="tin")),
        ("What is the latest article?", OfArchive(wants="newest")),
        ("Who is quoted on tin in 2024?", OfArchive(wants="speakers", topic="tin")),
        ("Which stories from Hill Post mention tin?",
         OfArchive(wants="articles", topic="tin", publisher="Hill Post")),
        ("How many articles are from the Hill Post?", OfArchive(wants="number", publisher="the Hill Post")),
        ("How many stories has the Hill Post published?",
         OfArchive(wants="number", publisher="the Hill Post")),
        ("How many articles were published in May 2024?", OfArchive(wants="number")),
        ("Which articles appeared in 2024?", OfArchive(wants="articles")),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_archive_is_read(question: str, asked: OfArchive) -> None:
    assert of_archive(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest duty on tin?",
        "What report on tin did the WTO issue in May?",
        "How many pieces of furniture are subject to duty?",
        "Who was quoted as saying “never”?",
        "What does the new report on tin say?",
        "Which report says that tin fell?",
        "How many articles of the treaty were amended in 2024?",
        "How many articles did customs seize in May?",
    ],
)
def test_a_question_about_the_world_is_none(question: str) -> None:
    assert of_archive(question) is None
