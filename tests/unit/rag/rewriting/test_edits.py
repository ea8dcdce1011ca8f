"""Edits made by hand: what is put where, what goes, in which order."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from rag.reader.onnx_net import word_pieces
from rag.reader.onnx_reader import SHIPPED
from rag.rewriting.edits import rewritten
from rag.rewriting.inputs import LITTLE, Laid, Said, lay_out, units


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return word_pieces(SHIPPED / "tokenizer.json")


def edited(laid: Laid, drops: str, puts: list[tuple[str, str]]) -> str:
    """Drop words by name; put words of the talk, one stretch after another, before a word or at the "end"."""
    asked = [laid.words(unit) for unit in laid.question]
    talk = [laid.words(unit) for unit in laid.context]
    put = np.zeros((len(talk), len(asked) + 1), bool)
    order = np.zeros(put.shape, np.float32)
    for number, (words, before) in enumerate(puts):
        wanted = units(words)
        start = next(i for i in range(len(talk)) if talk[i : i + len(wanted)] == wanted)
        column = asked.index(before) if before != "end" else len(asked)
        put[start : start + len(wanted), column] = True
        order[start : start + len(wanted), column] = number
    return rewritten(laid, np.array([word in drops.split() for word in asked]), put, order)


def test_a_noun_takes_the_place_of_a_pronoun(tokenizer: Tokenizer) -> None:
    laid = lay_out(tokenizer, "Who set it?", [Said("How high is the duty on zinc?")])
    assert edited(laid, "it", [("the duty on zinc", "it")]) == "Who set the duty on zinc?"


def test_what_its_owner_takes_is_his(tokenizer: Tokenizer) -> None:
    laid = lay_out(tokenizer, "What are its rules?", [Said("Tell me of Norway and Wales.")])
    assert edited(laid, "its", [("Norway", "its")]) == "What are Norway's rules?"
    assert edited(laid, "its", [("Wales", "its")]) == "What are Wales' rules?"


def test_what_is_put_at_the_end_stands_before_the_mark(tokenizer: Tokenizer) -> None:
    laid = lay_out(tokenizer, "What are the limits?", [Said("How does the quota for cod work?")])
    mark = edited(laid, "", [("for", "?"), ("cod", "?")])
    assert mark == "What are the limits for cod?"
    laid = lay_out(tokenizer, "what are the limits", [Said("How does the quota for cod work?")])
    assert edited(laid, "", [("quota for cod", "end")]) == "what are the limits quota for cod"


def test_pieces_stand_in_the_order_that_is_told(tokenizer: Tokenizer) -> None:
    laid = lay_out(
        tokenizer,
        "Why?",
        [Said("Did Peru ban it?"), Said("Peru banned tin in May.", answer=True)],
    )
    ways = [("did", "?"), ("Peru", "?"), ("ban", "?"), ("tin", "?")]
    assert edited(laid, "", ways) == "Why did Peru ban tin?"
    assert edited(laid, "", [ways[3], *ways[:3]]) == "Why tin did Peru ban?"


def test_the_same_words_are_put_but_once(tokenizer: Tokenizer) -> None:
    laid = lay_out(tokenizer, "Who?", [Said("Zinc?"), Said("zinc, zinc", answer=True)])
    put = np.zeros((len(laid.context), 3), bool)
    put[[i for i, u in enumerate(laid.context) if laid.words(u).lower() == "zinc"], 1] = True
    made = rewritten(laid, np.zeros(2, bool), put, np.zeros(put.shape, np.float32))
    assert made.lower().count("zinc") == 1


def test_a_piece_that_another_holds_is_left_out(tokenizer: Tokenizer) -> None:
    laid = lay_out(
        tokenizer, "Who is she?", [Said("Ann Moe spoke."), Said("Moe left.", answer=True)]
    )
    put = np.zeros((len(laid.context), 5), bool)
    put[[i for i, u in enumerate(laid.context) if laid.words(u) in {"Ann", "Moe"}], 2] = True
    made = rewritten(
        laid, np.array([False, False, True, False]), put, np.zeros(put.shape, np.float32)
    )
    assert made == "Who is Ann Moe?"


def test_nothing_goes_for_nothing(tokenizer: Tokenizer) -> None:
    laid = lay_out(tokenizer, "When did they say it?", [Said("What of cod?")])
    assert edited(laid, "they it", [("cod", "it")]) == "When did they say cod?"
    assert edited(laid, "they it", []) == "When did they say it?"


def test_without_edits_a_question_stays_letter_for_letter(tokenizer: Tokenizer) -> None:
    question = "so  what 's  the duty ?"
    laid = lay_out(tokenizer, question, [Said("x")])
    assert edited(laid, "", []) == question


def test_talk_is_laid_out_newest_first_and_cut_where_it_is_long(tokenizer: Tokenizer) -> None:
    said = [Said("Why tin?"), Said("Tin is dear.", answer=True), Said("zinc " * 500), Said("x")] * 9
    laid = lay_out(tokenizer, "who " * 300, said)
    assert laid.texts[1] == " ".join(LITTLE)
    assert laid.texts[2:4] == ["Why tin?", "Tin is dear."]
    assert len(laid.question) == 48
    assert len(laid.ids) == len(laid.types) <= 256
    answers = [laid.types[unit.piece] for unit in laid.context if unit.text == 3]
    assert answers == [1, 1, 1, 1]
    assert laid.ids[laid.end] == tokenizer.token_to_id("[SEP]")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Peru's 4.5% duty", ["Peru", "'s", "4.5%", "duty"]),
        ("the firms’ $30 bn?", ["the", "firms", "’", "$", "30", "bn", "?"]),
        ("the U.S. duty ends.", ["the", "U.S.", "duty", "ends", "."]),
        ("", []),
    ],
)
def test_units_are_words_endings_and_marks(text: str, held: list[str]) -> None:
    assert units(text) == held
