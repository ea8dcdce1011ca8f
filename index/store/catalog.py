"""The catalogue: articles, their parts, their copies and their words, wherever they are kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from index.fingerprint import Fingerprint
from index.models.embedder import Embedded
from index.store.chunks import Parts
from index.store.copies import Copies
from index.store.ledger import Ledger
from index.store.rows import COLUMNS, article_of
from index.store.scope import Scope, condition
from index.store.statements import Statements
from index.store.words.ranked import RankedWords
from index.types import Article, Chunk, Quote, Sentence, Stamp, Story


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article with all that is stored of it.

    Attributes:
        article: clean.
        sentences: all of it.
        chunks: of those sentences.
        embedded: the vectors of each chunk, in their order.
        quotes: that stand in it.
        raw_hash: of what it was cleaned from, and of the code that did.
    """

    article: Article
    sentences: Sequence[Sentence]
    chunks: Sequence[Chunk]
    embedded: Sequence[Embedded] = ()
    quotes: Sequence[Quote] = ()
    raw_hash: str = ""


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


class Records(ABC):
    """The catalogue: what is not in here does not exist. Read at one state, or written.

    Attributes:
        database: that keeps them.
        ledger: who said what.
        copies: what was printed elsewhere too.
        stamps: of the pages that were read.
        full_text: the words.
        passages: sentences, chunks and vectors.
    """

    full_text: RankedWords
    passages: Parts

    def __init__(self, database: Statements) -> None:
        self.database = database
        self.ledger = Ledger(database)
        self.copies = Copies(database)
        self.stamps = Stamps(database)

    @abstractmethod
    def damage(self) -> str | None:
        """Return the first thing that the engine finds wrong, None if all is sound."""

    @abstractmethod
    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Make everything inside happen or not happen; if it did, readers move on."""

    @abstractmethod
    def put(self, prepared: Prepared) -> None:
        """Store an article in place of its old self, inside a transaction."""

    @abstractmethod
    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy."""

    @abstractmethod
    def join_words(self) -> None:
        """Make one of many changes to a word; nothing changes for readers."""

    @abstractmethod
    def fingerprints(self) -> Iterator[tuple[str, Fingerprint]]:
        """Yield the fingerprint of each article, by its id; copies have none."""

    def meta(self, key: str) -> str | None:
        """Return one value of the catalogue's own record."""
        rows = self.database.ask("SELECT value FROM meta WHERE key = :key", {"key": key})
        return str(rows[0]["value"]) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Write one value of the catalogue's own record, inside a transaction.

        Args:
            key: its name.
            value: in place of what it was.
        """
        self.database.ask(
            "INSERT INTO meta VALUES (:key, :value)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {"key": key, "value": value},
        )

    def reread(self, article_id: str, raw_hash: str) -> None:
        """Note that an article was cleaned anew and came out as it was.

        Args:
            article_id: of the article or copy.
            raw_hash: of what it was cleaned from now, and of the code that did.
        """
        for table in ("articles", "copies"):
            self.database.ask(
                f"UPDATE {table} SET raw_hash = :hash WHERE article_id = :id",
                {"id": article_id, "hash": raw_hash},
            )

    def known(self) -> dict[str, Known]:
        """Return what tells a changed article or copy from an unchanged one, by article id."""
        rows = self.database.ask(
            "SELECT article_id, content_hash, raw_hash, source FROM articles"
            " UNION ALL SELECT article_id, content_hash, raw_hash, source FROM copies"
        )
        return {row.pop("article_id"): Known(**row) for row in rows}

    def story(self, article_id: str) -> Story:
        """Return an article or a copy that there is, with the hash of what it was cleaned from."""
        (row,) = self.database.ask(
            f"SELECT {COLUMNS} FROM articles WHERE article_id = :id"
            f" UNION ALL SELECT {COLUMNS} FROM copies WHERE article_id = :id",
            {"id": article_id},
        )
        return Story(article=article_of(row), raw_hash=row["raw_hash"])

    def empty(self) -> bool:
        """Tell whether there is no article."""
        return not self.database.ask("SELECT 1 AS one FROM articles LIMIT 1")

    def rows(self) -> list[ArticleRow]:
        """Return the list of articles, latest first, undated last, then by title."""
        rows = self.database.ask(
            "SELECT article_id, title, author, publisher, published, url, language,"
            " (SELECT count(*) FROM sentences s WHERE s.article_id = a.article_id) AS sentences,"
            " (SELECT count(*) FROM quotes q WHERE q.article_id = a.article_id) AS quotes,"
            " (SELECT count(*) FROM copies c WHERE c.original = a.article_id) AS copies"
            " FROM articles a ORDER BY published DESC NULLS LAST, title NULLS FIRST, article_id"
        )
        return [ArticleRow(**row) for row in rows]

    def last_year_with(self, month: int) -> int | None:
        """Return the last year in whose month, 1 to 12, an article appeared; None without one."""
        (row,) = self.database.ask(
            "SELECT max(published) AS last FROM articles WHERE substr(published, 6, 2) = :month",
            {"month": f"{month:02}"},
        )
        return int(row["last"][:4]) if row["last"] else None

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None; a copy is none."""
        rows = self.database.ask(
            f"SELECT {COLUMNS} FROM articles WHERE article_id = :id", {"id": article_id}
        )
        return article_of(rows[0]) if rows else None

    def within(self, scope: Scope) -> list[str]:
        """Return the ids of the articles within a scope."""
        inside, values = condition(scope, self.database)
        rows = self.database.ask(f"SELECT article_id FROM articles a WHERE {inside}", values)
        return [row["article_id"] for row in rows]

    def undated(self, scope: Scope) -> int:
        """Return how many articles only their missing date leaves out of a scope."""
        if not (scope.since or scope.until):
            return 0
        anytime = Scope(publishers=scope.publishers, articles=scope.articles)
        inside, values = condition(anytime, self.database)
        (row,) = self.database.ask(
            f"SELECT count(*) AS n FROM articles a WHERE a.published IS NULL AND {inside}", values
        )
        return int(row["n"])
