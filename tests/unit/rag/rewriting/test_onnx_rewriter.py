"""The shipped rewriter, as it ships: what it borrows, what it leaves alone, its hash checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.errors import WeightsError
from rag.rewriting import OnnxRewriter, Said
from rag.rewriting.onnx_rewriter import SHIPPED

ANSWERED = [
    Said("How high is the duty on zinc in Norway?"),
    Said("Norway raised the duty on zinc to 4 percent, Kari Dahl said.", answer=True),
]


@pytest.fixture(scope="module")
def rewriter() -> OnnxRewriter:
    return OnnxRewriter()


@pytest.mark.parametrize(
    ("question", "borrowed"),
    [
        ("Who pays it?", "zinc"),
        ("What did she say about copper?", "Kari Dahl"),
        ("Since when is it so high?", "zinc"),
    ],
)
def test_what_points_back_is_spelled_out(
    rewriter: OnnxRewriter, question: str, borrowed: str
) -> None:
    assert borrowed in rewriter.rewrite(question, ANSWERED)


def test_a_question_about_something_else_stays_letter_for_letter(rewriter: OnnxRewriter) -> None:
    question = "How many tonnes of wheat did Odesa load on Friday?"
    assert rewriter.rewrite(question, ANSWERED) == question


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    for name in ("rewriter.onnx", "rewriter.json"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    with (tmp_path / "rewriter.onnx").open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(WeightsError, match=r"rewriter.*hash.*install tradewire anew"):
        OnnxRewriter(tmp_path).rewrite("Who?", ANSWERED)


def test_the_weights_are_small_and_described() -> None:
    described = json.loads((SHIPPED / "rewriter.json").read_text())
    assert described["bytes"] == (SHIPPED / "rewriter.onnx").stat().st_size < 24_000_000
