"""The catalogue: articles, their parts, their copies and their words, in one database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from index.fingerprint import Fingerprint, fingerprint
from index.store.catalog import Prepared, Records
from index.store.place import Server
from index.store.postgres.full_text import FullText
from index.store.postgres.passages import Passages
from index.store.postgres.session import Session
from index.store.rows import COLUMNS, VALUES, values_of
from index.store.words.lexemes import placed
from index.store.words.tally import JOINED, Tally

_OWN = "publisher_key, fingerprint, length, words"
_OWN_VALUES = ":publisher_key, :fingerprint, :length, :words"
# Turns the hash of an article's id into a lock that no other use of such locks has.
_ARTICLE_LOCKS = 7_594_036
# Another use of such a lock than the writers' own.
_JOINING = 7_594_036_431_811_801_189


class Catalog(Records):
    """The catalogue of a database.

    Attributes:
        seen: the generation, as it was last asked for.
    """

    database: Session
    passages: Passages

    def __init__(self, server: Server, *, pinned: bool = False) -> None:
        super().__init__(Session(server, pinned=pinned))
        self.seen: str | None = None
        self._tally = Tally()
        self.full_text = FullText(self.database)
        self.passages = Passages(self.database, self._tally)

    # -- states -------------------------------------------------------------

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""
        with closing(Session(self.database.server)) as now:
            return self.database.open and self.meta("generation") == _generation(now)

    def damage(self) -> str | None:
        """Return what is wrong with the database itself: an index of it that is not valid."""
        row = self.database.row(
            "SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE c.relnamespace = to_regnamespace(current_schema()) AND NOT i.indisvalid"
        )
        return None if row is None else f"its index {row['name']} is not valid; REINDEX it"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside happen or not happen; if it did, readers move on."""
        self._tally.clear()
        with self.database.unannounced():
            yield
            self._count()

    def _count(self) -> None:
        """Write the changes and move readers on, last of all: the next writer waits for this row."""
        self.database.copy(
            "word_counts (lexeme, chunks, articles, chunk_rows, article_rows)",
            self._tally.by_word(),
        )
        self.database.rows(
            "UPDATE state SET generation = generation + 1, chunks = chunks + %s,"
            " chunk_words = chunk_words + %s, articles = articles + %s,"
            " article_words = article_words + %s",
            self._tally.totals(),
        )
        self._tally.clear()

    def join_words(self) -> None:
        """Make one of many changes to a word; those being added meanwhile stay as they are."""
        with self.database.unannounced():
            (alone,) = self.database.rows("SELECT pg_try_advisory_xact_lock(%s) AS got", [_JOINING])
            while alone["got"]:
                (done,) = self.database.rows(
                    "WITH many AS (SELECT lexeme, level FROM word_counts GROUP BY lexeme, level"
                    " HAVING count(*) >= %s), old AS (DELETE FROM word_counts w USING many m"
                    " WHERE w.lexeme = m.lexeme AND w.level = m.level RETURNING w.*),"
                    " new AS (INSERT INTO word_counts"
                    " (lexeme, chunks, articles, level, chunk_rows, article_rows)"
                    " SELECT lexeme, sum(chunks), sum(articles), level + 1, string_agg(chunk_rows, ''),"
                    " string_agg(article_rows, '') FROM old GROUP BY lexeme, level RETURNING 1)"
                    " SELECT count(*) AS n FROM new",
                    [JOINED],
                )
                if not done["n"]:
                    return

    # -- meta ---------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return one value of the catalogue's own record."""
        if key == "generation":
            self.seen = _generation(self.database)
            return self.seen
        return super().meta(key)

    # -- writing, inside a transaction --------------------------------------

    def put(self, prepared: Prepared) -> None:
        """Store an article in place of its old self, inside a transaction."""
        article = prepared.article
        self.remove(article.article_id)
        words = placed(article.title or "", article.text)
        (stored,) = self.database.ask(
            f"INSERT INTO articles ({COLUMNS}, {_OWN}) VALUES ({VALUES}, {_OWN_VALUES})"
            " RETURNING number",
            {
                **values_of(article, prepared.raw_hash),
                "publisher_key": article.publisher.lower() if article.publisher else None,
                "fingerprint": fingerprint(article.text).to_bytes(),
                "length": words.length,
                "words": words.vector,
            },
        )
        self._tally.articles.come(stored["number"], words.times, words.length)
        self.passages.put(article, prepared.sentences, prepared.chunks, prepared.embedded)
        self.ledger.put(article.article_id, prepared.quotes)

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy.

        Who writes the same article at the same time waits: that is the later one, and replaces it.
        """
        self.database.rows(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ARTICLE_LOCKS, article_id]
        )
        self.passages.remove(article_id)
        for gone in self.database.rows(
            "DELETE FROM articles WHERE article_id = %s"
            " RETURNING number, tsvector_to_array(words) AS lexemes, length",
            [article_id],
        ):
            self._tally.articles.gone(gone["number"], gone["lexemes"], gone["length"])
        self.copies.remove(article_id)

    # -- articles -----------------------------------------------------------

    def fingerprints(self) -> Iterator[tuple[str, Fingerprint]]:
        """Yield the fingerprint of each article, by its id; copies have none."""
        for row in self.database.rows("SELECT article_id, fingerprint FROM articles"):
            yield row["article_id"], Fingerprint.from_bytes(row["fingerprint"])


def _generation(session: Session) -> str:
    (row,) = session.rows("SELECT generation FROM state")
    return str(row["generation"])
