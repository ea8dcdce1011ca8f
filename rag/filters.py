"""Filters as a caller writes them, checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.errors import UsageError
from rag.types import Filters


def filters(
    *,
    since: str | None = None,
    until: str | None = None,
    publisher: str | Sequence[str] | None = None,
    speaker: str | Sequence[str] | None = None,
    article: str | None = None,
) -> Filters:
    """Return filters.

    Raises:
        UsageError: a date is not ISO 8601, or the range is empty.
    """
    for name, value in (("since", since), ("until", until)):
        if value is not None and not _is_day(value):
            raise UsageError(f"{value!r} is not a date; write it like 2025-04-09.", name)
    if since and until and since > until:
        raise UsageError(f"{since} is after {until}; no day lies between them.", "since")
    return Filters(
        since=since,
        until=until,
        publisher=_one_or_several(publisher),
        speaker=_one_or_several(speaker),
        article=article,
    )


def _one_or_several(names: str | Sequence[str] | None) -> str | tuple[str, ...] | None:
    """Return one name as it is, several as a tuple of each once, none as None."""
    if names is None or isinstance(names, str):
        return names
    each = tuple(dict.fromkeys(names))
    return each if len(each) > 1 else next(iter(each), None)


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False
