"""One SQLite file: connections for writing, and for reading one state that stays as it is."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from index.errors import NotAnIndex, OperationError
from index.store.statements import Row, Statements, Values

_AMONG, _LISTED = re.compile(r"IN :(\w+)"), r"IN (SELECT value FROM json_each(:\1))"
sqlite3.register_adapter(list, json.dumps)


class Database(Statements):
    """An open file; safe to use from several threads.

    Args:
        path: of the file.
        pinned: see one committed state, whatever others write; then one thread at a time may use it.
    """

    totals = "totals"
    publisher_key = "lower(a.publisher)"

    def __init__(self, path: Path, *, pinned: bool = False) -> None:
        self.path = path
        self._pinned = pinned
        self._local = threading.local()
        self._own: sqlite3.Connection | None = None
        self._watching: sqlite3.Connection | None = None
        self._unchanging = False
        self._file: tuple[int, ...] = ()
        self._open: list[sqlite3.Connection] = []

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection to the pinned state, else this thread's.

        Raises:
            NotAnIndex: the file is not there.
        """
        if not self._pinned:
            return self.latest
        if self._own is None:
            self._own = self._opened()
            self._own.execute("BEGIN")
            # The state is pinned by the first reading, not by the beginning.
            self._own.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return self._own

    @property
    def latest(self) -> sqlite3.Connection:
        """Return a connection that sees what was committed last; each thread has its own."""
        if self._pinned:
            self._watching = self._watching or self._opened()
            return self._watching
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._opened()
        return connection

    def execute(self, statement: str, values: Values | None = None) -> sqlite3.Cursor:
        """Return the rows of a statement as they are read.

        Args:
            statement: as ``Statements`` has it.
            values: by the names that stand for them in it.
        """
        return self.connection.execute(_AMONG.sub(_LISTED, statement), values or {})

    def ask(self, statement: str, values: Values | None = None) -> list[Row]:
        """Return what a statement gives."""
        return [dict(row) for row in self.execute(statement, values)]

    def ask_each(self, statement: str, many: Iterable[Values]) -> None:
        """Carry a statement out with each of some values, in one go."""
        self.connection.executemany(statement, many)

    def unannounced(self) -> AbstractContextManager[None]:
        """Make everything inside happen or not happen; nothing changes for readers."""
        return self.transaction(announced=False)

    def replaced(self) -> bool:
        """Tell whether another file, or none, has the place of the one that is open."""
        try:
            return self._file not in {(), self._identity()}
        except OSError:
            return True

    def _identity(self) -> tuple[int, ...]:
        """Return what tells the file from another; of one that cannot change here, what changes it.

        Others may be able to write what this process cannot.
        """
        now = self.path.stat()
        return (
            (now.st_ino, now.st_mtime_ns, self._log_size()) if self._unchanging else (now.st_ino,)
        )

    def _log_size(self) -> int:
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.stat().st_size if log.exists() else 0

    def _opened(self) -> sqlite3.Connection:
        if not self.path.exists():
            raise NotAnIndex(
                f"{self.path.parent} is not a tradewire index: no {self.path.name} in it."
            )
        connection = self._connected()
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        self._open.append(connection)
        self._file = self._file or self._identity()
        return connection

    def _connected(self) -> sqlite3.Connection:
        """Open the file; where nothing can be written beside it, as one that does not change.

        Raises:
            OperationError: nothing can be written, and its log was not written into it.
        """
        connection = sqlite3.connect(self.path, check_same_thread=False, timeout=30)
        if os.access(self.path.parent, os.W_OK):
            return connection
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
            return connection
        except sqlite3.OperationalError:
            connection.close()
        if self._log_size():
            raise OperationError(
                f"{self.path} cannot be read where nothing can be written: it was copied while it "
                "was in use; run `tradewire doctor` on the original, then copy it again."
            )
        self._unchanging = True
        address = f"{self.path.absolute().as_uri()}?immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._own = self._watching = None
        self._local = threading.local()

    @contextmanager
    def transaction(self, *, announced: bool = True) -> Iterator[None]:
        """Make everything inside happen or not happen.

        Args:
            announced: bump the generation, for readers to move on.

        Raises:
            OperationError: it cannot be written; nothing was.
        """
        try:
            with self.connection:
                self.connection.execute("BEGIN IMMEDIATE")
                yield
                if announced:
                    self.connection.execute(
                        "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
                    )
        except sqlite3.OperationalError as error:
            raise OperationError(
                f"Cannot write {self.path}: {error}; nothing was changed by this step. "
                "Check free space and permissions, then run the command again."
            ) from error
