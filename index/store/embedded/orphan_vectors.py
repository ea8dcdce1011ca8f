"""Vectors that no article owns: written before their article, or left behind by it."""

from __future__ import annotations

from collections.abc import Iterable

from index.store.embedded.database import Database


class OrphanVectors:
    """The orphan vectors of one index, noted so that a writer that died leaves none unknown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def expect(self, ids: Iterable[str]) -> None:
        """Note vectors that are about to be written; nothing changes for readers."""
        with self._database.transaction(announced=False):
            self.leave(ids)

    def leave(self, ids: Iterable[str]) -> None:
        """Note vectors whose article goes, inside the transaction that takes it."""
        self._database.connection.executemany(
            "INSERT OR IGNORE INTO stray_vectors VALUES (?)", [(id_,) for id_ in ids]
        )

    def claim(self, ids: Iterable[str]) -> None:
        """Note that an article owns these vectors, inside the transaction that brings it."""
        self._database.connection.executemany(
            "DELETE FROM stray_vectors WHERE id = ?", [(id_,) for id_ in ids]
        )

    def to_sweep(self) -> list[str]:
        """Return the vectors to delete: not those that an article owns by the same id."""
        rows = self._database.connection.execute(
            "SELECT id FROM stray_vectors WHERE id NOT IN (SELECT chunk_id FROM chunks)"
        )
        return [row["id"] for row in rows]

    def forget(self) -> None:
        """Note that they are deleted; nothing changes for readers."""
        with self._database.transaction(announced=False):
            self._database.connection.execute("DELETE FROM stray_vectors")

    def count_latest(self) -> int:
        """Return how many there are now, whatever state is being read."""
        rows = self._database.latest.execute("SELECT count(*) AS n FROM stray_vectors")
        return int(rows.fetchone()["n"])
