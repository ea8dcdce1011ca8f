"""The word index: SQLite FTS5 over the chunks, with stems as words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.store.embedded.database import IN_LIST, Database
from index.store.scope import ENOUGH, EVERYTHING, WIDER, Scope, condition, is_narrow
from index.types import Article, Chunk

# Beyond so many passages a word says nothing, and counting on would cost what it does not give.
MOST_COUNTED = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A table of words and what its rows belong to.

    Attributes:
        of_rows, of_scope: the owners, to be asked for some rows, or for all of a scope: a cross
            join is never turned round.
    """

    words: str
    number: str
    name: str
    of_rows: str
    of_scope: str


_CHUNKS = _Kind(
    words="words",
    number="c.number",
    name="c.chunk_id",
    of_rows="chunks c CROSS JOIN articles a ON a.article_id = c.article_id",
    of_scope="articles a CROSS JOIN chunks c ON c.article_id = a.article_id",
)
_ARTICLES = _Kind(
    words="article_words",
    number="a.number",
    name="a.article_id",
    of_rows="articles a",
    of_scope="articles a",
)


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
        """Return up to ``k`` (chunk_id, BM25 score, higher is better) for an FTS5 expression.

        Within a scope they are fewer where the best of all hold enough of them.
        """
        return self._best(_CHUNKS, expression, k, scope)

    def articles(
        self, expression: str, k: int, scope: Scope = EVERYTHING
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (article id, BM25 score, higher is better) of whole articles."""
        return self._best(_ARTICLES, expression, k, scope)

    def _best(self, kind: _Kind, expression: str, k: int, scope: Scope) -> list[tuple[str, float]]:
        if not expression:
            return []
        if scope == EVERYTHING:
            return self._named(kind, self._ranked(kind, "", (expression, k)), scope)
        if not is_narrow(self._database, scope):
            ranked = self._ranked(kind, "", (expression, WIDER[-1] * k))
            for times in WIDER:
                found = self._named(kind, ranked[: times * k], scope)
                if len(found) * ENOUGH >= k or len(ranked) < times * k:
                    return found[:k]
        # The plus keeps the list out of the word index, which would be asked anew for each of it.
        inside, values = condition(scope)
        only = f"AND +rowid IN (SELECT {kind.number} FROM {kind.of_scope} WHERE {inside})"
        return self._named(kind, self._ranked(kind, only, (expression, *values, k)), EVERYTHING)

    def _ranked(self, kind: _Kind, only: str, values: Sequence[Any]) -> list[tuple[int, float]]:
        """Return (row number, BM25 score), best first.

        The table's own order is quicker by half, but weighs what ``only`` leaves out too.
        """
        rows = self._database.connection.execute(
            f"SELECT rowid, -rank AS score FROM {kind.words} WHERE {kind.words} MATCH ? {only}"
            f" ORDER BY {'+rank' if only else 'rank'} LIMIT ?",
            values,
        )
        return [(row["rowid"], row["score"]) for row in rows]

    def _named(
        self, kind: _Kind, ranked: Sequence[tuple[int, float]], scope: Scope
    ) -> list[tuple[str, float]]:
        """Return those within a scope with their names, in their order."""
        inside, values = condition(scope)
        rows = self._database.connection.execute(
            f"SELECT {kind.number} AS number, {kind.name} AS name FROM {kind.of_rows}"
            f" WHERE {kind.number} IN {IN_LIST} AND {inside}",
            (json.dumps([number for number, _score in ranked]), *values),
        )
        names = {row["number"]: row["name"] for row in rows}
        return [(names[number], score) for number, score in ranked if number in names]

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
