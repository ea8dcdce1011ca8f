"""The word index: SQLite FTS5 over the chunks, with stems as words."""

from __future__ import annotations

from index.database import Database
from index.scope import EVERYTHING, Scope, condition
from index.types import Article, Chunk

# Beyond so many passages a word says nothing, and counting on would cost what it does not give.
MOST_COUNTED = 200_000


class FullText:
    """The words of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_article(self, number: int, article: Article) -> None:
        """Write an article's words under the number of its row, inside a transaction."""
        self._database.connection.execute(
            "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
            (number, article.title, article.text),
        )

    def put(self, number: int, chunk: Chunk) -> None:
        """Write a chunk's words under the number of its row, inside a transaction."""
        self._database.connection.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (number, chunk.title, chunk.text),
        )

    def remove(self, article_id: str) -> None:
        """Forget the words of an article and of its chunks, inside a transaction."""
        self._database.connection.execute(
            "INSERT INTO article_words (article_words, rowid, title, text)"
            " SELECT 'delete', number, title, text FROM articles WHERE article_id = ?",
            (article_id,),
        )
        self._database.connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM chunks WHERE article_id = ?)",
            (article_id,),
        )

    def search(self, expression: str, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk_id, BM25 score, higher is better) for an FTS5 expression."""
        if not expression:
            return []
        inside, values = condition(scope)
        join = "" if scope == EVERYTHING else " JOIN articles a USING (article_id)"
        rows = self._database.connection.execute(
            "SELECT c.chunk_id, -bm25(words, 1.0, 1.0) AS score"
            f" FROM words JOIN chunks c ON c.number = words.rowid{join}"
            f" WHERE words MATCH ? AND {inside} ORDER BY score DESC LIMIT ?",
            (expression, *values, k),
        )
        return [(row["chunk_id"], row["score"]) for row in rows]

    def articles(
        self, expression: str, k: int, scope: Scope = EVERYTHING
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (article id, BM25 score, higher is better) of whole articles."""
        if not expression:
            return []
        inside, values = condition(scope)
        rows = self._database.connection.execute(
            "SELECT a.article_id, -bm25(article_words) AS score"
            " FROM article_words JOIN articles a ON a.number = article_words.rowid"
            f" WHERE article_words MATCH ? AND {inside} ORDER BY score DESC LIMIT ?",
            (expression, *values, k),
        )
        return [(row["article_id"], row["score"]) for row in rows]

    def frequency(self, expression: str) -> int:
        """Return how many chunks match an FTS5 expression, at most ``MOST_COUNTED``."""
        row = self._database.connection.execute(
            "SELECT count(*) AS n FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
            (expression, MOST_COUNTED),
        ).fetchone()
        return int(row["n"])

    def vocabulary(self, start: str) -> list[str]:
        """Return the indexed word stems that begin with ``start``."""
        rows = self._database.connection.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ?",
            (start, start + "\U0010ffff"),
        )
        return [row["term"] for row in rows]


def phrase(word: str) -> str:
    """Return the FTS5 expression for a word, whatever characters it has.

    The country is written "US" and "U.S.", which the index holds as two letters.
    """
    if word == "u.s.":
        return '("us" OR "u s")'
    return '"' + word.replace('"', '""') + '"'
