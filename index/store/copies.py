"""The copies of articles as they are stored: whole, but neither divided nor searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.store.embedded.database import Database
from index.store.rows import COLUMNS, VALUES, article_of, values_of
from index.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoIn:
    """Where else a story was printed."""

    article_id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None


class Copies:
    """The copies of one index; each belongs to the article that stands for the story."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, article: Article, original: str, raw_hash: str) -> None:
        """Store a copy, inside a transaction at whose end the original must be there."""
        self._database.connection.execute(
            f"INSERT INTO copies (original, {COLUMNS}) VALUES (:original, {VALUES})",
            {"original": original, **values_of(article, raw_hash)},
        )

    def remove(self, article_id: str) -> None:
        """Delete a copy, inside a transaction; what is none is left alone."""
        self._database.connection.execute("DELETE FROM copies WHERE article_id = ?", (article_id,))

    def of(self, original: str) -> list[AlsoIn]:
        """Return where else an article was printed, earliest first."""
        rows = self._database.connection.execute(
            "SELECT article_id, title, publisher, published, url FROM copies WHERE original = ?"
            " ORDER BY published IS NULL, published, article_id",
            (original,),
        )
        return [AlsoIn(**dict(row)) for row in rows]

    def article(self, article_id: str) -> Article | None:
        """Return a copy, None if there is none of that id."""
        row = self._database.connection.execute(
            "SELECT * FROM copies WHERE article_id = ?", (article_id,)
        ).fetchone()
        return None if row is None else article_of(row)

    def original_of(self, article_id: str) -> str | None:
        """Return the article that a copy belongs to, None if it is no copy."""
        row = self._database.connection.execute(
            "SELECT original FROM copies WHERE article_id = ?", (article_id,)
        ).fetchone()
        return None if row is None else str(row["original"])

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield (copy, original) of all."""
        rows = self._database.connection.execute("SELECT article_id, original FROM copies")
        yield from ((row["article_id"], row["original"]) for row in rows)
