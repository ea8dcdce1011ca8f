"""What every engine's connection can do, so that what both engines store alike is written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

Values = Mapping[str, Any]
Row = dict[str, Any]


class Statements(Protocol):
    """A connection that is spoken to in plain SQL.

    ``:name`` stands for a value, ``IN :name`` for one of a list, however long.

    Attributes:
        totals: the table of one row that counts chunks, articles and their words.
        publisher_key: the small letters of the publisher of a row of ``a``, as SQL.
    """

    totals: str
    publisher_key: str

    def ask(self, statement: str, values: Values | None = None) -> list[Row]:
        """Return what a statement gives.

        Args:
            statement: one, in SQL that both engines read.
            values: by the names that stand for them in it.
        """

    def ask_each(self, statement: str, many: Iterable[Values]) -> None:
        """Carry a statement out with each of some values, in one go.

        Args:
            statement: one that gives nothing back.
            many: its values for each time, by name.
        """

    def unannounced(self) -> AbstractContextManager[None]:
        """Make everything inside happen or not happen; nothing changes for readers."""

    def close(self) -> None:
        """Let go of every connection."""
