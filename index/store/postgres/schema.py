"""The tables: made, and brought to today's, by numbered files of plain SQL.

Plain files rather than a library of migrations: nothing here maps objects to tables, and an
operator can read, and run by hand, what a release does to the database.
"""

from __future__ import annotations

from importlib import resources

from index.errors import IndexMismatch
from index.store.place import Server
from index.store.postgres.session import SCHEMA, Session

# Holds off a second one that makes or migrates.
_LOCK = 7_594_036_431_811_801_186


def layout(session: Session) -> int | None:
    """Return the number of the last migration, None if there are no tables."""
    (there,) = session.rows("SELECT to_regclass(%s) AS name", [f"{SCHEMA}.migrations"])
    if there["name"] is None:
        return None
    (last,) = session.rows(f"SELECT max(number) AS last FROM {SCHEMA}.migrations")
    return None if last["last"] is None else int(last["last"])


def check(server: Server, found: int | None) -> None:
    """Refuse tables that this program cannot read.

    Args:
        server: for the message.
        found: what ``layout`` gave.

    Raises:
        IndexMismatch: they are of another layout.
    """
    newest = max(_files())
    if found is not None and found != newest:
        way = (
            "update tradewire" if found > newest else "run `tradewire index SOURCE…` to bring it up"
        )
        raise IndexMismatch(
            f"The index {server} has layout {found}, this tradewire reads {newest}; {way}."
        )


def bring_up(session: Session) -> None:
    """Make the tables, or bring them to today's layout; all of it happens, or nothing.

    Raises:
        IndexMismatch: they are of a newer layout.
    """
    if layout(session) == max(_files()):
        return
    with session.unannounced():
        session.rows("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        session.rows(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        session.rows("CREATE EXTENSION IF NOT EXISTS vector")
        session.rows(
            f"CREATE TABLE IF NOT EXISTS {SCHEMA}.migrations"
            " (number integer PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
        )
        done = layout(session) or 0
        if done > max(_files()):
            check(session.server, done)
        for number, (name, statements) in sorted(_files().items()):
            if number > done:
                session.rows(statements)
                session.rows(
                    "INSERT INTO migrations (number, name) VALUES (%s, %s)", [number, name]
                )


def _files() -> dict[int, tuple[str, str]]:
    """Return {number: (name, statements)} of all migrations."""
    return {
        int(file.name[:4]): (file.name, file.read_text(encoding="utf-8"))
        for file in resources.files("index.store.postgres").iterdir()
        if file.name.endswith(".sql")
    }
