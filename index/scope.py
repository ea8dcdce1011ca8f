"""Which articles may be looked at, as conditions that the stores themselves apply."""

from __future__ import annotations

from dataclasses import dataclass

from index.database import IN_LIST, packed


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


def condition(scope: Scope) -> tuple[str, list[str]]:
    """Return the SQL condition on ``articles a``, and its values."""
    parts, values = ["1"], []
    if scope.since:
        parts.append("substr(a.published, 1, 10) >= ?")
        values.append(scope.since)
    if scope.until:
        parts.append("substr(a.published, 1, 10) <= ?")
        values.append(scope.until)
    if scope.publishers is not None:
        parts.append(f"lower(a.publisher) IN {IN_LIST}")
        values.append(packed([name.lower() for name in scope.publishers]))
    if scope.articles is not None:
        parts.append(f"a.article_id IN {IN_LIST}")
        values.append(packed(scope.articles))
    return " AND ".join(parts), values
