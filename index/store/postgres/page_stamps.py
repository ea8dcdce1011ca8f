"""What sites called the versions of the pages that are stored."""

from __future__ import annotations

from collections.abc import Mapping

from index.store.postgres.session import Session
from index.types import Stamp


class Stamps:
    """The stamps of one index, kept between runs so that sites are asked only for what is newer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[str, Stamp]:
        """Return the stamp of each page, by its address."""
        rows = self._session.rows("SELECT url, etag, modified FROM stamps")
        return {row["url"]: Stamp(etag=row["etag"], modified=row["modified"]) for row in rows}

    def keep(self, stamps: Mapping[str, Stamp]) -> None:
        """Note the stamps of pages whose articles are stored; nothing changes for readers."""
        known = self.all()
        self._session.each(
            "INSERT INTO stamps VALUES (%s, %s, %s) ON CONFLICT (url)"
            " DO UPDATE SET etag = excluded.etag, modified = excluded.modified",
            [(u, s.etag, s.modified) for u, s in sorted(stamps.items()) if known.get(u) != s],
        )

    def forget(self) -> None:
        """Forget all: what was removed, or is to be cleaned anew, is asked for again."""
        self._session.rows("DELETE FROM stamps")
