"""What a transaction does to the words of an index, written by the store at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count, pairwise

import numpy as np

from index.store.words.rows import GONE, RECORD, packed

# So many changes to a word become one, and so many of those one again: a small change never
# writes a large one anew. How often that happened is its level.
JOINED = 16


class Changes:
    """The changes to the rows of one table.

    Attributes:
        rows, words: how many more there are of each.
        given: how many numbers of rows were given, where the store counts them itself.
    """

    def __init__(self) -> None:
        self.rows = self.words = self.given = 0
        self._lexemes: list[str] = []
        self._times: list[int] = []
        # Number and length of each row, and for how many of those words it stands.
        self._of: list[tuple[int, int, int]] = []

    def come(self, number: int, times: Mapping[str, int], length: int) -> None:
        """Count a row that comes.

        Args:
            number: of the row.
            times: how often each of its words stands there.
            length: of the row, in words.
        """
        self._note(number, times, times.values(), length)
        self.rows += 1
        self.words += length

    def gone(self, number: int, lexemes: Collection[str], length: int) -> None:
        """Count a row that goes.

        Args:
            number: of the row.
            lexemes: the words that stood there, each once.
            length: of the row, in words.
        """
        self._note(number, lexemes, [GONE] * len(lexemes), length)
        self.rows -= 1
        self.words -= length

    def _note(
        self, number: int, lexemes: Collection[str], times: Collection[int], length: int
    ) -> None:
        self._lexemes += lexemes
        self._times += times
        self._of.append((number, length, len(lexemes)))

    def by_word(self) -> dict[str, tuple[int, bytes]]:
        """Return how many more rows hold each word, and the packed rows that come and go."""
        if not self._lexemes:
            return {}
        lexemes = sorted(set(self._lexemes))
        places = dict(zip(lexemes, count()))
        # All words in one go: a loop over them takes as long as SQLite's part of writing them.
        word = np.fromiter(map(places.__getitem__, self._lexemes), dtype=np.int64)
        order = np.argsort(word, kind="stable")
        numbers, lengths, many = np.array(self._of, dtype=np.int64).T
        times = np.array(self._times, dtype=np.int64)
        rows = packed(
            np.repeat(numbers, many)[order], times[order], np.repeat(lengths, many)[order]
        )
        ends = [0, *(RECORD * np.cumsum(np.bincount(word))).tolist()]
        more = np.bincount(word, weights=np.where(times == GONE, -1, 1)).astype(int).tolist()
        parts = (rows[start:end] for start, end in pairwise(ends))
        return dict(zip(lexemes, zip(more, parts, strict=True), strict=True))


class Tally:
    """The changes of one transaction.

    Attributes:
        chunks, articles: to each table.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: nothing of it happened, or all of it is written."""
        self.chunks, self.articles = Changes(), Changes()

    def by_word(self) -> Iterator[tuple[str, int, int, bytes, bytes]]:
        """Yield each word with what changed: counts and packed rows of chunks and articles."""
        of_chunks, of_articles = self.chunks.by_word(), self.articles.by_word()
        for word in sorted(of_chunks.keys() | of_articles.keys()):
            chunks, chunk_rows = of_chunks.get(word, (0, b""))
            articles, article_rows = of_articles.get(word, (0, b""))
            yield word, chunks, articles, chunk_rows, article_rows

    def totals(self) -> tuple[int, int, int, int]:
        """Return how many more chunks, words of chunks, articles and words of articles there are."""
        chunks, articles = self.chunks, self.articles
        return chunks.rows, chunks.words, articles.rows, articles.words
