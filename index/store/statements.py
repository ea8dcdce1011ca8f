"""What every engine's connection can do, so that what both engines store alike is written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

Values = Mapping[str, Any]
Row = dict[str, Any]


class Statements(Protocol):
    """A connection that is spoken to in plain SQL; ``:name`` stands for a value."""

    def ask(self, statement: str, values: Values | None = None) -> list[Row]:
        """Return what a statement gives."""

    def ask_each(self, statement: str, many: Iterable[Values]) -> None:
        """Carry a statement out with each of some values, in one go."""

    def any_of(self, column: str, name: str) -> str:
        """Return the condition that a column is one of the values ``:name``, see ``packed``."""

    def packed(self, values: Sequence[str]) -> Any:
        """Return several values as the one that ``any_of`` takes."""
