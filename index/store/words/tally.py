"""What a transaction does to the words of an index, written by the store at its end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from index.store.words.rows import GONE, RECORD, packed

# So many changes to a word become one, and so many of those one again: a small change never
# writes a large one anew. How often that happened is its level.
JOINED = 16


class Changes:
    """The changes to the rows of one table.

    Attributes:
        rows, words: how many more there are of each.
        given: how many numbers of rows were given, where the store counts them itself.
        held: the packed rows that come and go, by word.
        leaving: how many of those go.
    """

    def __init__(self) -> None:
        self.rows = self.words = self.given = 0
        self.held = defaultdict[str, bytearray](bytearray)
        self.leaving = Counter[str]()

    def come(self, number: int, times: Mapping[str, int], length: int) -> None:
        """Count a row that comes.

        Args:
            number: of the row.
            times: how often each of its words stands there.
            length: of the row, in words.
        """
        records = {n: packed(number, n, length) for n in set(times.values())}
        for word, n in times.items():
            self.held[word] += records[n]
        self.rows += 1
        self.words += length

    def gone(self, number: int, lexemes: Iterable[str], length: int) -> None:
        """Count a row that goes.

        Args:
            number: of the row.
            lexemes: the words that stood there, each once.
            length: of the row, in words.
        """
        record = packed(number, GONE, length)
        for word in lexemes:
            self.held[word] += record
            self.leaving[word] += 1
        self.rows -= 1
        self.words -= length

    def of(self, word: str) -> tuple[int, bytes]:
        """Return how many more rows hold a word, and the packed rows that come and go."""
        rows = bytes(self.held.get(word, b""))
        return len(rows) // RECORD - 2 * self.leaving[word], rows


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
        for word in sorted({*self.chunks.held, *self.articles.held}):
            chunks, chunk_rows = self.chunks.of(word)
            articles, article_rows = self.articles.of(word)
            yield word, chunks, articles, chunk_rows, article_rows

    def totals(self) -> tuple[int, int, int, int]:
        """Return how many more chunks, words of chunks, articles and words of articles there are."""
        chunks, articles = self.chunks, self.articles
        return chunks.rows, chunks.words, articles.rows, articles.words
