"""The word index of a folder: what ``RankedWords`` asks; FTS5 tells whether an expression holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.store.embedded.database import Database
from index.store.scope import EVERYTHING
from index.store.scope import condition as within
from index.store.words.lexemes import counted, lexemes
from index.store.words.ranked import CHUNKS, Condition, Kind, RankedWords
from index.store.words.rows import Numbers, running
from index.store.words.tally import Tally
from index.types import Article, Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table that FTS5 keeps, and what its rows belong to.

    Attributes:
        words: its name.
        number, name: of an owner.
        of_rows: the owners, to be asked for some rows: a cross join is never turned round.
        runs: the owners of a scope, as the first number and how many follow.
    """

    words: str
    number: str
    name: str
    of_rows: str
    runs: str


_CHUNKS = _Table(
    words="words",
    number="c.number",
    name="c.chunk_id",
    of_rows="chunks c CROSS JOIN articles a ON a.article_id = c.article_id",
    runs="w.first, w.chunks FROM articles a CROSS JOIN wholes w ON w.article = a.number",
)
_ARTICLES = _Table(
    words="article_words",
    number="a.number",
    name="a.article_id",
    of_rows="articles a",
    runs="a.number, 1 FROM articles a",
)


class FullText(RankedWords):
    """The words of one index.

    Args:
        database: the catalogue's.
        tally: takes what a transaction changes.
    """

    _database: Database

    def __init__(self, database: Database, tally: Tally) -> None:
        super().__init__(database)
        self._tally = tally

    def put(
        self, article: Article, number: int, chunks: Sequence[Chunk], numbers: Sequence[int]
    ) -> None:
        """Write the words of an article and of its chunks, inside a transaction.

        Args:
            article: whose text its chunks hold among them.
            number: of its row.
            chunks: of the article.
            numbers: of their rows.
        """
        self._database.connection.execute(
            "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)",
            (number, article.title, article.text),
        )
        self._database.connection.executemany(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            [(n, c.title, c.text) for n, c in zip(numbers, chunks, strict=True)],
        )
        whole = lexemes(article.title or "")
        for n, chunk in zip(numbers, chunks, strict=True):
            own = lexemes(chunk.text)
            whole += own
            words = lexemes(chunk.title) + own
            self._tally.chunks.come(n, Counter(words), len(words))
        self._tally.articles.come(number, Counter(whole), len(whole))

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

    def _matching(self, kind: Kind, expression: str, most: int | None = None) -> int:
        table = _table(kind).words
        row = self._database.connection.execute(
            f"SELECT count(*) AS n FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)",
            (expression, -1 if most is None else most),
        ).fetchone()
        return int(row["n"])

    def _names(
        self, kind: Kind, numbers: Sequence[int], condition: Condition
    ) -> Iterable[tuple[int, str]]:
        table, (inside, values) = _table(kind), within(condition.scope, self._database)
        if condition.matching is not None:
            # Row by row: what matches may be a large part of all.
            inside += (
                f" AND EXISTS (SELECT 1 FROM {table.words} WHERE {table.words} MATCH :expression"
                f" AND rowid = {table.number})"
            )
            values["expression"] = condition.matching.expression
        # Rows as they are: they may be thousands.
        return self._database.execute(
            f"SELECT {table.number}, {table.name} FROM {table.of_rows}"
            f" WHERE {table.number} IN :numbers AND {inside}",
            {**values, "numbers": list(numbers)},
        )

    def _numbers(self, kind: Kind, condition: Condition) -> Numbers:
        table, (inside, values) = _table(kind), within(condition.scope, self._database)
        runs = self._database.execute(f"SELECT {table.runs} WHERE {inside}", values).fetchall()
        if condition.matching is None:
            return running(runs)
        matching = self._database.execute(
            f"SELECT rowid FROM {table.words} WHERE {table.words} MATCH :expression",
            {"expression": condition.matching.expression},
        )
        found = np.fromiter((row[0] for row in matching), dtype=np.int64)
        return found if condition.scope == EVERYTHING else np.intersect1d(found, running(runs))


def _table(kind: Kind) -> _Table:
    return _CHUNKS if kind is CHUNKS else _ARTICLES


def phrase(word: str) -> str:
    """Return the FTS5 expression for a word, whatever characters it has.

    The country is written "US" and "U.S.", which the index holds as two letters.
    """
    if word == "u.s.":
        return '("us" OR "u s")'
    return '"' + word.replace('"', '""') + '"'
