"""The project's invented news: every place points into its story, and tempting sentences are kept."""

from __future__ import annotations

import random

from eval.fitting.invented import Story, invented_claims, invented_groups, invented_stories
from eval.fitting.mining import with_mined
from rag.reader.inputs import Passage

TEXTS = {
    ("A1", 1): "Peru raised its duty on tuna to 9 percent.",
    ("A1", 2): "Rosa Diaz said fishers had asked for it.",
    ("A2", 1): "Chile raised its duty on tuna to 7 percent.",
}
STORY = Story(
    "trade",
    "A1",
    {
        place: Passage(sentence=text, title="Fish", published="2021-05-04")
        for place, text in TEXTS.items()
    },
    (
        {
            "q": "How high is Peru's duty?",
            "a": [["A1", 1]],
            "near": [["A2", 1]],
            "s": "9 percent",
            "c": "Peru asks 9 percent on tuna.",
            "x": "Peru asks 7 percent on tuna.",
        },
        {"q": "How high is Ecuador's duty?", "a": [], "near": [["A1", 1]]},
    ),
)


def test_a_question_stands_over_all_articles_of_its_story() -> None:
    answered, unanswered = invented_groups([STORY])

    assert [c.answers for c in answered.candidates] == [True, False, False]
    assert [c.tempts for c in answered.candidates] == [False, False, True]
    assert answered.candidates[0].span == (32, 41)
    assert not unanswered.answerable


def test_what_tempts_is_always_among_the_candidates() -> None:
    many = Story(
        "trade",
        "B1",
        {
            ("B1", n): Passage(sentence=f"Ecuador's duty rose for the {n}th time.")
            for n in range(1, 60)
        }
        | {("B1", 60): Passage(sentence="Something else altogether.")},
        ({"q": "How often did Ecuador's duty rise?", "a": [], "near": [["B1", 60]]},),
    )
    (mined,) = with_mined(invented_groups([many]), random.Random(1), mined=0)

    assert "Something else altogether." in [c.passage.sentence for c in mined.candidates]


def test_a_reply_is_supported_by_its_sentence_and_not_by_one_that_tempts() -> None:
    found = [(c.claim, c.evidence.sentence[:5], c.verdict) for c in invented_claims([STORY])]

    assert found == [
        ("Peru asks 9 percent on tuna.", "Peru ", "supported"),
        ("Peru asks 7 percent on tuna.", "Peru ", "not"),
        ("Peru asks 9 percent on tuna.", "Chile", "not"),
    ]


def test_the_shipped_stories_point_at_their_own_sentences() -> None:
    stories = invented_stories()

    assert len(stories) > 200
    for story in stories:
        for row in story.questions:
            places = [tuple(p) for p in (*row["a"], *row.get("near", []))]
            assert all(place in story.passages for place in places), row["q"]
            if row.get("s"):
                texts = [story.passages[tuple(p)].sentence for p in row["a"]]
                assert any(row["s"] in text for text in texts), row["q"]
