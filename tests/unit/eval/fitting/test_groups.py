"""What the reader learns from: groups, near misses, mining, arrays."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from eval.fitting.bundle import Bundle, Claim, bundled
from eval.fitting.groups import Candidate, Group, near_misses, news_groups, news_texts
from eval.fitting.invented import shipped
from eval.fitting.mining import with_mined
from eval.fitting.prepare import plain
from rag.reader.inputs import Passage
from rag.reader.onnx_reader import SHIPPED

TEXT = """Peru raises fish duty

Peru raised its duty on tuna to 9 percent in 2021. Minister Rosa Diaz said that fishers had asked for it.
Chile kept its own at 5 percent."""


def group(question: str, *answers: int) -> Group:
    sentences = ["Peru raised its duty in 2021.", "Chile kept its own.", "Rosa Diaz spoke in Lima."]
    return Group(
        source="news",
        text="t",
        question=question,
        candidates=tuple(
            Candidate(passage=Passage(sentence=s), answers=at in answers)
            for at, s in enumerate(sentences)
        ),
    )


def test_news_questions_find_their_sentence_and_the_asked_words(tmp_path: Path) -> None:
    (tmp_path / "paper_2021-05-04_fish.txt").write_text(TEXT, encoding="utf-8")
    texts = news_texts(tmp_path)
    start = TEXT.index("Peru raised")
    rows = [
        {
            "t": "paper_2021-05-04_fish",
            "q": "How high?",
            "a": [[start, start + 50]],
            "s": "9 percent",
        }
    ]
    made = news_groups(rows, texts)[0]
    answers = [c for c in made.candidates if c.answers]

    assert len(answers) == 1
    assert answers[0].span is not None
    assert answers[0].passage.sentence[slice(*answers[0].span)] == "9 percent"
    assert answers[0].passage.published == "2021-05-04"
    assert answers[0].passage.title == "Peru raises fish duty"


def test_a_near_miss_differs_in_one_thing_and_has_no_answer() -> None:
    twins = list(near_misses([group("What did Peru raise in 2021?", 0)], random.Random(1), 1.0))

    assert len(twins) == 1
    assert not twins[0].answerable
    assert twins[0].question != "What did Peru raise in 2021?"
    assert twins[0].question.startswith("What did Peru raise in ")


def test_a_question_without_an_answer_has_no_twin() -> None:
    assert not list(near_misses([group("What did Peru raise in 2021?")], random.Random(1), 1.0))


def test_answers_come_first_and_others_from_other_texts_last() -> None:
    other = Group(
        source="news",
        text="u",
        question="Who raised the fee?",
        candidates=(Candidate(passage=Passage(sentence="Bolivia raised its duty."), answers=True),),
    )
    mined = with_mined([group("Who raised its duty?", 0), other], random.Random(2), mined=2)[0]

    assert mined.candidates[0].answers
    assert sum(c.answers for c in mined.candidates) == 1
    assert {c.passage.sentence for c in mined.candidates} >= {"Chile kept its own."}


def test_arrays_hold_what_the_groups_hold(tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    groups = [group("Who raised its duty?", 0), group("Who sang?")]
    claim = Claim(
        text="t", claim="Peru sang.", evidence=Passage(sentence="Peru sang."), verdict="supported"
    )
    made = bundled(groups, [claim], tokenizer, held_out=["t"])
    made.save(tmp_path / "bundle.npz")
    read = Bundle.load(tmp_path / "bundle.npz")

    def words(row: int) -> str:
        return str(
            tokenizer.decode(read.pieces[read.offsets[row] : read.offsets[row + 1]].tolist())
        )

    assert words(int(read.question[1])) == "who sang?"
    assert [words(int(row)) for row in read.sentence[:2]] == [
        "peru raised its duty in 2021.", "chile kept its own.",
    ]  # fmt: skip
    assert read.answers.tolist() == [1, 0, 0, 0, 0, 0]
    assert read.held_out.tolist() == [1, 1]
    assert read.sources == ("news",)
    assert np.array_equal(read.first, [0, 3, 6])


def test_own_questions_are_many_and_a_third_has_no_answer() -> None:
    rows = shipped("news_questions")
    without = sum(not row["a"] for row in rows)

    assert len(rows) > 5000
    assert 0.25 < without / len(rows) < 0.4


def test_texts_are_compared_without_case_marks_and_blanks() -> None:
    long = "Peru raised its duty on tuna, said Rosa Diaz; Chile did not."
    assert plain(long) == plain(long.upper().replace(",", " —"))
    assert plain("Too short.") == ""
