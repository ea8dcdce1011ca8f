"""The sentences, chunks and vectors of articles: what both engines tell alike, and the folder's own."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

import numpy as np

from index.models.embedder import STORED, Embedded, Vectors
from index.store.embedded.database import Database
from index.store.embedded.word_counts import numbers
from index.store.full_text import FullText
from index.store.scope import EVERYTHING, Scope, condition
from index.store.statements import Row, Statements
from index.store.words.tally import Tally
from index.types import Article, Chunk, Sentence

# So many vectors are looked at in one go.
PART = 4096


class Parts(ABC):
    """What the articles of one index were divided into."""

    _FROM: ClassVar[str] = "chunks"
    """Where chunks stand with their titles and texts."""

    def __init__(self, database: Statements) -> None:
        self._asked = database

    def sentences(self, article: Article) -> list[Sentence]:
        """Return the article's sentences in order."""
        rows = self._asked.ask(
            'SELECT article_id, number, paragraph, start, "end" FROM sentences'
            " WHERE article_id = :id ORDER BY number",
            {"id": article.article_id},
        )
        return [Sentence(**row, text=article.text[row["start"] : row["end"]]) for row in rows]

    def chunk_count(self) -> int:
        """Return how many chunks there are."""
        return int(self._asked.ask(f"SELECT chunks FROM {self._asked.totals}")[0]["chunks"])

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """Return those chunks that exist, in no particular order."""
        return self._chunks(self._asked.any_of("chunk_id", "ids"), self._asked.packed(chunk_ids))

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return an article's chunks in order."""
        return self._chunks("article_id = :ids ORDER BY first_sentence", article_id)

    def _chunks(self, condition: str, ids: object) -> list[Chunk]:
        rows = self._asked.ask(
            'SELECT article_id, chunk_id, first_sentence, last_sentence, start, "end", title, text'
            f" FROM {self._FROM} WHERE {condition}",
            {"ids": ids},
        )
        return [Chunk(**row) for row in rows]

    def chunk_of(self, article_id: str, sentence: int) -> str | None:
        """Return the id of the chunk that holds a sentence, None if the article has none.

        Args:
            article_id: of the sentence.
            sentence: its number within the article, from 0.
        """
        rows = self._holding("chunk_id", article_id, sentence)
        return str(rows[0]["chunk_id"]) if rows else None

    def embedded(self, chunk_ids: Sequence[str]) -> dict[str, Embedded]:
        """Return the vectors of those chunks that exist."""
        rows = self._asked.ask(
            "SELECT chunk_id, last_sentence - first_sentence + 1 AS n, vectors FROM chunks"
            f" WHERE {self._asked.any_of('chunk_id', 'ids')}",
            {"ids": self._asked.packed(chunk_ids)},
        )
        return {row["chunk_id"]: Embedded.from_bytes(row["vectors"], row["n"]) for row in rows}

    def sentence_vector(self, article_id: str, sentence: int) -> Vectors:
        """Return the vector of a sentence that there is.

        Args:
            article_id: of the sentence.
            sentence: its number within the article, from 0.
        """
        columns = "first_sentence, last_sentence - first_sentence + 1 AS n, vectors"
        (row,) = self._holding(columns, article_id, sentence)
        rows = Embedded.from_bytes(row["vectors"], row["n"]).sentences
        return np.asarray(rows[sentence - row["first_sentence"]])

    def _holding(self, columns: str, article_id: str, sentence: int) -> list[Row]:
        return self._asked.ask(
            f"SELECT {columns} FROM chunks WHERE article_id = :id AND first_sentence <= :sentence"
            " ORDER BY first_sentence DESC LIMIT 1",
            {"id": article_id, "sentence": sentence},
        )

    @abstractmethod
    def replace_vectors(self, chunks: Sequence[Chunk], embedded: Iterable[Embedded]) -> None:
        """Give chunks that there are other vectors, inside ``Store.reembedding``.

        Args:
            chunks: of any articles.
            embedded: the vectors of each, in their order.
        """

    @abstractmethod
    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first, looking at every vector.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look.
        """

    @abstractmethod
    def vectors(self) -> Iterator[tuple[list[str], Vectors]]:
        """Yield chunk ids and their vectors, a part at a time."""


class Passages(Parts):
    """Those of an index folder.

    Args:
        database: the catalogue's.
        full_text: takes the words of the chunks that are put.
        tally: of the transaction.
    """

    _FROM = "chunks JOIN words ON words.rowid = chunks.number"

    def __init__(self, database: Database, full_text: FullText, tally: Tally) -> None:
        super().__init__(database)
        self._database = database
        self._full_text = full_text
        self._tally = tally

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def put(
        self, sentences: Sequence[Sentence], chunks: Sequence[Chunk], embedded: Iterable[Embedded]
    ) -> None:
        """Write an article's sentences and chunks with their vectors, inside a transaction.

        Args:
            sentences: of the article.
            chunks: of the article.
            embedded: the vectors of each chunk, in their order.
        """
        self._db.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
            [(s.article_id, s.number, s.paragraph, s.start, s.end) for s in sentences],
        )
        given = numbers(self._tally.chunks, self._db, "chunk", len(chunks))
        rows = list(zip(given, chunks, embedded, strict=True))
        self._db.executemany(
            "INSERT INTO chunks (number, chunk_id, article_id, first_sentence, last_sentence,"
            ' start, "end", vectors) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
            [(n, c.chunk_id, c.article_id, c.first_sentence, c.last_sentence, c.start, c.end,
              e.to_bytes()) for n, c, e in rows],
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO wholes VALUES (?, ?)", [(n, _halves(e.whole)) for n, _c, e in rows]
        )
        self._full_text.put(given, chunks)

    def replace_vectors(self, chunks: Sequence[Chunk], embedded: Iterable[Embedded]) -> None:
        """Give chunks that there are other vectors, inside a transaction.

        Args:
            chunks: of any articles.
            embedded: the vectors of each, in their order.
        """
        vectors = list(embedded)
        self._db.executemany(
            "UPDATE chunks SET vectors = ? WHERE chunk_id = ?",
            [(e.to_bytes(), c.chunk_id) for c, e in zip(chunks, vectors, strict=True)],
        )
        self._db.executemany(
            "UPDATE wholes SET vector = ?"
            " WHERE number = (SELECT number FROM chunks WHERE chunk_id = ?)",
            [(_halves(e.whole), c.chunk_id) for c, e in zip(chunks, vectors, strict=True)],
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
            f" WHERE {self._database.any_of('c.chunk_id', 'ids')} AND {inside}",
            {**values, "ids": self._database.packed([id_ for id_, _score in found])},
        )
        known = {row["chunk_id"] for row in rows}
        return [(id_, score) for id_, score in found if id_ in known]

    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity) within a scope, best first.

        Every vector of the scope is looked at: exact, and 2 to 4 ms for each thousand of them.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look.
        """
        inside, values = condition(scope, self._database)
        # A cross join is never turned round: the articles of the scope first, then their chunks,
        # of which the index tells the number, then the vectors, which lie together.
        rows = self._db.execute(
            "SELECT number, vector FROM wholes"
            if scope == EVERYTHING
            else "SELECT w.number, w.vector FROM articles a CROSS JOIN chunks c CROSS JOIN wholes w"
            f" WHERE c.article_id = a.article_id AND w.number = c.number AND {inside}",
            values,
        )
        best: list[tuple[float, int]] = []
        while k > 0 and (part := rows.fetchmany(PART)):
            near = _rows(part) @ query
            # Of two alike the one that was stored first.
            order = np.argsort(-near, kind="stable")[:k]
            best += [(-float(near[n]), part[n]["number"]) for n in order]
            best = sorted(best)[:k]
        names = self._database.ask(
            f"SELECT number, chunk_id FROM chunks WHERE {self._database.any_of('number', 'best')}",
            {"best": self._database.packed([number for _distance, number in best])},
        )
        ids = {row["number"]: row["chunk_id"] for row in names}
        return [(ids[number], -distance) for distance, number in best]

    def vectors(self) -> Iterator[tuple[list[str], Vectors]]:
        """Yield chunk ids and their vectors, a part at a time."""
        rows = self._db.execute(
            "SELECT c.chunk_id, w.vector FROM wholes w CROSS JOIN chunks c ON c.number = w.number"
            " ORDER BY w.number"
        )
        while part := rows.fetchmany(PART):
            yield [row["chunk_id"] for row in part], _rows(part)


def _rows(part: Sequence[sqlite3.Row]) -> Vectors:
    """Return the vectors of some chunks as rows."""
    stored = b"".join(row["vector"] for row in part)
    return np.frombuffer(stored, dtype=STORED).reshape(len(part), -1).astype(np.float32)


def _halves(row: Vectors) -> bytes:
    return row.astype(STORED).tobytes()
