"""The fit of what decides between answering and refusing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from eval.fit_refusal import Lacking, Row, cross_validated, fit, predict

from tests.files import library_of


def row(of: str, number: int, *, answerable: bool, sign: float) -> Row:
    return Row(
        set=of,
        id=str(number),
        answerable=answerable,
        taken_away=not answerable,
        signs=(sign,),
        threshold=0.5,
    )


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


def test_answers_and_their_absence_weigh_the_same_whatever_their_number() -> None:
    few = [row("a", 0, answerable=False, sign=0.0)]
    many = [row("a", n, answerable=True, sign=1.0) for n in range(1, 10)]
    at_the_middle = predict(fit([*few, *many]), np.array([[0.5]]))

    assert float(at_the_middle[0]) == pytest.approx(0.5, abs=0.01)


def test_a_question_and_its_twin_are_held_out_together() -> None:
    # Each question is its own rule: only from its twin could a fold know it.
    rng = np.random.default_rng(3)
    signs = rng.normal(size=60)
    rows = [row("a", n, answerable=bool(n % 2), sign=float(signs[n // 2])) for n in range(60)]
    twins = [Row(set=r.set, id=str(int(r.id) // 2), answerable=r.answerable, taken_away=r.taken_away,
                 signs=r.signs, threshold=0.5) for r in rows]  # fmt: skip
    held_out = cross_validated(twins)

    # Of two equal rows one is answerable and one is not: no fold may tell them apart.
    assert held_out[0::2] == pytest.approx(held_out[1::2])
