"""The word index: GIN finds the rows, BM25 over what they hold puts them in order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.store.full_text import MOST_COUNTED
from index.store.postgres.lexemes import asked, tsquery
from index.store.postgres.scope import condition
from index.store.postgres.session import Session
from index.store.scope import EVERYTHING, Scope

# As SQLite's own: both stores bring the same passages before the same scores.
K1, B, WHISPER = 1.2, 0.75, 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A table of rows that have words, and the columns of the counts that are its."""

    table: str
    name: str
    words: str


_CHUNKS = _Kind(table="chunks", name="chunk_id", words="chunk_words")
_ARTICLES = _Kind(table="articles", name="article_id", words="article_words")


class FullText:
    """The words of one index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def search(self, expression: str, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, BM25 score, higher is better)."""
        return self._best(_CHUNKS, expression, k, scope)

    def articles(
        self, expression: str, k: int, scope: Scope = EVERYTHING
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (article id, BM25 score, higher is better) of whole articles."""
        return self._best(_ARTICLES, expression, k, scope)

    def frequency(self, expression: str) -> int:
        """Return how many chunks match an expression, at most ``MOST_COUNTED`` of several words."""
        wanted = asked(expression)
        if len(wanted.phrases) == 1:
            return self._holding(_CHUNKS, wanted.phrases[0])
        return self._matching(_CHUNKS, wanted.query)

    def vocabulary(self, start: str) -> list[str]:
        """Return the stored word stems that begin with ``start``."""
        rows = self._session.rows(
            "SELECT lexeme FROM word_counts WHERE lexeme >= %s AND lexeme < %s"
            " GROUP BY lexeme HAVING sum(chunks) > 0 ORDER BY lexeme",
            [start, start + "\U0010ffff"],
        )
        return [row["lexeme"] for row in rows]

    def _best(self, kind: _Kind, expression: str, k: int, scope: Scope) -> list[tuple[str, float]]:
        wanted = asked(expression)
        total = self._session.row(f"SELECT {kind.table} AS n, {kind.words} AS words FROM state")
        if not wanted.phrases or total is None or not total["words"]:
            return []
        inside, values = condition(scope)
        values |= {"query": wanted.query, "k": k, "usual": total["words"] / total["n"]}
        scores = []
        for number, phrase in enumerate(wanted.phrases):
            n = self._holding(kind, phrase)
            values |= {
                f"q{number}": tsquery(phrase),
                f"w{number}": max(WHISPER, math.log((total["n"] - n + 0.5) / (n + 0.5))),
            }
            # Of a phrase it is only told whether it is there.
            times = "times(words, %(q{0})s::tsquery)" if len(phrase) == 1 else (
                "(words @@ %(q{0})s::tsquery)::int"
            )  # fmt: skip
            # tf ÷ (tf + slack), with the words read once.
            scores.append(f"%(w{{0}})s * (1 - slack / ({times} + slack))".format(number))
        rows = self._session.rows(
            f"SELECT {kind.name} AS name, ({K1} + 1) * ({' + '.join(scores)}) AS score FROM"
            f" (SELECT *, {K1} * ({1 - B} + {B} * length / %(usual)s) AS slack FROM {kind.table}"
            f" WHERE words @@ %(query)s::tsquery AND {inside}) AS held"
            " ORDER BY score DESC, number LIMIT %(k)s",
            values,
        )
        return [(row["name"], float(row["score"])) for row in rows]

    def _holding(self, kind: _Kind, phrase: Sequence[str]) -> int:
        """Return how many rows hold a phrase: of one word it is counted already."""
        if len(phrase) > 1:
            return self._matching(kind, tsquery(phrase))
        row = self._session.row(
            f"SELECT coalesce(sum({kind.table}), 0) AS n FROM word_counts WHERE lexeme = %s",
            [phrase[0]],
        )
        return 0 if row is None else int(row["n"])

    def _matching(self, kind: _Kind, query: str) -> int:
        row = self._session.row(
            f"SELECT count(*) AS n FROM (SELECT 1 FROM {kind.table} WHERE words @@ %s::tsquery"
            " LIMIT %s) AS found",
            [query, MOST_COUNTED],
        )
        return 0 if row is None else int(row["n"])
