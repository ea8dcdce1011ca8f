"""The sentences, chunks and vectors of articles: what both engines tell alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

import numpy as np

from index.models.embedder import Embedded, Vectors
from index.store.scope import EVERYTHING, Scope
from index.store.statements import Row, Statements
from index.types import Article, Chunk, Sentence


class Parts(ABC):
    """What the articles of one index were divided into."""

    _FROM: ClassVar[str] = "chunks"
    """Where chunks stand with their titles and texts."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def sentences(self, article: Article) -> list[Sentence]:
        """Return the article's sentences in order."""
        rows = self._database.ask(
            'SELECT article_id, number, paragraph, start, "end" FROM sentences'
            " WHERE article_id = :id ORDER BY number",
            {"id": article.article_id},
        )
        return [Sentence(**row, text=article.text[row["start"] : row["end"]]) for row in rows]

    def chunk_count(self) -> int:
        """Return how many chunks there are."""
        return int(self._database.ask(f"SELECT chunks FROM {self._database.totals}")[0]["chunks"])

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """Return those chunks that exist, in no particular order."""
        return self._chunks("chunk_id IN :ids", list(chunk_ids))

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return an article's chunks in order."""
        return self._chunks("article_id = :ids ORDER BY first_sentence", article_id)

    def _chunks(self, condition: str, ids: object) -> list[Chunk]:
        rows = self._database.ask(
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
        rows = self._database.ask(
            "SELECT chunk_id, last_sentence - first_sentence + 1 AS n, vectors FROM chunks"
            " WHERE chunk_id IN :ids",
            {"ids": list(chunk_ids)},
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
        return self._database.ask(
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
