"""The catalogue: articles, their parts, their copies and the word index, in one SQLite file.

What is not in here does not exist: vectors whose id the catalogue does not know are ignored
and swept away at the next write. One article is one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.fingerprint import Fingerprint, fingerprint
from index.models.embedder import Embedded
from index.store.chunks import Passages
from index.store.copies import Copies
from index.store.embedded import word_counts
from index.store.embedded.database import Database
from index.store.embedded.lock import writing_alone
from index.store.embedded.orphan_vectors import Strays
from index.store.embedded.page_versions import Stamps
from index.store.embedded.schema import check_version, layout_of, make, migrate
from index.store.full_text import FullText
from index.store.ledger import Ledger
from index.store.rows import COLUMNS, VALUES, article_of, values_of
from index.store.scope import Scope, condition, is_narrow
from index.store.statements import Statements
from index.store.words.tally import Tally
from index.types import Article, Chunk, Quote, Sentence, Story

FILE = "catalog.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One line of the list of articles; ``copies`` counts where else it was printed."""

    article_id: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None
    sentences: int
    quotes: int
    language: str | None
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How a stored article was, and where it came from.

    Attributes:
        content_hash: of the clean article.
        raw_hash: of what it was cleaned from, and of the code that did.
    """

    content_hash: str
    raw_hash: str
    source: str


class Articles:
    """What both engines tell of articles in the same words.

    Attributes:
        copies: what was printed elsewhere too.
    """

    def __init__(self, database: Statements) -> None:
        self._asked = database
        self.copies = Copies(database)

    def reread(self, article_id: str, raw_hash: str) -> None:
        """Note that an article was cleaned anew and came out as it was."""
        for table in ("articles", "copies"):
            self._asked.ask(
                f"UPDATE {table} SET raw_hash = :hash WHERE article_id = :id",
                {"id": article_id, "hash": raw_hash},
            )

    def known(self) -> dict[str, Known]:
        """Return what tells a changed article or copy from an unchanged one, by article id."""
        rows = self._asked.ask(
            "SELECT article_id, content_hash, raw_hash, source FROM articles"
            " UNION ALL SELECT article_id, content_hash, raw_hash, source FROM copies"
        )
        return {row.pop("article_id"): Known(**row) for row in rows}

    def links(self) -> Iterable[tuple[str, str]]:
        """Return (copy, original) of all copies."""
        return self.copies.links()

    def story(self, article_id: str) -> Story:
        """Return an article or a copy that there is, with the hash of what it was cleaned from."""
        (row,) = self._asked.ask(
            f"SELECT {COLUMNS} FROM articles WHERE article_id = :id"
            f" UNION ALL SELECT {COLUMNS} FROM copies WHERE article_id = :id",
            {"id": article_id},
        )
        return Story(article=article_of(row), raw_hash=row["raw_hash"])

    def empty(self) -> bool:
        """Tell whether there is no article."""
        return not self._asked.ask("SELECT 1 AS one FROM articles LIMIT 1")

    def rows(self) -> list[ArticleRow]:
        """Return the list of articles, latest first, undated last, then by title."""
        rows = self._asked.ask(
            "SELECT article_id, title, author, publisher, published, url, language,"
            " (SELECT count(*) FROM sentences s WHERE s.article_id = a.article_id) AS sentences,"
            " (SELECT count(*) FROM quotes q WHERE q.article_id = a.article_id) AS quotes,"
            " (SELECT count(*) FROM copies c WHERE c.original = a.article_id) AS copies"
            " FROM articles a ORDER BY published DESC NULLS LAST, title NULLS FIRST, article_id"
        )
        return [ArticleRow(**row) for row in rows]

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None; a copy is none."""
        rows = self._asked.ask(
            f"SELECT {COLUMNS} FROM articles WHERE article_id = :id", {"id": article_id}
        )
        return article_of(rows[0]) if rows else None


class Catalog(Articles):
    """One open catalogue; safe to use from several threads.

    Attributes:
        ledger: its quotes.
        full_text: its words.
        passages: its sentences and chunks.
        stamps: of the pages that were read.
        strays: vectors that no article owns.
    """

    def __init__(self, folder: Path, *, pinned: bool = False) -> None:
        self.path = folder / FILE
        self._database = Database(self.path, pinned=pinned)
        super().__init__(self._database)
        self.ledger = Ledger(self._database)
        self._tally = Tally()
        self.full_text = FullText(self._database, self._tally)
        self.passages = Passages(self._database, self.full_text)
        self.stamps = Stamps(self._database)
        self.strays = Strays(self._database)

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
        return self._database.connection

    # -- states -------------------------------------------------------------

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""
        return not self.is_replaced() and self.meta("generation") == _meta(
            self._database.latest, "generation"
        )

    def is_replaced(self) -> bool:
        """Tell whether the index was deleted, and perhaps made anew, since it was opened."""
        return self._database.replaced()

    def damage(self) -> str | None:
        """Return the first thing that SQLite finds wrong with the file, None if it is sound."""
        try:
            found = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return None if found == "ok" else " ".join(str(found).split())
        except sqlite3.DatabaseError as error:
            return str(error)

    def close(self) -> None:
        """Close the connections of all threads."""
        self._database.close()

    @contextmanager
    def transaction(self, *, announced: bool = True) -> Iterator[None]:
        """Make everything inside happen or not happen; if it did, and is announced, readers move on."""
        self._tally.clear()
        with self._database.transaction(announced=announced):
            yield
            word_counts.write(self._tally, self._db)

    def join_words(self) -> None:
        """Make one of many changes to a word; nothing changes for readers."""
        with self._database.transaction(announced=False):
            word_counts.join(self._db)

    # -- meta ---------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return one value of the catalogue's own record."""
        return _meta(self._db, key)

    def set_meta(self, key: str, value: str) -> None:
        """Write one value of the catalogue's own record, inside a transaction."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # -- writing, inside a transaction --------------------------------------

    def put(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        chunks: Sequence[Chunk],
        embedded: Sequence[Embedded],
        quotes: Sequence[Quote],
        raw_hash: str,
    ) -> None:
        """Store an article in place of its old self, with the vectors of each chunk."""
        self.remove(article.article_id)
        (number,) = word_counts.numbers(self._db, "article", 1)
        self._db.execute(
            f"INSERT INTO articles (number, {COLUMNS}) VALUES (:number, {VALUES})",
            {**values_of(article, raw_hash), "number": number},
        )
        self.full_text.put_article(number, article)
        self._db.execute(
            "INSERT INTO fingerprints VALUES (?, ?)",
            (article.article_id, fingerprint(article.text).to_bytes()),
        )
        self.passages.put(sentences, chunks, embedded)
        self.ledger.put(article.article_id, quotes)

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy."""
        self.full_text.remove(article_id)
        self._db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))
        self.copies.remove(article_id)

    # -- articles -----------------------------------------------------------

    def fingerprints(self) -> Iterator[tuple[str, Fingerprint]]:
        """Yield the fingerprint of each article, by its id; copies have none."""
        for row in self._db.execute("SELECT article_id, fingerprint FROM fingerprints"):
            yield row["article_id"], Fingerprint.from_bytes(row["fingerprint"])

    def within(self, scope: Scope) -> list[str]:
        """Return the ids of the articles within a scope."""
        inside, values = condition(scope)
        rows = self._db.execute(f"SELECT article_id FROM articles a WHERE {inside}", values)
        return [row["article_id"] for row in rows]

    def is_narrow(self, scope: Scope) -> bool:
        """Tell whether a scope holds few articles."""
        return is_narrow(self._database, scope)

    def undated(self, scope: Scope) -> int:
        """Return how many articles only their missing date leaves out of a scope."""
        if not (scope.since or scope.until):
            return 0
        inside, values = condition(Scope(publishers=scope.publishers, articles=scope.articles))
        row = self._db.execute(
            f"SELECT count(*) AS n FROM articles a WHERE a.published IS NULL AND {inside}", values
        ).fetchone()
        return int(row["n"])


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row["value"])
