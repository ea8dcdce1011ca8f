"""The catalogue: articles, sentences, chunks, quotes and the word index, in one SQLite file.

What is not in here does not exist: vectors whose id the catalogue does not know are ignored
and swept away at the next write. One article is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from index.errors import IndexMismatch, NotAnIndex, OperationError
from index.types import Article, Chunk, Quote, Sentence

SCHEMA_VERSION = "1"
FILE = "catalog.sqlite"
IN_LIST = "(SELECT value FROM json_each(?))"


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
class ArticleQuote:
    """A quote with the article it stands in."""

    article_id: str
    published: str | None
    quote: Quote


class Catalog:
    """One open catalogue; safe to use from several threads."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
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
        """Return this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if not self.path.exists():
                raise NotAnIndex(f"{self.path.parent} is not a tradewire index: no {FILE} in it.")
            connection = sqlite3.connect(self.path, check_same_thread=False, timeout=30)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
            self._open.append(connection)
        return connection

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside happen or not happen; bump the generation if it did."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute(
                    "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
                )
        except sqlite3.OperationalError as error:
            raise OperationError(
                f"Cannot write {self.path}: {error}; nothing was changed by this step. "
                "Check free space and permissions, then run the command again."
            ) from error

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
        quotes: Sequence[Quote],
    ) -> None:
        """Store an article in place of its old self."""
        self.remove(article.article_id)
        a = article
        self._db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (a.article_id, a.text, a.title, a.author, a.publisher, a.published, a.url, a.source,
             a.content_hash, json.dumps(a.changes, ensure_ascii=False)),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
            [(s.article_id, s.number, s.paragraph, s.start, s.end) for s in sentences],
        )
        for c in chunks:
            cursor = self._db.execute(
                'INSERT INTO chunks (chunk_id, article_id, first_sentence, last_sentence, start, "end")'
                " VALUES (?, ?, ?, ?, ?, ?)",
                (c.chunk_id, c.article_id, c.first_sentence, c.last_sentence, c.start, c.end),
            )
            self._db.execute(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                (cursor.lastrowid, a.title or "", c.text),
            )
        self._db.executemany(
            'INSERT INTO quotes (article_id, start, "end", speaker, mention, role, verb, kind, "group")'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(a.article_id, q.start, q.end, q.speaker, q.mention, q.role, q.verb, q.kind, q.group)
             for q in quotes],
        )  # fmt: skip

    def remove(self, article_id: str) -> bool:
        """Delete an article with everything that belongs to it; False if it was not there."""
        self._db.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM chunks WHERE article_id = ?)",
            (article_id,),
        )
        cursor = self._db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,))
        return cursor.rowcount > 0

    def mark_stray(self, kind: str, ids: Iterable[str]) -> None:
        """Note vectors that no article owns (yet, or any more)."""
        self._db.executemany(
            "INSERT OR IGNORE INTO stray_vectors VALUES (?, ?)", [(kind, id_) for id_ in ids]
        )

    def unmark_stray(self, kind: str, ids: Iterable[str]) -> None:
        """Note that an article owns these vectors now, or that they are gone."""
        self._db.executemany(
            "DELETE FROM stray_vectors WHERE kind = ? AND id = ?", [(kind, id_) for id_ in ids]
        )

    def strays(self, kind: str) -> list[str]:
        """Return the vectors to sweep away."""
        rows = self._db.execute("SELECT id FROM stray_vectors WHERE kind = ?", (kind,))
        return [row["id"] for row in rows]

    # -- reading ------------------------------------------------------------

    def hashes(self) -> dict[str, tuple[str, str]]:
        """Return {article_id: (content hash, source)}."""
        rows = self._db.execute("SELECT article_id, content_hash, source FROM articles")
        return {row["article_id"]: (row["content_hash"], row["source"]) for row in rows}

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
        return Article(**{**fields, "changes": tuple(json.loads(fields["changes"]))})

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

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """Return those chunks that exist, in no particular order."""
        return self._chunks(f"c.chunk_id IN {IN_LIST}", _list(chunk_ids))

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return an article's chunks in order."""
        return self._chunks("c.article_id = ? ORDER BY c.first_sentence", article_id)

    def _chunks(self, condition: str, value: str) -> list[Chunk]:
        rows = self._db.execute(
            'SELECT c.article_id, c.chunk_id, c.first_sentence, c.last_sentence, c.start, c."end",'
            ' substr(a.text, c.start + 1, c."end" - c.start) AS text'
            f" FROM chunks c JOIN articles a USING (article_id) WHERE {condition}",
            (value,),
        )
        return [Chunk(**dict(row)) for row in rows]

    def chunks_holding(self, sentences: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Return {(article, sentence number): id of the chunk that holds it best (the first)}."""
        holding = {}
        for article_id, number in sentences:
            row = self._db.execute(
                "SELECT chunk_id FROM chunks WHERE article_id = ? AND first_sentence <= ?"
                " AND last_sentence >= ? ORDER BY first_sentence LIMIT 1",
                (article_id, number, number),
            ).fetchone()
            if row is not None:
                holding[(article_id, number)] = row["chunk_id"]
        return holding

    def words(
        self, expression: str, k: int, articles: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk_id, BM25 score, higher is better) for an FTS5 expression."""
        if articles is None:
            return self._words(expression, "?", "1", k)
        return self._words(expression, f"c.article_id IN {IN_LIST}", _list(articles), k)

    def words_in(self, expression: str, chunk_ids: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of those of the given chunks that match at all."""
        return dict(self._words(expression, f"c.chunk_id IN {IN_LIST}", _list(chunk_ids), -1))

    def _words(
        self, expression: str, condition: str, value: str, k: int
    ) -> list[tuple[str, float]]:
        if not expression:
            return []
        rows = self._db.execute(
            "SELECT c.chunk_id, -bm25(words, 1.0, 1.0) AS score"
            " FROM words JOIN chunks c ON c.number = words.rowid WHERE words MATCH ?"
            f" AND {condition} ORDER BY score DESC LIMIT ?",
            (expression, value, k),
        )
        return [(row["chunk_id"], row["score"]) for row in rows]

    def document_frequency(self, expression: str) -> int:
        """Return how many chunks match an FTS5 expression."""
        row = self._db.execute(
            "SELECT count(*) AS n FROM words WHERE words MATCH ?", (expression,)
        ).fetchone()
        return int(row["n"])

    def chunk_count(self) -> int:
        """Return how many chunks there are."""
        return int(self._db.execute("SELECT count(*) AS n FROM chunks").fetchone()["n"])

    def vocabulary(self, start: str) -> list[str]:
        """Return the indexed word stems that begin with ``start``."""
        rows = self._db.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ?",
            (start, start + "\U0010ffff"),
        )
        return [row["term"] for row in rows]

    def matching(
        self, *, since: str | None, until: str | None, publisher: str | None, article: str | None
    ) -> tuple[list[str], int]:
        """Return the ids of the articles within the filters, and how many undated were left out."""
        conditions = ["1"]
        values: list[str] = []
        if publisher:
            conditions.append("lower(publisher) = lower(?)")
            values.append(publisher)
        if article:
            conditions.append("article_id = ?")
            values.append(article)
        rows = self._db.execute(
            f"SELECT article_id, substr(published, 1, 10) AS day FROM articles"
            f" WHERE {' AND '.join(conditions)}",
            values,
        ).fetchall()
        if not (since or until):
            return [row["article_id"] for row in rows], 0
        dated = [row for row in rows if row["day"]]
        inside = [
            row["article_id"]
            for row in dated
            if (not since or row["day"] >= since) and (not until or row["day"] <= until)
        ]
        return inside, len(rows) - len(dated)

    def quotes(self, articles: Sequence[str] | None = None) -> list[ArticleQuote]:
        """Return the quotes of those articles (of all, with None), by article and place."""
        condition = "?" if articles is None else f"q.article_id IN {IN_LIST}"
        rows = self._db.execute(
            'SELECT q.article_id, a.published, q.start, q."end",'
            ' substr(a.text, q.start + 1, q."end" - q.start) AS text,'
            ' q.speaker, q.mention, q.role, q.verb, q.kind, q."group"'
            f" FROM quotes q JOIN articles a USING (article_id) WHERE {condition}"
            " ORDER BY a.published IS NULL, a.published DESC, q.article_id, q.start",
            ("1" if articles is None else _list(articles),),
        )
        return [_article_quote(dict(row)) for row in rows]

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""
        rows = self._db.execute(
            "SELECT speaker, count(*) AS n FROM quotes WHERE speaker IS NOT NULL"
            " GROUP BY speaker ORDER BY n DESC, speaker"
        )
        return [(row["speaker"], row["n"]) for row in rows]

    def roles(self) -> list[tuple[str, str]]:
        """Return (speaker, role) pairs as the articles give them."""
        rows = self._db.execute(
            "SELECT DISTINCT speaker, role FROM quotes"
            " WHERE speaker IS NOT NULL AND role IS NOT NULL ORDER BY speaker, role"
        )
        return [(row["speaker"], row["role"]) for row in rows]


def quoted(word: str) -> str:
    """Return a word as an FTS5 string, whatever characters it has."""
    return '"' + word.replace('"', '""') + '"'


def _article_quote(row: dict[str, object]) -> ArticleQuote:
    article_id, published = row.pop("article_id"), row.pop("published")
    return ArticleQuote(
        article_id=str(article_id),
        published=None if published is None else str(published),
        quote=Quote(**row),  # type: ignore[arg-type]
    )


def _list(values: Sequence[str]) -> str:
    """Pack values for ``IN_LIST``, which has no limit on their number."""
    return json.dumps(list(values))
