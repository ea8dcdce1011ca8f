"""Which rows a filter lets in, as a condition on the columns that chunks and articles share."""

from __future__ import annotations

from typing import Any

from index.store.postgres.session import Session
from index.store.scope import EVERYTHING, FEW_ARTICLES, Scope


def condition(scope: Scope) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition, and its values."""
    parts, values = ["true"], dict[str, Any]()
    if scope.since:
        parts.append("published >= %(since)s")
        values["since"] = scope.since
    if scope.until:
        # The whole of that day, whatever hour follows it.
        parts.append("published < %(until)s")
        values["until"] = f"{scope.until}~"
    if scope.publishers is not None:
        parts.append("publisher_key = ANY(%(publishers)s)")
        values["publishers"] = [name.lower() for name in scope.publishers]
    if scope.articles is not None:
        parts.append("article_id = ANY(%(articles)s)")
        values["articles"] = list(scope.articles)
    return " AND ".join(parts), values


def is_narrow(session: Session, scope: Scope) -> bool:
    """Tell whether a scope holds so few articles that the best of all would hardly meet it."""
    if scope == EVERYTHING:
        return False
    inside, values = condition(scope)
    row = session.row(
        f"SELECT count(*) AS n FROM (SELECT 1 FROM articles WHERE {inside} LIMIT %(most)s) AS few",
        {**values, "most": FEW_ARTICLES + 1},
    )
    return row is not None and row["n"] <= FEW_ARTICLES
