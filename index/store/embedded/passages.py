"""The sentences, chunks and vectors of the articles in a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np

from index.models.embedder import STORED, Embedded, Vectors
from index.store.chunks import Parts
from index.store.embedded.database import Database
from index.store.embedded.word_counts import numbers
from index.store.full_text import FullText
from index.store.scope import EVERYTHING, Scope, condition
from index.store.words.rows import Numbers, running
from index.store.words.tally import Tally
from index.types import Article, Chunk, Sentence

# The vectors of so many articles are looked at in one go.
PART = 400


class Passages(Parts):
    """Those of an index folder.

    Args:
        database: the catalogue's.
        full_text: takes the words of what is put.
        tally: of the transaction.
    """

    _FROM = "chunks JOIN words ON words.rowid = chunks.number"
    _database: Database

    def __init__(self, database: Database, full_text: FullText, tally: Tally) -> None:
        super().__init__(database)
        self._full_text = full_text
        self._tally = tally

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def put(
        self,
        article: Article,
        number: int,
        sentences: Sequence[Sentence],
        chunks: Sequence[Chunk],
        embedded: Sequence[Embedded],
    ) -> None:
        """Write an article's sentences and chunks with their vectors, inside a transaction.

        Args:
            article: that they make up.
            number: of its row.
            sentences: of the article.
            chunks: of the article.
            embedded: the vectors of each chunk, in their order.
        """
        self._db.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
            [(s.article_id, s.number, s.paragraph, s.start, s.end) for s in sentences],
        )
        given = numbers(self._tally.chunks, self._db, "chunk", len(chunks))
        self._db.executemany(
            "INSERT INTO chunks (number, chunk_id, article_id, first_sentence, last_sentence,"
            ' start, "end", vectors) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
            [(n, c.chunk_id, c.article_id, c.first_sentence, c.last_sentence, c.start, c.end,
              e.to_bytes()) for n, c, e in zip(given, chunks, embedded, strict=True)],
        )  # fmt: skip
        if chunks:
            wholes = np.stack([e.whole for e in embedded]).astype(STORED)
            self._db.execute(
                "INSERT INTO wholes VALUES (?, ?, ?, ?)",
                (number, given[0], len(chunks), wholes.tobytes()),
            )
        self._full_text.put(article, number, chunks, given)

    def replace_vectors(self, chunks: Sequence[Chunk], embedded: Iterable[Embedded]) -> None:
        """Give chunks that there are other vectors, inside a transaction that ends with ``gather``."""
        self._db.executemany(
            "UPDATE chunks SET vectors = ? WHERE chunk_id = ?",
            [(e.to_bytes(), c.chunk_id) for c, e in zip(chunks, embedded, strict=True)],
        )

    def existing(
        self, found: Sequence[tuple[str, float]], scope: Scope = EVERYTHING
    ) -> list[tuple[str, float]]:
        """Return of some (chunk id, score) those whose chunk exists in a scope, in their order.

        Args:
            found: by whatever score.
            scope: where the chunk has to lie.
        """
        inside, values = condition(scope, self._database)
        rows = self._database.ask(
            "SELECT c.chunk_id FROM chunks c CROSS JOIN articles a ON a.article_id = c.article_id"
            f" WHERE c.chunk_id IN :ids AND {inside}",
            {**values, "ids": [id_ for id_, _score in found]},
        )
        known = {row["chunk_id"] for row in rows}
        return [(id_, score) for id_, score in found if id_ in known]

    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity) within a scope, best first.

        Every vector of the scope is looked at: exact, and two milliseconds for each thousand of them.
        """
        best: list[tuple[float, int]] = []
        for there, rows in self._wholes(scope) if k > 0 else ():
            # On one core: a second one would be waited for longer than this takes.
            near = np.einsum("ij,j->i", rows, query)
            # Of two alike the one that was stored first.
            order = np.lexsort((there, -near))[:k]
            best = sorted([*best, *((-float(near[n]), int(there[n])) for n in order)])[:k]
        ids = self._ids([number for _distance, number in best])
        return [(ids[number], -distance) for distance, number in best if number in ids]

    def vectors(self) -> Iterator[tuple[list[str], Vectors]]:
        """Yield chunk ids and their vectors, a part at a time."""
        for there, rows in self._wholes(EVERYTHING):
            ids = self._ids(there.tolist())
            known = [number for number in there.tolist() if number in ids]
            yield [ids[number] for number in known], rows[np.isin(there, known)]

    def _wholes(self, scope: Scope) -> Iterator[tuple[Numbers, Vectors]]:
        """Yield the numbers of a scope's chunks and their vectors, a part at a time."""
        inside, values = condition(scope, self._database)
        rows = self._database.execute(
            "SELECT w.first, w.chunks, w.vectors FROM articles a"
            f" CROSS JOIN wholes w ON w.article = a.number WHERE {inside}",
            values,
        )
        while part := rows.fetchmany(PART):
            there = running([row[:2] for row in part])
            stored = np.frombuffer(b"".join([row[2] for row in part]), dtype=STORED)
            yield there, stored.reshape(len(there), -1).astype(np.float32)

    def _ids(self, numbers: Sequence[int]) -> dict[int, str]:
        rows = self._database.ask(
            "SELECT number, chunk_id FROM chunks WHERE number IN :these", {"these": list(numbers)}
        )
        return {row["number"]: row["chunk_id"] for row in rows}


def gather(connection: sqlite3.Connection) -> None:
    """Write the chunks' own rows once more, those of an article in one piece, in a transaction."""
    rows = connection.execute(
        "SELECT a.number, c.number, substr(c.vectors, 1, length(c.vectors)"
        " / (c.last_sentence - c.first_sentence + 2)) FROM chunks c CROSS JOIN articles a"
        " ON a.article_id = c.article_id ORDER BY c.number"
    )
    for article, own in groupby(rows, key=lambda row: row[0]):
        _article, chunks, vectors = zip(*own, strict=True)
        connection.execute(
            "INSERT OR REPLACE INTO wholes VALUES (?, ?, ?, ?)",
            (article, chunks[0], len(chunks), b"".join(vectors)),
        )
