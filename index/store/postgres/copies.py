"""The copies of articles: whole, but neither divided nor searched."""

from __future__ import annotations

from index.store.copies import AlsoIn
from index.store.postgres.session import Session
from index.store.rows import COLUMNS, values_of
from index.types import Article

VALUES = ", ".join(f"%({name})s" for name in COLUMNS.split(", "))


class Copies:
    """The copies of one index; each belongs to the article that stands for the story."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, article: Article, original: str, raw_hash: str) -> None:
        """Store a copy, inside a transaction at whose end the original must be there."""
        self._session.rows(
            f"INSERT INTO copies (original, {COLUMNS}) VALUES (%(original)s, {VALUES})",
            {"original": original, **values_of(article, raw_hash)},
        )

    def remove(self, article_id: str) -> None:
        """Delete a copy, inside a transaction; unknown ids are ignored."""
        self._session.rows("DELETE FROM copies WHERE article_id = %s", [article_id])

    def of(self, original: str) -> list[AlsoIn]:
        """Return where else an article was printed, earliest first."""
        rows = self._session.rows(
            "SELECT article_id, title, publisher, published, url FROM copies WHERE original = %s"
            " ORDER BY published NULLS LAST, article_id",
            [original],
        )
        return [AlsoIn(**row) for row in rows]

    def original_of(self, article_id: str) -> str | None:
        """Return the article that a copy belongs to, None if it is no copy."""
        row = self._session.row("SELECT original FROM copies WHERE article_id = %s", [article_id])
        return None if row is None else str(row["original"])

    def links(self) -> list[tuple[str, str]]:
        """Return (copy, original) of all."""
        rows = self._session.rows("SELECT article_id, original FROM copies")
        return [(row["article_id"], row["original"]) for row in rows]
