"""The fit of the probability that what would be shown is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.fitting.answerability import Lacking, Row, cross_validated, curve, fit
from rag.verdict import answerability
from tests.helpers.files import library_of


def row(number: int, *, right: bool, sign: float) -> Row:
    signs = (sign, *[0.0] * (len(answerability.FEATURES) - 1))
    return Row(set="a", id=str(number), answerable=True, taken_away=False, signs=signs, right=right)


def test_words_are_counted_as_if_articles_were_not_there(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        [
            {"id": "tin", "text": "Tariffs on tin rose in Lima."},
            {"id": "wool", "text": "Tariffs on wool fell."},
        ],
    )
    without = Lacking(library, {"tin"})

    assert library.term_frequency("tariffs") == 2
    assert without.term_frequency("tariffs") == 1
    assert without.term_frequency("tin") == 0
    assert without.chunk_count() == library.chunk_count()  # type: ignore[operator]


def test_a_sign_of_right_answers_gets_a_positive_weight() -> None:
    rows = [row(n, right=n % 2 == 1, sign=float(n % 2)) for n in range(40)]

    assert fit(rows).coef_[0][0] > 1


def test_a_question_and_its_twin_are_held_out_together() -> None:
    # Each question is its own rule: only from its twin could a fold know it.
    rng = np.random.default_rng(3)
    signs = rng.normal(size=30)
    rows = [row(n // 2, right=bool(n % 2), sign=float(signs[n // 2])) for n in range(60)]
    held_out = cross_validated(rows)

    # Of two equal rows one is right and one is not: no fold may tell them apart.
    assert held_out[0::2] == pytest.approx(held_out[1::2])


def test_the_curve_tells_what_is_answered_and_what_of_it_is_wrong() -> None:
    asked = [(row(0, right=True, sign=1.0), 0.9), (row(1, right=False, sign=1.0), 0.5)]
    lines = list(curve(asked))

    assert lines[0].startswith("0.30: sure and right 0.50 of the answerable, wrong 0.50 of all")
    assert lines[-1].startswith("0.90: sure and right 0.50 of the answerable, wrong 0.00 of all")
