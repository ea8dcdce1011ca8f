"""The layout of a catalogue: made, told, and brought from an older one to today's."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from index.errors import IndexMismatch, NotAnIndex, OperationError
from index.fingerprint import fingerprint
from index.store.embedded import word_counts
from index.store.embedded.database import Database
from index.store.embedded.passages import gather

# 1: the first that was kept. 2: whole articles count in a search. 3: copies, stamps of pages.
# 4: quotes have a stance. 5: it is kept which rows hold a word. 6: the chunks' own vectors lie
# apart, those of an article in one piece.
SCHEMA_VERSION = "6"
_MIGRATED = frozenset({"2", "3", "4", "5"})
_NOT_ITS_FAULT = (
    "SQLITE_IOERR",
    "SQLITE_FULL",
    "SQLITE_CANTOPEN",
    "SQLITE_READONLY",
    "SQLITE_BUSY",
)
_NEW_IN_3 = ("fingerprints", "copies", "stamps", "copies_by_original")
_NEW_IN_5 = ("word_counts", "word_counts_by_lexeme", "totals")


def _schema() -> str:
    """Return the statements that make an empty catalogue."""
    return (
        resources.files("index.store.embedded").joinpath("schema.sql").read_text(encoding="utf-8")
    )


def make(path: Path) -> None:
    """Create the file whole: written beside, then moved into place."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(fresh)
    # With a log beside it, who reads and who writes do not wait for each other.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_schema())
    connection.execute("INSERT INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
    connection.execute("INSERT INTO meta VALUES ('generation', '0')")
    word_counts.fill(connection)
    connection.commit()
    connection.close()
    fresh.replace(path)


def layout_of(path: Path) -> str | None:
    """Return the layout of a catalogue.

    Raises:
        NotAnIndex: it is none.
        OperationError: it cannot be opened.
    """
    database = Database(path)
    try:
        row = database.connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        return None if row is None else str(row["value"])
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith(_NOT_ITS_FAULT):
            raise OperationError(
                f"Cannot open {path}: {error}; check free space and permissions, then run the "
                "command again."
            ) from error
        raise NotAnIndex(
            f"{path} is not a tradewire catalogue ({error}); name another folder "
            "with --index, or delete this one and index again."
        ) from error
    finally:
        database.close()


def check_version(folder: Path, version: str | None) -> bool:
    """Tell whether a catalogue is of today's layout; False if it can be brought to it.

    Args:
        folder: of the index, for the message.
        version: what ``layout_of`` gave.

    Raises:
        IndexMismatch: it is of a layout that this program cannot read.
    """
    if version == SCHEMA_VERSION:
        return True
    if version in _MIGRATED:
        return False
    newer = version is not None and version.isdigit() and int(version) > int(SCHEMA_VERSION)
    way = (
        "update tradewire, or name another folder with --index."
        if newer
        else f"delete the folder, then rebuild it: `tradewire index SOURCE… --index {folder}`."
    )
    raise IndexMismatch(
        f"The index {folder} has layout {version}, this tradewire reads {SCHEMA_VERSION}; {way}"
    )


def migrate(path: Path) -> None:
    """Bring the catalogue of an older layout at ``path`` to today's; killed, it is as it was.

    Raises:
        OperationError: it cannot be written.
    """
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        (found,) = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        if found == "2":
            _add_copies(connection)
        if found in {"2", "3"}:
            connection.execute("ALTER TABLE quotes ADD COLUMN stance TEXT NOT NULL DEFAULT 'said'")
        if found != "5":
            _add_word_counts(connection)
        connection.execute("DROP TABLE IF EXISTS wholes")
        _create(connection, ("wholes",))
        gather(connection)
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (SCHEMA_VERSION,))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        raise OperationError(
            f"Cannot bring {path} to layout {SCHEMA_VERSION}: {error}; it is as it was. "
            "Check free space and permissions, then run the command again."
        ) from error
    finally:
        connection.close()


def _add_copies(connection: sqlite3.Connection) -> None:
    """Add what layout 3 brought."""
    _create(connection, _NEW_IN_3)
    rows = connection.execute("SELECT article_id, text FROM articles")
    connection.executemany(
        "INSERT INTO fingerprints VALUES (?, ?)",
        ((id_, fingerprint(text).to_bytes()) for id_, text in rows),
    )


def _add_word_counts(connection: sqlite3.Connection) -> None:
    """Add what layout 5 brought."""
    _create(connection, _NEW_IN_5)
    word_counts.fill(connection)
    connection.execute("DROP TABLE vocabulary")


def _create(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    """Make tables and indexes, as the schema has them."""
    lines = [line for line in _schema().splitlines() if not line.startswith("--")]
    for statement in "\n".join(lines).split(";\n"):
        if statement.strip() and _name(statement) in names:
            connection.execute(statement)


def _name(statement: str) -> str:
    """Return what a CREATE statement makes."""
    return statement.split("(")[0].split(" ON ")[0].split()[-1]
