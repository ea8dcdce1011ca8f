"""What a transaction does to the counts that BM25 and readers go by, written at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from index.store.postgres.session import Session


class Tally:
    """The changes of one transaction: rows, their words, and how many rows hold each word."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: nothing of it happened, or all of it is written."""
        self._chunks: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()
        self._rows = {"chunks": 0, "articles": 0}
        self._words = {"chunks": 0, "articles": 0}

    def chunk(self, lexemes: Iterable[str], length: int, times: int = 1) -> None:
        """Count a chunk that comes, or with ``times`` -1 one that goes."""
        self._count("chunks", self._chunks, lexemes, length, times)

    def article(self, lexemes: Iterable[str], length: int, times: int = 1) -> None:
        """Count an article that comes, or with ``times`` -1 one that goes."""
        self._count("articles", self._articles, lexemes, length, times)

    def _count(
        self, kind: str, held: Counter[str], lexemes: Iterable[str], length: int, times: int
    ) -> None:
        for word in lexemes:
            held[word] += times
        self._rows[kind] += times
        self._words[kind] += times * length

    def write(self, session: Session) -> None:
        """Write the counts and move readers on, last of all: the next writer waits for this row."""
        changed = sorted(w for w in {*self._chunks, *self._articles}
                         if self._chunks[w] or self._articles[w])  # fmt: skip
        session.rows(
            "INSERT INTO word_counts SELECT unnest(%s::text[]), unnest(%s::int[]), unnest(%s::int[])",
            [changed, [self._chunks[w] for w in changed], [self._articles[w] for w in changed]],
        )
        session.rows(
            "UPDATE state SET generation = generation + 1, chunks = chunks + %s,"
            " chunk_words = chunk_words + %s, articles = articles + %s,"
            " article_words = article_words + %s",
            [self._rows["chunks"], self._words["chunks"],
             self._rows["articles"], self._words["articles"]],
        )  # fmt: skip
        self.clear()


def joined(session: Session) -> None:
    """Make one row of each word's many; those being added meanwhile stay as they are."""
    with session.transaction():
        session.rows(
            "WITH gone AS (DELETE FROM word_counts WHERE lexeme IN (SELECT lexeme FROM word_counts"
            " GROUP BY lexeme HAVING count(*) > 16) RETURNING *)"
            " INSERT INTO word_counts SELECT lexeme, sum(chunks), sum(articles) FROM gone"
            " GROUP BY lexeme HAVING sum(chunks) <> 0 OR sum(articles) <> 0"
        )
