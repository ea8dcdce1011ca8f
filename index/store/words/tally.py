"""What a transaction does to the words of an index, written by the store at its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from index.store.words.rows import GONE, packed

# So many changes to a word become one, and so many of those one again: a small change never
# writes a large one anew. How often that happened is its level.
JOINED = 16


class Changes:
    """The changes to the rows of one table.

    Attributes:
        rows, words: how many more there are of each.
        counts: how many more rows hold each word.
        held: the packed rows that come and go, by word.
    """

    def __init__(self) -> None:
        self.rows = self.words = 0
        self.counts = defaultdict[str, int](int)
        self.held = defaultdict[str, bytearray](bytearray)

    def come(self, number: int, times: Mapping[str, int], length: int) -> None:
        """Count a row that comes.

        Args:
            number: of the row.
            times: how often each of its words stands there.
            length: of the row, in words.
        """
        records = {n: packed(number, n, length) for n in set(times.values())}
        for word, n in times.items():
            self.counts[word] += 1
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
            self.counts[word] -= 1
            self.held[word] += record
        self.rows -= 1
        self.words -= length


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
        chunks, articles = self.chunks, self.articles
        for word in sorted({*chunks.held, *articles.held}):
            yield (
                word,
                chunks.counts[word],
                articles.counts[word],
                bytes(chunks.held.get(word, b"")),
                bytes(articles.held.get(word, b"")),
            )

    def totals(self) -> tuple[int, int, int, int]:
        """Return how many more chunks, words of chunks, articles and words of articles there are."""
        chunks, articles = self.chunks, self.articles
        return chunks.rows, chunks.words, articles.rows, articles.words
