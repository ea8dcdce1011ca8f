"""An article as a row of a table, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from index.types import Article

_LISTS = ("pages", "changes")
FIELDS = (
    "article_id", "title", "author", "publisher", "published", "url", "source", "content_hash",
    "language", "pages", "changes", "text",
)  # fmt: skip
# The text comes last: what stands before it is read without it.
COLUMNS = ", ".join([*FIELDS[:8], "raw_hash", *FIELDS[8:]])
VALUES = ", ".join(f":{name}" for name in COLUMNS.split(", "))


def values_of(article: Article, raw_hash: str) -> dict[str, str | None]:
    """Return the values of a row.

    Args:
        article: clean.
        raw_hash: of what it was cleaned from, and of the code that did.
    """
    values = {name: getattr(article, name) for name in FIELDS}
    lists = {name: json.dumps(values[name], ensure_ascii=False) for name in _LISTS}
    return {**values, **lists, "raw_hash": raw_hash}


def article_of(row: sqlite3.Row | Mapping[str, Any]) -> Article:
    """Return the article of a row that has at least the columns of one."""
    fields = {name: row[name] for name in FIELDS}
    return Article(**{**fields, **{name: tuple(json.loads(fields[name])) for name in _LISTS}})
