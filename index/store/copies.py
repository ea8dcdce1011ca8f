"""The copies of articles as they are stored: whole, but neither divided nor searched."""

from __future__ import annotations

from dataclasses import dataclass

from index.store.rows import COLUMNS, VALUES, values_of
from index.store.statements import Statements
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

    def __init__(self, database: Statements) -> None:
        self._database = database

    def put(self, article: Article, original: str, raw_hash: str) -> None:
        """Store a copy, inside a transaction at whose end the original must be there.

        Args:
            article: the copy, clean.
            original: the id of the article that it belongs to.
            raw_hash: of what the copy was cleaned from, and of the code that did.
        """
        self._database.ask(
            f"INSERT INTO copies (original, {COLUMNS}) VALUES (:original, {VALUES})",
            {"original": original, **values_of(article, raw_hash)},
        )

    def remove(self, article_id: str) -> None:
        """Delete a copy, inside a transaction; unknown ids are ignored."""
        self._database.ask("DELETE FROM copies WHERE article_id = :id", {"id": article_id})

    def of(self, original: str) -> list[AlsoIn]:
        """Return where else an article was printed, earliest first."""
        rows = self._database.ask(
            "SELECT article_id, title, publisher, published, url FROM copies"
            " WHERE original = :original ORDER BY published IS NULL, published, article_id",
            {"original": original},
        )
        return [AlsoIn(**row) for row in rows]

    def original_of(self, article_id: str) -> str | None:
        """Return the article that a copy belongs to, None if it is no copy."""
        rows = self._database.ask(
            "SELECT original FROM copies WHERE article_id = :id", {"id": article_id}
        )
        return str(rows[0]["original"]) if rows else None

    def links(self) -> list[tuple[str, str]]:
        """Return (copy, original) of all."""
        rows = self._database.ask("SELECT article_id, original FROM copies")
        return [(row["article_id"], row["original"]) for row in rows]
