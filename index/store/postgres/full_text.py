"""The word index: what ``RankedWords`` asks; GIN tells whether an expression holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from index.store.postgres.session import Session
from index.store.scope import condition as within
from index.store.words.lexemes import asked
from index.store.words.ranked import Condition, Kind, RankedWords
from index.store.words.rows import Numbers


class FullText(RankedWords):
    """The words of one index."""

    _database: Session

    def _matching(self, kind: Kind, expression: str, most: int | None = None) -> int:
        (row,) = self._database.rows(
            f"SELECT count(*) AS n FROM (SELECT 1 FROM {kind.table} WHERE words @@ %s::tsquery"
            " LIMIT %s) AS found",
            [asked(expression).query, most],
        )
        return int(row["n"])

    def _names(
        self, kind: Kind, numbers: Sequence[int], condition: Condition
    ) -> Iterable[tuple[int, str]]:
        inside, values = self._inside(condition)
        rows = self._database.ask(
            f"SELECT number, {kind.name} AS name FROM {kind.table} a"
            f" WHERE number = ANY(:numbers) AND {inside}",
            {**values, "numbers": list(numbers)},
        )
        return ((row["number"], row["name"]) for row in rows)

    def _numbers(self, kind: Kind, condition: Condition) -> Numbers:
        inside, values = self._inside(condition)
        (row,) = self._database.ask(
            f"SELECT string_agg(int8send(number), '') AS numbers FROM {kind.table} a"
            f" WHERE {inside}",
            values,
        )
        return np.frombuffer(row["numbers"] or b"", dtype=">i8").astype(np.int64)

    def _inside(self, wanted: Condition) -> tuple[str, dict[str, Any]]:
        inside, values = within(wanted.scope, self._database)
        if wanted.matching is None:
            return inside, values
        return f"{inside} AND words @@ :query::tsquery", {**values, "query": wanted.matching.query}
