"""Which articles may be looked at, as conditions that the stores themselves apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index.store.statements import Statements


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


def condition(scope: Scope, database: Statements) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition on the rows of ``a``, and its values by name.

    Args:
        scope: what the rows have to lie in.
        database: in whose words; ``a`` stands there for articles, or for rows with their columns.
    """
    parts, values = ["true"], dict[str, Any]()
    if scope.since:
        parts.append("a.published >= :since")
        values["since"] = scope.since
    if scope.until:
        # The whole of that day, whatever hour follows it; without a function the index serves.
        parts.append("a.published < :until")
        values["until"] = f"{scope.until}~"
    if scope.publishers is not None:
        parts.append(f"{database.publisher_key} IN :publishers")
        values["publishers"] = [name.lower() for name in scope.publishers]
    if scope.articles is not None:
        parts.append("a.article_id IN :articles")
        values["articles"] = list(scope.articles)
    return " AND ".join(parts), values


def is_narrow(scope: Scope, database: Statements) -> bool:
    """Tell whether a scope holds so few articles that the best of all would hardly meet it.

    Args:
        scope: never everything, however little that is.
        database: that holds the articles.
    """
    if scope == EVERYTHING:
        return False
    inside, values = condition(scope, database)
    (row,) = database.ask(
        "SELECT count(*) AS n FROM"
        f" (SELECT 1 FROM articles a WHERE {inside} LIMIT {FEW_ARTICLES + 1}) AS few",
        values,
    )
    return bool(row["n"] <= FEW_ARTICLES)
