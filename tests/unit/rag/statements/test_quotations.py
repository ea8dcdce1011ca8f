from __future__ import annotations

from types import SimpleNamespace

from rag.statements.quotations import meant_by_surname


def test_a_surname_alone_means_who_has_nearly_all_quotes_of_it() -> None:
    quoted = [
        ("Ann Ek", 20), ("Ek", 4), ("Bo Ek", 1), ("Ai Li", 9), ("Li", 3), ("Lars Moe", 2), ("Moe", 5),
    ]  # fmt: skip
    library = SimpleNamespace(speakers=lambda: quoted)
    assert meant_by_surname(library) == {"Ek": "Ann Ek"}  # type: ignore[arg-type]
