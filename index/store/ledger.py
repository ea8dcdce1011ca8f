"""The ledger of quotes as it is stored: who said what, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.people.identity import Named
from index.store.statements import Statements
from index.types import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleQuote:
    """A quote with the article it stands in."""

    article_id: str
    published: str | None
    quote: Quote


_FIELDS = 'start, "end", speaker, mention, role, verb, kind, "group", rule, stance'
_NAMES = [name.strip('"') for name in _FIELDS.split(", ")]
_PUT = ", ".join(f":{name}" for name in _NAMES)


class Ledger:
    """The quotes of one index."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def put(self, article_id: str, quotes: Sequence[Quote]) -> None:
        """Write an article's quotes, inside a transaction.

        Args:
            article_id: where they stand.
            quotes: all that the article has.
        """
        self._database.ask_each(
            f"INSERT INTO quotes (article_id, {_FIELDS}) VALUES (:id, {_PUT})",
            [{"id": article_id, **{name: getattr(q, name) for name in _NAMES}} for q in quotes],
        )

    def quotes(
        self, articles: Sequence[str] | None = None, speakers: Sequence[str] | None = None
    ) -> list[ArticleQuote]:
        """Return the quotes of those articles by those speakers (None: any), by article and place.

        Args:
            articles: ids.
            speakers: names as the articles resolve them.
        """
        wanted = {"article_id": articles, "speaker": speakers}
        given = {name: values for name, values in wanted.items() if values is not None}
        inside = [f"{name} IN :{name}" for name in given]
        rows = self._database.ask(
            'SELECT article_id, published, substr(text, start + 1, "end" - start) AS text,'
            f" {_FIELDS} FROM quotes JOIN articles USING (article_id)"
            f"{' WHERE ' if inside else ''}{' AND '.join(inside)}"
            " ORDER BY published IS NULL, published DESC, article_id, start",
            {name: list(values) for name, values in given.items()},
        )
        return [
            ArticleQuote(
                article_id=row.pop("article_id"), published=row.pop("published"), quote=Quote(**row)
            )
            for row in rows
        ]

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""
        rows = self._database.ask(
            "SELECT speaker, count(*) AS n FROM quotes WHERE speaker IS NOT NULL"
            " GROUP BY speaker ORDER BY n DESC, speaker"
        )
        return [(row["speaker"], row["n"]) for row in rows]

    def named(self) -> list[Named]:
        """Return every speaker as each article names the speaker, with each role."""
        rows = self._database.ask(
            "SELECT DISTINCT article_id, speaker AS name, role FROM quotes"
            " WHERE speaker IS NOT NULL"
        )
        return [Named(**row) for row in rows]

    def roles(self) -> list[tuple[str, str]]:
        """Return (speaker, role) pairs as the articles give them."""
        rows = self._database.ask(
            "SELECT DISTINCT speaker, role FROM quotes"
            " WHERE speaker IS NOT NULL AND role IS NOT NULL ORDER BY speaker, role"
        )
        return [(row["speaker"], row["role"]) for row in rows]
