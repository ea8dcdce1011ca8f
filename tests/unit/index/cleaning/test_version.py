from __future__ import annotations

from dataclasses import replace

import pytest

from index.cleaning.version import code_hash, modules_of, raw_hash
from index.types import RawArticle

RAW = RawArticle(source="a.txt", article_id="a", text="Zinc rose.")


def test_where_an_article_was_read_does_not_count() -> None:
    assert raw_hash(replace(RAW, source="/elsewhere/a.txt")) == raw_hash(RAW)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Zinc fell."},
        {"title": "Zinc"},
        {"published": "2025-04-09"},
        {"article_id": "b"},
        {"pages": (0,)},
        {"date_unread": True},
        {"problems": ("the date '3/4/25' could not be understood",)},
    ],
)
def test_what_cleaning_sees_counts(change: dict[str, object]) -> None:
    assert raw_hash(replace(RAW, **change)) != raw_hash(RAW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "module",
    [
        "cleaning.clean",
        "cleaning.boilerplate",
        "text.data.boilerplate.toml",
        "cleaning.markup",
        "text.dates",
    ],
)
def test_every_module_that_cleans_counts(module: str) -> None:
    assert module in modules_of("cleaning.clean")


def test_a_module_counts_with_what_it_imports() -> None:
    assert code_hash("cleaning.clean") != code_hash("cleaning.boilerplate")
    assert "quotes.extract" not in modules_of("cleaning.clean")
