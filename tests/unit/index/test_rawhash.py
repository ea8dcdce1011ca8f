from __future__ import annotations

from dataclasses import replace

import pytest

from index.rawhash import raw_hash
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
        {"problems": ("the date '3/4/25' could not be understood",)},
    ],
)
def test_what_cleaning_sees_counts(change: dict[str, object]) -> None:
    assert raw_hash(replace(RAW, **change)) != raw_hash(RAW)  # type: ignore[arg-type]
