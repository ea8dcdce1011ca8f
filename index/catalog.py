"""The catalogue: articles, sentences, chunks, quotes and the word index, in one SQLite file.

What is not in here does not exist: vectors whose id the catalogue does not know are ignored
and swept away at the next write. One article is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from index.database import IN_LIST, Database, packed
from index.embed import Embedded, Vectors
from index.errors import IndexMismatch, NotAnIndex
from index.fulltext import FullText
from index.ledger import Ledger
from index.scope import Scope, condition
from index.types import Article, Chunk, Quote, Sentence

SCHEMA_VERSION = "2"
FILE = "catalog.sqlite"
# Half precision: a cosine keeps three digits, and a million sentences need half the disk.
STORED = np.float16


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One line of the list of articles."""

    article_id: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None
    sentences: int
    quotes: int


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


class Catalog:
    """One open catalogue; safe to use from several threads.

    Attributes:
        ledger: its quotes.
        full_text: its words.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE
        self._database = Database(self.path)
        self.ledger = Ledger(self._database)
        self.full_text = FullText(self._database)
        if create and not self.path.exists():
            self._make()
        try:
            version = self.meta("schema")
        except sqlite3.DatabaseError as error:
            raise NotAnIndex(
                f"{self.path} is not a tradewire catalogue ({error}); name another folder "
                "with --index, or delete this one and index again."
            ) from error
        if version != SCHEMA_VERSION:
            raise IndexMismatch(
                f"The index {folder} has layout {version}, this tradewire writes "
                f"{SCHEMA_VERSION}; delete the folder and index the sources again."
            )

    def _make(self) -> None:
        """Create the file whole: written beside, then moved into place."""
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        connection = sqlite3.connect(fresh)
        connection.executescript(
            resources.files("index").joinpath("schema.sql").read_text(encoding="utf-8")
        )
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
        connection.execute("INSERT INTO meta VALUES ('generation', '0')")
        connection.commit()
        connection.close()
        fresh.replace(self.path)

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def close(self) -> None:
        """Close the connections of all threads."""
        self._database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything inside happen or not happen; bump the generation if it did."""
        return self._database.transaction()

    # -- meta ---------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return one value of the catalogue's own record."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

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
        a = article
        stored = self._db.execute(
            "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (a.article_id, a.title, a.author, a.publisher, a.published, a.url, a.source,
             a.content_hash, raw_hash, a.language, json.dumps(a.pages),
             json.dumps(a.changes, ensure_ascii=False), a.text),
        )  # fmt: skip
        assert stored.lastrowid is not None
        self.full_text.put_article(stored.lastrowid, a)
        self._db.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
            [(s.article_id, s.number, s.paragraph, s.start, s.end) for s in sentences],
        )
        for c, e in zip(chunks, embedded, strict=True):
            cursor = self._db.execute(
                "INSERT INTO chunks (chunk_id, article_id, first_sentence, last_sentence, start,"
                ' "end", vectors) VALUES (?, ?, ?, ?, ?, ?, ?)',
                (c.chunk_id, c.article_id, c.first_sentence, c.last_sentence, c.start, c.end,
                 _stored(e)),
            )  # fmt: skip
            assert cursor.lastrowid is not None
            self.full_text.put(cursor.lastrowid, c)
        self.ledger.put(a.article_id, quotes)

    def remove(self, article_id: str) -> bool:
        """Delete an article with everything that belongs to it; False if it was not there."""
        self.full_text.remove(article_id)
        cursor = self._db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))
        return cursor.rowcount > 0

    def mark_stray(self, ids: Iterable[str]) -> None:
        """Note vectors that no article owns (yet, or any more)."""
        self._db.executemany(
            "INSERT OR IGNORE INTO stray_vectors VALUES (?)", [(id_,) for id_ in ids]
        )

    def unmark_stray(self, ids: Iterable[str]) -> None:
        """Note that an article owns these vectors now, or that they are gone."""
        self._db.executemany("DELETE FROM stray_vectors WHERE id = ?", [(id_,) for id_ in ids])

    def strays(self) -> list[str]:
        """Return the vectors to sweep away."""
        return [row["id"] for row in self._db.execute("SELECT id FROM stray_vectors")]

    # -- articles -----------------------------------------------------------

    def known(self) -> dict[str, Known]:
        """Return what tells a changed article from an unchanged one, by article id."""
        rows = self._db.execute("SELECT article_id, content_hash, raw_hash, source FROM articles")
        return {
            row["article_id"]: Known(
                content_hash=row["content_hash"], raw_hash=row["raw_hash"], source=row["source"]
            )
            for row in rows
        }

    def empty(self) -> bool:
        """Tell whether there is no article."""
        return self._db.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None

    def rows(self) -> list[ArticleRow]:
        """Return the list of articles, latest first, undated last, then by title."""
        rows = self._db.execute(
            "SELECT article_id, title, author, publisher, published, url,"
            " (SELECT count(*) FROM sentences s WHERE s.article_id = a.article_id) AS sentences,"
            " (SELECT count(*) FROM quotes q WHERE q.article_id = a.article_id) AS quotes"
            " FROM articles a ORDER BY published IS NULL, published DESC, title, article_id"
        )
        return [ArticleRow(**dict(row)) for row in rows]

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        row = self._db.execute(
            "SELECT * FROM articles WHERE article_id = ?", (article_id,)
        ).fetchone()
        if row is None:
            return None
        fields = dict(row)
        del fields["number"], fields["raw_hash"]
        for name in ("changes", "pages"):
            fields[name] = tuple(json.loads(fields[name]))
        return Article(**fields)

    def within(self, scope: Scope) -> list[str]:
        """Return the ids of the articles within a scope."""
        inside, values = condition(scope)
        rows = self._db.execute(f"SELECT article_id FROM articles a WHERE {inside}", values)
        return [row["article_id"] for row in rows]

    def undated(self, scope: Scope) -> int:
        """Return how many articles only their missing date leaves out of a scope."""
        if not (scope.since or scope.until):
            return 0
        inside, values = condition(Scope(publisher=scope.publisher, articles=scope.articles))
        row = self._db.execute(
            f"SELECT count(*) AS n FROM articles a WHERE a.published IS NULL AND {inside}", values
        ).fetchone()
        return int(row["n"])

    # -- sentences and chunks -----------------------------------------------

    def sentences(self, article: Article) -> list[Sentence]:
        """Return the article's sentences in order."""
        rows = self._db.execute(
            'SELECT number, paragraph, start, "end" FROM sentences WHERE article_id = ?'
            " ORDER BY number",
            (article.article_id,),
        )
        return [
            Sentence(
                article_id=article.article_id,
                number=row["number"],
                paragraph=row["paragraph"],
                start=row["start"],
                end=row["end"],
                text=article.text[row["start"] : row["end"]],
            )
            for row in rows
        ]

    def chunk_count(self) -> int:
        """Return how many chunks there are."""
        return int(self._db.execute("SELECT count(*) AS n FROM chunks").fetchone()["n"])

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """Return those chunks that exist, in no particular order."""
        return self._chunks(f"c.chunk_id IN {IN_LIST}", packed(chunk_ids))

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return an article's chunks in order."""
        return self._chunks("c.article_id = ? ORDER BY c.first_sentence", article_id)

    def _chunks(self, condition: str, value: str) -> list[Chunk]:
        rows = self._db.execute(
            'SELECT c.article_id, c.chunk_id, c.first_sentence, c.last_sentence, c.start, c."end",'
            f" w.title, w.text FROM chunks c JOIN words w ON w.rowid = c.number WHERE {condition}",
            (value,),
        )
        return [Chunk(**dict(row)) for row in rows]

    def chunk_of(self, article_id: str, sentence: int) -> str | None:
        """Return the id of the chunk that holds a sentence."""
        row = self._db.execute(
            "SELECT chunk_id FROM chunks WHERE article_id = ? AND first_sentence <= ?"
            " ORDER BY first_sentence DESC LIMIT 1",
            (article_id, sentence),
        ).fetchone()
        return None if row is None else str(row["chunk_id"])

    def embedded(self, chunk_ids: Sequence[str]) -> dict[str, Embedded]:
        """Return the vectors of those chunks that exist."""
        rows = self._db.execute(
            "SELECT chunk_id, last_sentence - first_sentence + 1 AS n, vectors FROM chunks"
            f" WHERE chunk_id IN {IN_LIST}",
            (packed(chunk_ids),),
        )
        return {row["chunk_id"]: _embedded(row["vectors"], row["n"]) for row in rows}

    def sentence_vector(self, article_id: str, sentence: int) -> Vectors:
        """Return the vector of a sentence that there is."""
        row = self._db.execute(
            "SELECT first_sentence, last_sentence - first_sentence + 1 AS n, vectors FROM chunks"
            " WHERE article_id = ? AND first_sentence <= ? ORDER BY first_sentence DESC LIMIT 1",
            (article_id, sentence),
        ).fetchone()
        rows = _embedded(row["vectors"], row["n"]).sentences
        return np.asarray(rows[sentence - row["first_sentence"]])


def _stored(e: Embedded) -> bytes:
    """Pack the vectors of a chunk: its own, then one per sentence."""
    return np.vstack([e.whole, e.sentences]).astype(STORED).tobytes()


def _embedded(stored: bytes, sentences: int) -> Embedded:
    rows = np.frombuffer(stored, dtype=STORED).reshape(sentences + 1, -1).astype(np.float32)
    return Embedded(whole=rows[0], sentences=rows[1:])
