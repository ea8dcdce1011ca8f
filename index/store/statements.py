"""What every engine's connection can do, so that what both engines store alike is written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Values = Mapping[str, Any]
Row = dict[str, Any]


class Statements(Protocol):
    """A connection that is spoken to in plain SQL; ``:name`` stands for a value.

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

    def any_of(self, column: str, name: str) -> str:
        """Return the condition that a column is one of several values.

        Args:
            column: as SQL.
            name: of the value that holds them all, see ``packed``.
        """

    def packed(self, values: Sequence[Any]) -> Any:
        """Return several values as the one that ``any_of`` takes; there is no limit on their number."""

    def unannounced(self) -> AbstractContextManager[None]:
        """Make everything inside happen or not happen; nothing changes for readers."""
