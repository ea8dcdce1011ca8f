from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import OperationError
from index.replacing import replacing


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("old")
    with replacing(path, "the list", "name another") as beside:
        beside.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_after_an_error_the_file_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("old")

    def fails() -> None:
        with replacing(path, "the list", "name another") as beside:
            beside.write_text("ne")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "list.txt"
    told = f"Cannot write the list {path}: Not a directory; name another."
    with pytest.raises(OperationError) as caught, replacing(path, "the list", "name another") as b:
        b.write_text("new")
    assert str(caught.value) == told
