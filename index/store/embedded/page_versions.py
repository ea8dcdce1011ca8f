"""What sites called the versions of the pages that are stored."""

from __future__ import annotations

from collections.abc import Mapping

from index.store.embedded.database import Database
from index.types import Stamp


class Stamps:
    """The stamps of one index, kept between runs so that sites are asked only for what is newer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Stamp]:
        """Return the stamp of each page, by its address."""
        rows = self._database.connection.execute("SELECT url, etag, modified FROM stamps")
        return {row["url"]: Stamp(etag=row["etag"], modified=row["modified"]) for row in rows}

    def keep(self, stamps: Mapping[str, Stamp]) -> None:
        """Note the stamps of pages whose articles are stored; nothing changes for readers."""
        known = self.all()
        fresh = [(u, s.etag, s.modified) for u, s in stamps.items() if known.get(u) != s]
        if fresh:
            with self._database.transaction(announced=False):
                self._database.connection.executemany(
                    "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?)", fresh
                )

    def forget(self) -> None:
        """Forget all: what was removed, or is to be cleaned anew, is asked for again."""
        with self._database.transaction(announced=False):
            self._database.connection.execute("DELETE FROM stamps")
