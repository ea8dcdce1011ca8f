from __future__ import annotations

from types import SimpleNamespace

from rag.statements.quotations import meant_by_surname, quoted


def test_a_surname_alone_means_who_has_nearly_all_quotes_of_it() -> None:
    listed = [
        ("Ann Ek", 20), ("Ek", 4), ("Bo Ek", 1), ("Ai Li", 9), ("Li", 3), ("Lars Moe", 2), ("Moe", 5),
    ]  # fmt: skip
    library = SimpleNamespace(speakers=lambda: listed)
    assert meant_by_surname(library) == {"Ek": "Ann Ek"}  # type: ignore[arg-type]


def test_whom_a_surname_alone_means_is_quoted_by_it_too() -> None:
    said = [(article, "Ek" if article == "d" else "Ann Ek") for article in "abcd"]
    library = SimpleNamespace(
        speakers=lambda: [("Ann Ek", 3), ("Ek", 1)],
        # A surname finds everybody of that surname, a full name only its bearer.
        quotes=lambda speaker: [
            SimpleNamespace(article_id=article, quote=SimpleNamespace(speaker=name))
            for article, name in said
            if name == speaker or speaker == "Ek"
        ],
        person=lambda _article, name: SimpleNamespace(name=name),
    )
    assert quoted(library, ["Ann Ek", "Lars Moe"]) == {"Ann Ek": 4, "Lars Moe": 0}  # type: ignore[arg-type]
