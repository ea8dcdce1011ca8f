from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from eval.fitting.rewriting.edits import edits
from eval.fitting.rewriting.talks import FollowUp, Turn, said_before
from rag.reader.onnx_net import word_pieces
from rag.reader.onnx_reader import SHIPPED
from rag.rewriting.edits import rewritten

TALK = [
    Turn(
        "What did Ann Moe say about cod?", "What did Ann Moe say about cod?", "Ann Moe said: “No.”"
    ),
    Turn("When?", "When did Ann Moe say it about cod?", "She said it on Tuesday."),
    Turn("And Ole Dahl?", "What did Ole Dahl say about cod?", "Ole Dahl said: “Yes.”"),
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return word_pieces(SHIPPED / "tokenizer.json")


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("And Ole Dahl?", "What did Ole Dahl say about cod?"),
        ("Who is she?", "Who is Ann Moe?"),
        ("why not", "why did Ann Moe say not"),
        ("How much cod is caught off Peru?", "How much cod is caught off Peru?"),
    ],
)
def test_edits_make_what_their_writer_wrote(tokenizer: Tokenizer, asked: str, alone: str) -> None:
    made = edits(tokenizer, FollowUp(asked, said_before(TALK, 1), alone))
    order = np.zeros(made.put.shape, np.float32)
    for place, runs in made.runs.items():
        order[runs, place] = range(len(runs))
    assert made.missing == ()
    assert rewritten(made.laid, made.dropped, made.put, order).lower() == alone.lower()


def test_what_the_talk_does_not_hold_is_missing(tokenizer: Tokenizer) -> None:
    made = edits(tokenizer, FollowUp("Why?", said_before(TALK, 1), "Why did Kari Moe say cod?"))
    assert made.missing == ("kari",)


def test_the_same_word_elsewhere_is_no_fault(tokenizer: Tokenizer) -> None:
    made = edits(tokenizer, FollowUp("Who?", said_before(TALK, 1), "Who said cod?"))
    cod = [made.laid.words(unit) == "cod" for unit in made.laid.context]
    assert made.put[cod].sum() == 1
    said = [made.laid.words(unit) == "said" for unit in made.laid.context]
    assert not (made.elsewhere & made.put).any()
    assert made.put[said].sum() == 1


def test_earlier_questions_stand_alone_and_the_latest_answers_are_heard() -> None:
    said = said_before(TALK, 3)
    assert [part.text for part in said[::2]] == [turn.alone for turn in reversed(TALK)]
    assert [part.answer for part in said] == [False, True] * 3
    assert all(not part.answer for part in said_before(TALK, 3, answers=False))
