"""The word index of a folder: what ``RankedWords`` asks; FTS5 tells whether an expression holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.store.embedded.database import IN_LIST, Database, packed
from index.store.scope import EVERYTHING, Scope, condition, is_narrow
from index.store.words.lexemes import counted
from index.store.words.ranked import CHUNKS, Condition, Kind, RankedWords
from index.store.words.rows import Numbers
from index.store.words.tally import Tally
from index.types import Article, Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table that FTS5 keeps, and what its rows belong to.

    Attributes:
        words: its name.
        number, name: of an owner.
        of_rows, of_scope: the owners, to be asked for some rows, or for all of a scope: a cross
            join is never turned round.
    """

    words: str
    number: str
    name: str
    of_rows: str
    of_scope: str


_CHUNKS = _Table(
    words="words",
    number="c.number",
    name="c.chunk_id",
    of_rows="chunks c CROSS JOIN articles a ON a.article_id = c.article_id",
    of_scope="articles a CROSS JOIN chunks c ON c.article_id = a.article_id",
)
_ARTICLES = _Table(
    words="article_words",
    number="a.number",
    name="a.article_id",
    of_rows="articles a",
    of_scope="articles a",
)


class FullText(RankedWords):
    """The words of one index.

    Args:
        database: the catalogue's.
        tally: takes what a transaction changes.
    """

    def __init__(self, database: Database, tally: Tally) -> None:
        self._database = database
        self._tally = tally

    def put_article(self, number: int, article: Article) -> None:
        """Write an article's words under the number of its row, inside a transaction."""
        self._database.connection.execute(
            "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
            (number, article.title, article.text),
        )
        self._tally.articles.come(number, *counted(article.title or "", article.text))

    def put(self, number: int, chunk: Chunk) -> None:
        """Write a chunk's words under the number of its row, inside a transaction."""
        self._database.connection.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (number, chunk.title, chunk.text),
        )
        self._tally.chunks.come(number, *counted(chunk.title, chunk.text))

    def remove(self, article_id: str) -> None:
        """Forget the words of an article and of its chunks, inside a transaction."""
        for changes, query in (
            (self._tally.articles,
             "SELECT number, coalesce(title, ''), text FROM articles WHERE article_id = ?"),
            (self._tally.chunks,
             "SELECT c.number, w.title, w.text FROM chunks c JOIN words w ON w.rowid = c.number"
             " WHERE c.article_id = ?"),
        ):  # fmt: skip
            for number, title, text in self._database.connection.execute(query, (article_id,)):
                changes.gone(number, *counted(title, text))
        self._database.connection.execute(
            "INSERT INTO article_words (article_words, rowid, title, text)"
            " SELECT 'delete', number, title, text FROM articles WHERE article_id = ?",
            (article_id,),
        )
        self._database.connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM chunks WHERE article_id = ?)",
            (article_id,),
        )

    def vocabulary(self, start: str) -> list[str]:
        """Return the stored word stems that begin with ``start``."""
        rows = self._database.connection.execute(
            "SELECT lexeme FROM word_counts WHERE lexeme >= ? AND lexeme < ?"
            " GROUP BY lexeme HAVING sum(chunks) > 0 ORDER BY lexeme",
            (start, start + "\U0010ffff"),
        )
        return [row["lexeme"] for row in rows]

    def _totals(self, kind: Kind) -> tuple[int, int]:
        n, words = self._database.connection.execute(
            f"SELECT {kind.table}, {kind.words} FROM totals"
        ).fetchone()
        return n, words

    def _counts(self, kind: Kind, phrases: Iterable[Sequence[str]]) -> dict[str, int]:
        words = {word for phrase in phrases for word in phrase}
        rows = self._database.connection.execute(
            f"SELECT lexeme, sum({kind.table}) AS n FROM word_counts WHERE lexeme IN {IN_LIST}"
            " GROUP BY lexeme",
            (packed(sorted(words)),),
        )
        return dict.fromkeys(words, 0) | {row["lexeme"]: row["n"] for row in rows}

    def _packed(self, kind: Kind, words: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for row in self._database.connection.execute(
            f"SELECT lexeme, {kind.rows} AS rows FROM word_counts WHERE lexeme IN {IN_LIST}",
            (packed(words),),
        ):
            yield row["lexeme"], row["rows"]

    def _matching(self, kind: Kind, expression: str, most: int | None = None) -> int:
        table = _table(kind).words
        row = self._database.connection.execute(
            f"SELECT count(*) AS n FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)",
            (expression, -1 if most is None else most),
        ).fetchone()
        return int(row["n"])

    def _named(
        self, kind: Kind, ranked: Sequence[tuple[int, float]], wanted: Condition
    ) -> list[tuple[str, float]]:
        table, (inside, values) = _table(kind), condition(wanted.scope)
        if wanted.matching is not None:
            # Row by row: what matches may be a large part of all.
            inside += (
                f" AND EXISTS (SELECT 1 FROM {table.words} WHERE {table.words} MATCH ?"
                f" AND rowid = {table.number})"
            )
            values = [*values, wanted.matching.expression]
        rows = self._database.connection.execute(
            f"SELECT {table.number} AS number, {table.name} AS name FROM {table.of_rows}"
            f" WHERE {table.number} IN {IN_LIST} AND {inside}",
            (packed([number for number, _score in ranked]), *values),
        )
        names = {row["number"]: row["name"] for row in rows}
        return [(names[number], score) for number, score in ranked if number in names]

    def _numbers(self, kind: Kind, wanted: Condition) -> Numbers:
        table, (inside, values) = _table(kind), condition(wanted.scope)
        within = f"SELECT {table.number} FROM {table.of_scope} WHERE {inside}"
        if wanted.matching is None:
            return self._list(within, values)
        matching = self._list(
            f"SELECT rowid FROM {table.words} WHERE {table.words} MATCH ?",
            [wanted.matching.expression],
        )
        if wanted.scope == EVERYTHING:
            return matching
        return matching[np.isin(matching, self._list(within, values))]

    def _list(self, query: str, values: Sequence[str]) -> Numbers:
        rows = self._database.connection.execute(query, values)
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def _is_narrow(self, scope: Scope) -> bool:
        return is_narrow(self._database, scope)


def _table(kind: Kind) -> _Table:
    return _CHUNKS if kind is CHUNKS else _ARTICLES


def phrase(word: str) -> str:
    """Return the FTS5 expression for a word, whatever characters it has.

    The country is written "US" and "U.S.", which the index holds as two letters.
    """
    if word == "u.s.":
        return '("us" OR "u s")'
    return '"' + word.replace('"', '""') + '"'
