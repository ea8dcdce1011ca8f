"""One SQLite file: a connection per thread, and transactions that happen or do not happen."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import NotAnIndex, OperationError

IN_LIST = "(SELECT value FROM json_each(?))"


class Database:
    """An open file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []

    @property
    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection.

        Raises:
            NotAnIndex: the file is not there.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if not self.path.exists():
                raise NotAnIndex(
                    f"{self.path.parent} is not a tradewire index: no {self.path.name} in it."
                )
            connection = sqlite3.connect(self.path, check_same_thread=False, timeout=30)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
            self._open.append(connection)
        return connection

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside happen or not happen; bump the generation if it did.

        Raises:
            OperationError: it cannot be written; nothing was.
        """
        try:
            with self.connection:
                self.connection.execute("BEGIN IMMEDIATE")
                yield
                self.connection.execute(
                    "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
                )
        except sqlite3.OperationalError as error:
            raise OperationError(
                f"Cannot write {self.path}: {error}; nothing was changed by this step. "
                "Check free space and permissions, then run the command again."
            ) from error


def packed(values: Sequence[str]) -> str:
    """Pack values for ``IN_LIST``, which has no limit on their number."""
    return json.dumps(list(values))
