"""What sites called the versions of the pages that are stored."""

from __future__ import annotations

from collections.abc import Mapping

from index.store.statements import Statements
from index.types import Stamp


class Stamps:
    """The stamps of one index, kept between runs so that sites are asked only for what is newer."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def all(self) -> dict[str, Stamp]:
        """Return the stamp of each page, by its address."""
        rows = self._database.ask("SELECT url, etag, modified FROM stamps")
        return {row["url"]: Stamp(etag=row["etag"], modified=row["modified"]) for row in rows}

    def keep(self, stamps: Mapping[str, Stamp]) -> None:
        """Note the stamps of pages whose articles are stored; nothing changes for readers."""
        known = self.all()
        fresh = [
            {"url": url, "etag": stamp.etag, "modified": stamp.modified}
            for url, stamp in sorted(stamps.items())
            if known.get(url) != stamp
        ]
        if fresh:
            with self._database.unannounced():
                self._database.ask_each(
                    "INSERT INTO stamps VALUES (:url, :etag, :modified) ON CONFLICT (url)"
                    " DO UPDATE SET etag = excluded.etag, modified = excluded.modified",
                    fresh,
                )

    def forget(self) -> None:
        """Forget all: what was removed, or is to be cleaned anew, is asked for again."""
        with self._database.unannounced():
            self._database.ask("DELETE FROM stamps")
