"""The word index: what ``RankedWords`` asks, and whether an expression holds, which GIN tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from index.store.postgres.scope import condition, is_narrow
from index.store.postgres.session import Session
from index.store.scope import Scope
from index.store.words.lexemes import asked
from index.store.words.ranked import Condition, Kind, RankedWords
from index.store.words.rows import Numbers


class FullText(RankedWords):
    """The words of one index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def vocabulary(self, start: str) -> list[str]:
        """Return the stored word stems that begin with ``start``."""
        rows = self._session.rows(
            "SELECT lexeme FROM word_counts WHERE lexeme >= %s AND lexeme < %s"
            " GROUP BY lexeme HAVING sum(chunks) > 0 ORDER BY lexeme",
            [start, start + "\U0010ffff"],
        )
        return [row["lexeme"] for row in rows]

    def _totals(self, kind: Kind) -> tuple[int, int]:
        row = self._session.row(f"SELECT {kind.table} AS n, {kind.words} AS words FROM state")
        return (0, 0) if row is None else (row["n"], row["words"])

    def _counts(self, kind: Kind, phrases: Iterable[Sequence[str]]) -> dict[str, int]:
        words = {word for phrase in phrases for word in phrase}
        rows = self._session.rows(
            f"SELECT lexeme, sum({kind.table}) AS n FROM word_counts WHERE lexeme = ANY(%s)"
            " GROUP BY lexeme",
            [list(words)],
        )
        return dict.fromkeys(words, 0) | {row["lexeme"]: int(row["n"]) for row in rows}

    def _packed(self, kind: Kind, words: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for row in self._session.rows(
            f"SELECT lexeme, {kind.rows} AS rows FROM word_counts WHERE lexeme = ANY(%s)",
            [list(words)],
        ):
            yield row["lexeme"], row["rows"]

    def _matching(self, kind: Kind, expression: str, most: int | None = None) -> int:
        row = self._session.row(
            f"SELECT count(*) AS n FROM (SELECT 1 FROM {kind.table} WHERE words @@ %s::tsquery"
            " LIMIT %s) AS found",
            [asked(expression).query, most],
        )
        return 0 if row is None else int(row["n"])

    def _named(
        self, kind: Kind, ranked: Sequence[tuple[int, float]], condition: Condition
    ) -> list[tuple[str, float]]:
        inside, values = _sql(condition)
        rows = self._session.rows(
            f"SELECT number, {kind.name} AS name FROM {kind.table}"
            f" WHERE number = ANY(%(numbers)s) AND {inside}",
            {**values, "numbers": [number for number, _score in ranked]},
        )
        names = {row["number"]: row["name"] for row in rows}
        return [(names[number], score) for number, score in ranked if number in names]

    def _numbers(self, kind: Kind, condition: Condition) -> Numbers:
        inside, values = _sql(condition)
        row = self._session.row(
            f"SELECT string_agg(int8send(number), '') AS numbers FROM {kind.table} WHERE {inside}",
            values,
        )
        stored = row["numbers"] if row and row["numbers"] else b""
        return np.frombuffer(stored, dtype=">i8").astype(np.int64)

    def _is_narrow(self, scope: Scope) -> bool:
        return is_narrow(self._session, scope)


def _sql(wanted: Condition) -> tuple[str, dict[str, Any]]:
    inside, values = condition(wanted.scope)
    if wanted.matching is None:
        return inside, values
    return (
        f"{inside} AND words @@ %(query)s::tsquery",
        {**values, "query": wanted.matching.query},
    )
