"""The catalogue of a folder: articles, their parts, copies and words, in one SQLite file.

What is not in here does not exist: vectors whose id the catalogue does not know are ignored
and swept away at the next write. One article is one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.fingerprint import Fingerprint, fingerprint
from index.store.catalog import Prepared, Records
from index.store.embedded import word_counts
from index.store.embedded.database import Database
from index.store.embedded.folder import FILE, writing_alone
from index.store.embedded.passages import Passages
from index.store.embedded.schema import check_version, layout_of, make, migrate
from index.store.full_text import FullText
from index.store.rows import COLUMNS, VALUES, values_of
from index.store.words.tally import Tally


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


class Catalog(Records):
    """The catalogue of a folder; safe to use from several threads.

    Attributes:
        orphans: vectors that no article owns.
    """

    database: Database
    full_text: FullText
    passages: Passages

    def __init__(self, folder: Path, *, pinned: bool = False) -> None:
        self.path = folder / FILE
        super().__init__(Database(self.path, pinned=pinned))
        self._tally = Tally()
        self.full_text = FullText(self.database, self._tally)
        self.passages = Passages(self.database, self.full_text, self._tally)
        self.orphans = OrphanVectors(self.database)

    @classmethod
    def write(cls, folder: Path) -> Catalog:
        """Open for writing, under the write lock; made if it is not there, or of an older layout.

        Raises:
            NotAnIndex, IndexMismatch: it is something else, or of a layout that cannot be read.
        """
        path = folder / FILE
        if not path.exists():
            make(path)
        if not check_version(folder, layout_of(path)):
            migrate(path)
        return cls(folder)

    @classmethod
    def read(cls, folder: Path) -> Catalog:
        """Open for reading one state; an older layout is first brought to today's.

        Raises:
            NotAnIndex, IndexMismatch: it is something else, or of a layout that cannot be read.
            IndexBusy: it is of an older layout, and somebody is writing.
        """
        path = folder / FILE
        if not check_version(folder, layout_of(path)):
            with writing_alone(folder):
                if not check_version(folder, layout_of(path)):
                    migrate(path)
        return cls(folder, pinned=True)

    @property
    def _db(self) -> sqlite3.Connection:
        return self.database.connection

    # -- states -------------------------------------------------------------

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""
        latest = "SELECT value FROM meta WHERE key = 'generation'"
        return (
            not self.database.replaced()
            and self.meta("generation")
            == (self.database.latest.execute(latest).fetchone()["value"])
        )

    def damage(self) -> str | None:
        """Return the first thing that SQLite finds wrong with the file, None if it is sound."""
        try:
            found = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return None if found == "ok" else " ".join(str(found).split())
        except sqlite3.DatabaseError as error:
            return str(error)

    @contextmanager
    def transaction(self, *, announced: bool = True) -> Iterator[None]:
        """Make everything inside happen or not happen; if it did, and is announced, readers move on."""
        self._tally.clear()
        with self.database.transaction(announced=announced):
            yield
            word_counts.write(self._tally, self._db)

    def join_words(self) -> None:
        """Make one of many changes to a word; nothing changes for readers."""
        with self.database.transaction(announced=False):
            word_counts.join(self._db)

    # -- writing, inside a transaction --------------------------------------

    def put(self, prepared: Prepared) -> None:
        """Store an article in place of its old self, inside a transaction."""
        article = prepared.article
        self.remove(article.article_id)
        (number,) = word_counts.numbers(self._tally.articles, self._db, "article", 1)
        self._db.execute(
            f"INSERT INTO articles (number, {COLUMNS}) VALUES (:number, {VALUES})",
            {**values_of(article, prepared.raw_hash), "number": number},
        )
        self._db.execute(
            "INSERT INTO fingerprints VALUES (?, ?)",
            (article.article_id, fingerprint(article.text).to_bytes()),
        )
        self.passages.put(article, number, prepared.sentences, prepared.chunks, prepared.embedded)
        self.ledger.put(article.article_id, prepared.quotes)

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy."""
        # Most are new; a DELETE, even of nothing, makes FTS5 write a segment of what it has by then.
        known = "SELECT article_id FROM articles UNION ALL SELECT article_id FROM copies"
        if not self.database.ask(
            f"SELECT 1 FROM ({known}) WHERE article_id = :id", {"id": article_id}
        ):
            return
        self.full_text.remove(article_id)
        self._db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))
        self.copies.remove(article_id)

    # -- articles -----------------------------------------------------------

    def fingerprints(self) -> Iterator[tuple[str, Fingerprint]]:
        """Yield the fingerprint of each article, by its id; copies have none."""
        for row in self._db.execute("SELECT article_id, fingerprint FROM fingerprints"):
            yield row["article_id"], Fingerprint.from_bytes(row["fingerprint"])
