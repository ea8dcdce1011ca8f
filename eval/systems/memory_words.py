"""A word index in memory, for comparisons: the same tokens and scores as the stored one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


class MemoryWords:
    """Documents (title, text), found by the words they hold."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "CREATE VIRTUAL TABLE words USING"
            " fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._db.executemany(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            ((number, title, text) for number, (title, text) in enumerate(documents)),
        )

    def search(self, expression: str, k: int) -> list[int]:
        """Return the numbers of up to ``k`` documents for an FTS5 expression, best first."""
        if not expression:
            return []
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
            (expression, k),
        )
        return [int(number) for (number,) in rows]
