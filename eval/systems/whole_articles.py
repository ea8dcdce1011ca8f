"""BM25 over whole articles: the plain full-text search that retrieval has to beat."""

from __future__ import annotations

import sqlite3

from index.library import Library
from index.store.full_text import phrase
from index.text.words import content_words

MOST = 10


class WholeArticles:
    """Every article of a library as one document of a word index in memory, of the stored one's tokens."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids = [row.article_id for row in library.articles()]
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "CREATE VIRTUAL TABLE words USING"
            " fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        for number, article in enumerate(map(library.article, self._ids)):
            self._db.execute(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                (number, article.title or "", article.text),
            )

    def find(self, question: str) -> list[tuple[str, str]]:
        """Return (article id, its text), best first."""
        if not (words := content_words(question)):
            return []
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
            (" OR ".join(map(phrase, words)), MOST),
        )
        return [(id_, self._library.article(id_).text) for id_ in (self._ids[n] for (n,) in rows)]
