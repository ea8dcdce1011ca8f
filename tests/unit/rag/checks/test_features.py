from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checks.features import FEATURES, grounds

PASSAGE = "The duty on steel rose to 25% in March. Oslo protested at once. The port is open."


def test_a_sentence_taken_over_is_all_copied() -> None:
    found = grounds("The duty on steel rose to 25% in March.", [PASSAGE])
    assert (found.copied, found.own_words) == (1, 1)
    assert (found.missing, found.spliced) == (0, 0)
    assert found.length == pytest.approx(math.log(9))
    assert found.nearest[0] == "The duty on steel rose to 25% in March."
    assert grounds("Oslo protested.", [PASSAGE]).own_words == 1
    assert grounds("Oslo rose.", [PASSAGE]).own_words == 0


def test_what_is_spliced_is_what_the_fullest_sentence_lacks() -> None:
    # Runs of 4 ("the duty on steel") and 3 ("protested at once") words, of 7.
    found = grounds("The duty on steel protested at once", [PASSAGE])
    assert found.spliced == pytest.approx(3 / 7)
    assert found.copied == pytest.approx(3 / 5)
    assert grounds("The duty on steel is open", [PASSAGE]).spliced == 0


def test_what_goes_on_about_the_sentence_before_is_no_splice() -> None:
    claim = "Lena Varga flew to Lima and signed a contract for rails"
    assert (
        grounds(claim, ["Lena Varga flew to Lima. She signed a contract for rails."]).spliced == 0
    )
    assert grounds(claim, ["Lena Varga flew to Lima. Prado signed a contract for rails."]).spliced


def test_what_is_missing_is_counted() -> None:
    found = grounds("Kari Nordmann sold 70 tonnes of salmon.", [PASSAGE])
    assert found.missing == 6
    assert found.held_reworded == 0


def test_what_is_given_need_not_be_held() -> None:
    assert grounds("Salmon duty rose", [PASSAGE]).missing == 1
    assert grounds("Salmon duty rose", [PASSAGE], given="What about salmon?").missing == 0


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=3))
def test_any_text_gives_finite_figures(claim: str, passages: list[str]) -> None:
    row = grounds(claim, passages).row()
    assert len(row) == len(FEATURES)
    assert all(math.isfinite(value) for value in row)
