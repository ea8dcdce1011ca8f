from __future__ import annotations

import pytest

from index.library import Library
from rag.filters import filters, unknown
from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "tin-1", "title": "Tin", "publisher": "Hill Post",
     "text": "Minister Ann Ek opposes the quota. “Tin is ours,” Ek said."},
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "near"),
    [
        ("publisher", "Hil Post", "“Hill Post”"),
        ("speaker", "Annn Ekt", "“Ann Ek”"),
        ("article", "tin-2", "“tin-1”"),
        ("speaker", "Zebulon Quark", "“Ann Ek”"),
    ],
)
def test_a_value_that_fits_nothing_is_named_with_near_ones(
    name: str, value: str, near: str, press: Library
) -> None:
    refusal = unknown(filters(**{name: value}), press)  # type: ignore[arg-type]
    assert refusal is not None
    assert value in refusal.message
    assert near in refusal.message
    assert refusal.missing == (value,)


def test_a_value_that_is_there_is_known(press: Library) -> None:
    assert unknown(filters(publisher="hill post", speaker="Ek", article="tin-1"), press) is None


def test_the_answer_is_a_refusal(ask: Ask) -> None:
    answer = ask({"question": "Who owns tin?", "speaker": "Zebulon Quark"})  # type: ignore[arg-type]
    assert answer.status == "refused"
    assert "Zebulon Quark" in answer.text
