"""The ledger of quotes: who said what, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from index.people.identity import Named
from index.store.ledger import ArticleQuote
from index.store.postgres.session import Session
from index.types import Quote

_FIELDS = 'start, "end", speaker, mention, role, verb, kind, "group", rule, stance'


class Ledger:
    """The quotes of one index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, article_id: str, quotes: Sequence[Quote]) -> None:
        """Write an article's quotes, inside a transaction."""
        self._session.each(
            f"INSERT INTO quotes (article_id, {_FIELDS}) VALUES"
            " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [(article_id, q.start, q.end, q.speaker, q.mention, q.role, q.verb, q.kind, q.group,
              q.rule, q.stance) for q in quotes],
        )  # fmt: skip

    def quotes(
        self, articles: Sequence[str] | None = None, speakers: Sequence[str] | None = None
    ) -> list[ArticleQuote]:
        """Return the quotes of those articles by those speakers (None: any), by article and place."""
        wanted = {"articles": articles, "speakers": speakers}
        rows = self._session.rows(
            'SELECT article_id, published, substr(text, start + 1, "end" - start) AS text,'
            f" {_FIELDS} FROM quotes JOIN articles USING (article_id)"
            " WHERE (%(articles)s::text[] IS NULL OR article_id = ANY(%(articles)s))"
            " AND (%(speakers)s::text[] IS NULL OR speaker = ANY(%(speakers)s))"
            " ORDER BY published DESC NULLS LAST, article_id, start",
            {name: None if value is None else list(value) for name, value in wanted.items()},
        )
        return [
            ArticleQuote(
                article_id=row.pop("article_id"), published=row.pop("published"), quote=Quote(**row)
            )
            for row in rows
        ]

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""
        rows = self._session.rows(
            "SELECT speaker, count(*) AS n FROM quotes WHERE speaker IS NOT NULL"
            " GROUP BY speaker ORDER BY n DESC, speaker"
        )
        return [(row["speaker"], row["n"]) for row in rows]

    def named(self) -> list[Named]:
        """Return every speaker as each article names him, with each role."""
        rows = self._session.rows(
            "SELECT DISTINCT article_id, speaker AS name, role FROM quotes"
            " WHERE speaker IS NOT NULL"
        )
        return [Named(**row) for row in rows]

    def roles(self) -> list[tuple[str, str]]:
        """Return (speaker, role) pairs as the articles give them."""
        rows = self._session.rows(
            "SELECT DISTINCT speaker, role FROM quotes"
            " WHERE speaker IS NOT NULL AND role IS NOT NULL ORDER BY speaker, role"
        )
        return [(row["speaker"], row["role"]) for row in rows]
