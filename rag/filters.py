"""Filters as a caller writes them, checked."""

from __future__ import annotations

from datetime import date

from index.errors import UsageError
from rag.types import Filters


def filters(
    *,
    since: str | None = None,
    until: str | None = None,
    publisher: str | None = None,
    speaker: str | None = None,
    article: str | None = None,
) -> Filters:
    """Return filters.

    Raises:
        UsageError: a date is not ISO 8601, or the range is empty.
    """
    for name, value in (("since", since), ("until", until)):
        if value is not None and not _is_day(value):
            raise UsageError(f"--{name} {value!r} is not a date; write it like 2025-04-09.")
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}; no day lies between them.")
    return Filters(since=since, until=until, publisher=publisher, speaker=speaker, article=article)


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False
