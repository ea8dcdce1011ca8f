"""The ledger of quotes as it is stored: who said what, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.people.identity import Named
from index.store.embedded.database import IN_LIST, Database, packed
from index.types import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleQuote:
    """A quote with the article it stands in."""

    article_id: str
    published: str | None
    quote: Quote


class Ledger:
    """The quotes of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, article_id: str, quotes: Sequence[Quote]) -> None:
        """Write an article's quotes, inside a transaction."""
        self._database.connection.executemany(
            'INSERT INTO quotes (article_id, start, "end", speaker, mention, role, verb, kind, "group",'
            " rule, stance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(article_id, q.start, q.end, q.speaker, q.mention, q.role, q.verb, q.kind, q.group,
              q.rule, q.stance) for q in quotes],
        )  # fmt: skip

    def quotes(
        self, articles: Sequence[str] | None = None, speakers: Sequence[str] | None = None
    ) -> list[ArticleQuote]:
        """Return the quotes of those articles by those speakers (None: any), by article and place."""
        condition = " AND ".join(
            "?" if wanted is None else f"{column} IN {IN_LIST}"
            for column, wanted in (("q.article_id", articles), ("q.speaker", speakers))
        )
        rows = self._database.connection.execute(
            'SELECT q.article_id, a.published, q.start, q."end",'
            ' substr(a.text, q.start + 1, q."end" - q.start) AS text,'
            ' q.speaker, q.mention, q.role, q.verb, q.kind, q."group", q.rule, q.stance'
            f" FROM quotes q JOIN articles a USING (article_id) WHERE {condition}"
            " ORDER BY a.published IS NULL, a.published DESC, q.article_id, q.start",
            ["1" if wanted is None else packed(wanted) for wanted in (articles, speakers)],
        )
        return [_article_quote(dict(row)) for row in rows]

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""
        rows = self._database.connection.execute(
            "SELECT speaker, count(*) AS n FROM quotes WHERE speaker IS NOT NULL"
            " GROUP BY speaker ORDER BY n DESC, speaker"
        )
        return [(row["speaker"], row["n"]) for row in rows]

    def named(self) -> list[Named]:
        """Return every speaker as each article names him, with each role."""
        rows = self._database.connection.execute(
            "SELECT DISTINCT article_id, speaker, role FROM quotes WHERE speaker IS NOT NULL"
        )
        return [Named(article_id=a, name=speaker, role=role) for a, speaker, role in rows]

    def roles(self) -> list[tuple[str, str]]:
        """Return (speaker, role) pairs as the articles give them."""
        rows = self._database.connection.execute(
            "SELECT DISTINCT speaker, role FROM quotes"
            " WHERE speaker IS NOT NULL AND role IS NOT NULL ORDER BY speaker, role"
        )
        return [(row["speaker"], row["role"]) for row in rows]


def _article_quote(row: dict[str, object]) -> ArticleQuote:
    article_id, published = row.pop("article_id"), row.pop("published")
    return ArticleQuote(
        article_id=str(article_id),
        published=None if published is None else str(published),
        quote=Quote(**row),  # type: ignore[arg-type]
    )
