"""The file that conversations are kept in: SQLite, opened anew for every transaction.

Nothing stays open between two steps, so that any number of threads and processes may share it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from importlib import resources
from pathlib import Path
from sqlite3 import Connection as Connection

from index.errors import OperationError

# The steps from an empty file to today's layout; a file remembers how many it has made.
LAYOUTS = ("history.sql", "history_pins.sql")
BUSY_SECONDS = 30


class HistoryFile:
    """A file of conversations, made at the first use."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def reading(self) -> AbstractContextManager[Connection]:
        """Open the file for what sees one state of it; raises as ``writing`` does."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[Connection]:
        """Open the file for what happens wholly or not at all.

        Raises:
            OperationError: it cannot be read or written, or is not a history.
        """
        return self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        """Open the file, brought to today's layout, for one transaction."""
        try:
            if not self.path.exists():
                # For its owner's eyes only.
                self.path.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            opened = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            with closing(opened) as db:
                db.row_factory = sqlite3.Row
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA secure_delete = ON")
                if _layout(db) != len(LAYOUTS):
                    self._lay_out(db)
                with db:
                    db.execute(begin)
                    yield db
        except (sqlite3.DatabaseError, OSError) as error:
            raise OperationError(
                f"The conversations in {self.path} cannot be read or written ({error}); check "
                "the disk and its permissions, or name another file in TRADEWIRE_HISTORY."
            ) from error

    def _lay_out(self, db: Connection) -> None:
        """Take the steps to today's layout; who comes second finds them taken."""
        with db:
            db.execute("BEGIN IMMEDIATE")
            made = _layout(db)
            if made > len(LAYOUTS):
                raise OperationError(
                    f"The conversations in {self.path} have layout {made}, this tradewire knows "
                    f"{len(LAYOUTS)}; update it, or name another file in TRADEWIRE_HISTORY."
                )
            if made == 0 and db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                raise OperationError(
                    f"{self.path} is another program's database; name another file in "
                    "TRADEWIRE_HISTORY."
                )
            for name in LAYOUTS[made:]:
                for statement in _statements(name):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(LAYOUTS)}")


def _layout(db: Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _statements(name: str) -> Iterator[str]:
    """Cut a script into statements; a trigger's inner semicolons do not end it."""
    statement = ""
    script = resources.files("ui.history").joinpath(name).read_text(encoding="utf-8")
    for line in script.splitlines(True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
