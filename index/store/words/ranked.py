"""Words looked for: the best rows by BM25 over the packed rows of each word."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.store.scope import ENOUGH, EVERYTHING, WIDER, Scope, is_narrow
from index.store.statements import Row, Statements
from index.store.words.lexemes import Asked, asked
from index.store.words.rows import LEAST_IDF, Held, Numbers, best, held

# So many rows are looked into for a phrase; beyond, its rarest word is counted in its place.
MOST_MATCHED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A table of rows that have words.

    Attributes:
        table: its name, and that of the column that counts its rows.
        name: the column with a row's id.
        words: the column that counts the words of its rows.
        rows: the column with the packed rows of a word.
    """

    table: str
    name: str
    words: str
    rows: str


CHUNKS = Kind(table="chunks", name="chunk_id", words="chunk_words", rows="chunk_rows")
ARTICLES = Kind(table="articles", name="article_id", words="article_words", rows="article_rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a row has to meet.

    Attributes:
        scope: its article lies in there.
        matching: it matches this expression as a whole; None if that need not be looked at.
    """

    scope: Scope
    matching: Asked | None = None


class RankedWords(ABC):
    """The words of one index; an engine says how its own word index is asked."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def search(
        self, expression: str, k: int, scope: Scope = EVERYTHING, kind: Kind = CHUNKS
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (id, BM25 score, higher is better) of chunks, or of whole articles.

        Within a scope they are fewer where the best of all hold enough of them.

        Args:
            expression: see ``index.store.seam``.
            k: the most to return.
            scope: where to look.
            kind: what to look at.
        """
        wanted = asked(expression)
        rows, words = self._totals(kind)
        if not wanted.phrases or not words:
            return []
        weighed, usual = self._weighed(kind, wanted, rows), words / rows
        alone = wanted.any_will_do and all(len(phrase) == 1 for phrase in wanted.phrases)
        condition = Condition(scope=scope, matching=None if alone else wanted)
        if alone and scope == EVERYTHING:
            return self._named(kind, best(weighed, usual, k), condition)
        if wanted.any_will_do and not is_narrow(scope, self._database):
            # A row with one of the single words matches; of the others few lack their phrase.
            single = [
                word.rows
                for phrase, word in zip(wanted.phrases, weighed, strict=True)
                if len(phrase) == 1
            ]
            for times in (2, *WIDER) if scope == EVERYTHING else WIDER:
                ranked = best(weighed, usual, times * k)
                found = self._named(kind, ranked, condition, single)
                if len(found) * ENOUGH >= k or len(ranked) < times * k:
                    return found[:k]
        only = self._numbers(kind, condition)
        return self._named(kind, best(weighed, usual, k, only), Condition(scope=EVERYTHING))

    def frequency(self, expression: str) -> int:
        """Return how many chunks match an expression.

        Beyond some thousand a phrase counts as its rarest word, and a chunk with several of the
        alternatives as several.
        """
        wanted = asked(expression)
        if not wanted.any_will_do:
            return self._matching(CHUNKS, wanted.expression)
        counts = self._counts(CHUNKS, wanted.phrases)
        total = sum(self._holding(CHUNKS, *phrase, counts) for phrase in wanted.phrases.items())
        if len(wanted.phrases) > 1 and total <= MOST_MATCHED:
            return self._matching(CHUNKS, wanted.expression)
        return total

    def _weighed(self, kind: Kind, wanted: Asked, total: int) -> list[Held]:
        """Return the rows of each phrase: those of its rarest word, which may be a few too many."""
        counts = self._counts(kind, wanted.phrases)
        rarest = [min(phrase, key=lambda word: counts[word]) for phrase in wanted.phrases]
        parts = defaultdict[str, list[bytes]](list)
        for row in self._of_words(f"{kind.rows} AS rows", sorted(set(rarest))):
            parts[row["lexeme"]].append(row["rows"])
        weighed = []
        for phrase, word in zip(wanted.phrases.items(), rarest, strict=True):
            n = self._holding(kind, *phrase, counts)
            weight = max(LEAST_IDF, math.log((max(total, n) - n + 0.5) / (n + 0.5)))
            weighed.append(held(weight, b"".join(parts[word])))
        return weighed

    def _holding(
        self, kind: Kind, phrase: Sequence[str], expression: str, counts: dict[str, int]
    ) -> int:
        """Return how many rows hold a phrase: of one word it is counted already."""
        most = min(counts[word] for word in phrase)
        if len(phrase) == 1 or not most:
            return most
        n = self._matching(kind, expression, MOST_MATCHED)
        return n if n < MOST_MATCHED else most

    def vocabulary(self, start: str) -> list[str]:
        """Return the stored word stems that begin with ``start``."""
        rows = self._database.ask(
            "SELECT lexeme FROM word_counts WHERE lexeme >= :start AND lexeme < :behind"
            " GROUP BY lexeme HAVING sum(chunks) > 0 ORDER BY lexeme",
            {"start": start, "behind": start + "\U0010ffff"},
        )
        return [row["lexeme"] for row in rows]

    def _totals(self, kind: Kind) -> tuple[int, int]:
        """Return how many rows there are, and how many words in them."""
        (row,) = self._database.ask(
            f"SELECT {kind.table} AS n, {kind.words} AS words FROM {self._database.totals}"
        )
        return row["n"], row["words"]

    def _counts(self, kind: Kind, phrases: Iterable[Sequence[str]]) -> dict[str, int]:
        """Return how many rows hold each word of some phrases."""
        words = {word for phrase in phrases for word in phrase}
        rows = self._of_words(f"sum({kind.table}) AS n", sorted(words), "GROUP BY lexeme")
        return dict.fromkeys(words, 0) | {row["lexeme"]: int(row["n"]) for row in rows}

    def _of_words(self, column: str, words: Sequence[str], grouped: str = "") -> list[Row]:
        """Return what is counted of some words, of each several times unless grouped."""
        return self._database.ask(
            f"SELECT lexeme, {column} FROM word_counts WHERE lexeme IN :words {grouped}",
            {"words": list(words)},
        )

    def _named(
        self,
        kind: Kind,
        ranked: Sequence[tuple[int, float]],
        condition: Condition,
        matching: Sequence[Numbers] = (),
    ) -> list[tuple[str, float]]:
        """Return those of some (number, score) that meet a condition by id, in their order.

        Args:
            kind: of the rows.
            ranked: in their order.
            condition: to be met.
            matching: rows of which no more than the scope is looked at, for it costs far less.
        """
        numbers = np.array([number for number, _score in ranked], dtype=np.int64)
        known = np.isin(numbers, np.concatenate([[], *matching]))
        names = dict(self._names(kind, numbers[known].tolist(), Condition(scope=condition.scope)))
        names |= dict(self._names(kind, numbers[~known].tolist(), condition))
        return [(names[number], score) for number, score in ranked if number in names]

    @abstractmethod
    def _names(
        self, kind: Kind, numbers: Sequence[int], condition: Condition
    ) -> Iterable[tuple[int, str]]:
        """Return the number and the name of those of some rows that meet a condition."""

    @abstractmethod
    def _matching(self, kind: Kind, expression: str, most: int | None = None) -> int:
        """Return how many rows match an expression, at most ``most``."""

    @abstractmethod
    def _numbers(self, kind: Kind, condition: Condition) -> Numbers:
        """Return the numbers of the rows that meet a condition."""
