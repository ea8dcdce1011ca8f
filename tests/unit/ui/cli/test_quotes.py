"""The table that people open in a sheet, and what the terminal says of a choice."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import OperationError
from index.library import Library
from rag.statements.quotations import quotations, speakers
from rag.types import Filters
from ui.cli.quotes import cell, reason, write_csv


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_other_cells_stay() -> None:
    assert [cell(v) for v in ("said", 'a "b", c', "25% = x", 7, None)] == [
        "said", 'a "b", c', "25% = x", "7", "",
    ]  # fmt: skip


@given(st.text())
def test_a_cell_only_ever_gains_an_apostrophe(text: str) -> None:
    shown = cell(text)
    assert shown.removeprefix("'") == text.removeprefix("'") or shown == f"'{text}"
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))


def test_a_table_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "said.csv"
    write_csv(target, [{"a": "“x”, y\nz", "b": "'=1"}])
    with target.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["a", "b"], ["“x”, y\nz", "'=1"]]
    with pytest.raises(OperationError, match="--csv"):
        write_csv(tmp_path / "none" / "said.csv", [])
    assert [path.name for path in tmp_path.iterdir()] == ["said.csv"]


def test_a_choice_is_told_with_both_rules(library: Library, index_folder: Path) -> None:
    (index_folder / "aliases.csv").write_text("K. Nordmann,Kari Nordmann\n", encoding="utf-8")
    found = quotations(library, filters=Filters(speaker="K. Nordmann"))
    assert {q.speaker for q in found} == {"Kari Nordmann"}
    assert {q.person for q in found} == {"K. Nordmann"}
    told = reason(found[0])
    assert str(found[0].rule) in told
    assert told.endswith("Kari Nordmann is K. Nordmann: alias file")
    (counted,) = speakers(found)
    assert (counted.quotes, counted.articles) == (len(found), 1)
    assert counted.names == {"Kari Nordmann": "alias file"}
