"""Which articles may be looked at, as conditions that the stores themselves apply."""

from __future__ import annotations

from dataclasses import dataclass

from index.store.embedded.database import IN_LIST, Database, packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A part of the library; None means any.

    Attributes:
        since, until: ISO days of publication, both inclusive; undated articles lie outside.
        publishers: one of these, whatever their case.
        articles: only these ids.
    """

    since: str | None = None
    until: str | None = None
    publishers: tuple[str, ...] | None = None
    articles: tuple[str, ...] | None = None


EVERYTHING = Scope()
# The passages of so few articles, a month's of a million passages, are all looked at.
FEW_ARTICLES = 1_000
# The best of all are found first and told apart after: from so many times the number asked for,
# those within the scope are kept; a third of the number is enough.
WIDER, ENOUGH = (10, 64), 3


def condition(scope: Scope) -> tuple[str, list[str]]:
    """Return the SQL condition on ``articles a``, and its values."""
    parts, values = ["1"], []
    if scope.since:
        parts.append("a.published >= ?")
        values.append(scope.since)
    if scope.until:
        # The whole of that day, whatever hour follows it; without a function the index serves.
        parts.append("a.published < ?")
        values.append(f"{scope.until}~")
    if scope.publishers is not None:
        parts.append(f"lower(a.publisher) IN {IN_LIST}")
        values.append(packed([name.lower() for name in scope.publishers]))
    if scope.articles is not None:
        parts.append(f"a.article_id IN {IN_LIST}")
        values.append(packed(scope.articles))
    return " AND ".join(parts), values


def is_narrow(database: Database, scope: Scope) -> bool:
    """Tell whether a scope holds so few articles that the best of all would hardly meet it."""
    if scope == EVERYTHING:
        return False
    inside, values = condition(scope)
    rows = database.connection.execute(
        f"SELECT 1 FROM articles a WHERE {inside} LIMIT ?", (*values, FEW_ARTICLES + 1)
    )
    return len(rows.fetchall()) <= FEW_ARTICLES
