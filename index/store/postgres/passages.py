"""The sentences, chunks and vectors of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.models.embedder import STORED, Embedded, Vectors
from index.store.chunks import Parts
from index.store.postgres.session import Session
from index.store.scope import EVERYTHING, Scope, condition
from index.store.words.lexemes import placed
from index.store.words.tally import Tally
from index.types import Article, Chunk, Sentence

GRAPH = "chunks_by_nearness"
# So many vectors are fetched in one go.
PART = 4096
_CHUNK = 'article_id, chunk_id, first_sentence, last_sentence, start, "end", title, text'
_COLUMNS = f"{_CHUNK}, number, published, publisher_key, length, words, vector, vectors"


class Passages(Parts):
    """Those of a database.

    Args:
        session: the catalogue's.
        tally: takes what a transaction changes.
    """

    _database: Session

    def __init__(self, session: Session, tally: Tally) -> None:
        super().__init__(session)
        self._tally = tally

    def put(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        chunks: Sequence[Chunk],
        embedded: Iterable[Embedded],
    ) -> None:
        """Write an article's sentences and chunks with their vectors, inside a transaction.

        Args:
            article: whose day and publisher each of its chunks has too.
            sentences: of the article.
            chunks: of the article.
            embedded: the vectors of each chunk, in their order.
        """
        self._database.copy(
            'sentences (article_id, number, paragraph, start, "end")',
            [(s.article_id, s.number, s.paragraph, s.start, s.end) for s in sentences],
        )
        key = article.publisher.lower() if article.publisher else None
        rows = []
        for number, c, e in zip(self._numbers(len(chunks)), chunks, embedded, strict=True):
            words = placed(c.title, c.text)
            self._tally.chunks.come(number, words.times, words.length)
            rows.append(
                (c.article_id, c.chunk_id, c.first_sentence, c.last_sentence, c.start, c.end,
                 c.title, c.text, number, article.published, key, words.length, words.vector,
                 halves(e.whole), e.to_bytes())
            )  # fmt: skip
        self._database.copy(f"chunks ({_COLUMNS})", rows)

    def _numbers(self, count: int) -> list[int]:
        """Return the numbers of rows to come."""
        return [
            row["number"]
            for row in self._database.rows(
                "SELECT nextval(pg_get_serial_sequence('chunks', 'number')) AS number"
                " FROM generate_series(1, %s)",
                [count],
            )
        ]

    def remove(self, article_id: str) -> None:
        """Delete an article's chunks, inside a transaction."""
        for gone in self._database.rows(
            "DELETE FROM chunks WHERE article_id = %s"
            " RETURNING number, tsvector_to_array(words) AS lexemes, length",
            [article_id],
        ):
            self._tally.chunks.gone(gone["number"], gone["lexemes"], gone["length"])

    def replace_vectors(self, chunks: Sequence[Chunk], embedded: Iterable[Embedded]) -> None:
        """Give chunks that there are other vectors, inside a transaction."""
        self._database.ask_each(
            "UPDATE chunks SET vector = :vector, vectors = :vectors WHERE chunk_id = :id",
            [
                {"vector": halves(e.whole), "vectors": e.to_bytes(), "id": c.chunk_id}
                for c, e in zip(chunks, embedded, strict=True)
            ],
        )

    def nearest(
        self, query: Vectors, k: int, scope: Scope = EVERYTHING, *, by_graph: bool = False
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` within a scope, best first: exactly, or by the graph where quicker."""
        size = f"halfvec({len(query)})"
        # What is added keeps the graph out of it.
        exact = "(vector <=> :query::halfvec) + 0"
        distance = f"vector::{size} <=> :query::{size}" if by_graph else exact
        inside, values = condition(scope, self._database)
        rows = self._database.ask(
            f"SELECT chunk_id, {distance} AS distance FROM chunks a WHERE {inside}"
            f" ORDER BY {distance} LIMIT :k",
            {**values, "query": halves(query), "k": max(k, 0)},
        )
        # The graph gives what it finds later behind what it found, be it nearer.
        near = [(row["chunk_id"], 1.0 - float(row["distance"])) for row in rows]
        return sorted(near, key=lambda item: -item[1])

    def vectors(self) -> Iterator[tuple[list[str], Vectors]]:
        """Yield chunk ids and their vectors, a part at a time."""
        last = 0
        while part := self._database.rows(
            "SELECT number, chunk_id, last_sentence - first_sentence + 1 AS n, vectors FROM chunks"
            " WHERE number > %s ORDER BY number LIMIT %s",
            [last, PART],
        ):
            last = part[-1]["number"]
            rows = np.stack([Embedded.from_bytes(row["vectors"], row["n"]).whole for row in part])
            yield [row["chunk_id"] for row in part], rows

    def make_graph(self, dimensions: int) -> None:
        """Make the graph that finds the nearest, for vectors of so many dimensions."""
        self._database.rows(
            f"CREATE INDEX IF NOT EXISTS {GRAPH} ON chunks"
            f" USING hnsw ((vector::halfvec({dimensions})) halfvec_cosine_ops)"
        )

    def drop_graph(self) -> None:
        """Forget the graph."""
        self._database.rows(f"DROP INDEX IF EXISTS {GRAPH}")

    def dimensions(self) -> int | None:
        """Return how many dimensions the vectors have, None if there are none."""
        row = self._database.row("SELECT vector_dims(vector) AS n FROM chunks LIMIT 1")
        return None if row is None else int(row["n"])


def halves(row: Vectors) -> str:
    """Write a vector as the server reads it, in the halves that an index folder keeps too."""
    return "[" + ",".join(map(str, row.astype(STORED).tolist())) + "]"
