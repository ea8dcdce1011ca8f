"""Filters as a caller writes them, checked: first their form, then against what the index holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from index.errors import UnknownArticle, UsageError
from index.library import Library
from index.text.words import tokens
from rag.types import Filters, Refusal

NAMED = 5


def filters(
    *,
    since: str | None = None,
    until: str | None = None,
    publisher: str | Sequence[str] | None = None,
    speaker: str | Sequence[str] | None = None,
    article: str | None = None,
) -> Filters:
    """Return filters.

    Args:
        since: the first day, as an ISO date.
        until: the last day, likewise.
        publisher: its name; of several, any.
        speaker: the name of a person; of several, any.
        article: its id.

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


def unknown(wanted: Filters, library: Library) -> Refusal | None:
    """Return a refusal that names the filter which nothing in the index fits; None if all are known.

    Args:
        wanted: filters of the right form.
        library: the index.
    """
    if wanted.article is not None:
        try:
            library.article(library.original_of(wanted.article))
        except UnknownArticle:
            ids = [row.article_id for row in library.articles()]
            return _no("article with the id", wanted.article, "ids", ids)
    publishers = library.publishers()
    held = {name.casefold() for name in publishers}
    for name in _each(wanted.publisher):
        if name.casefold() not in held:
            return _no("article by", name, "publishers", publishers)
    for name in _each(wanted.speaker):
        if not library.quotes(speaker=name):
            known = [speaker for speaker, _count in library.speakers()]
            alike = library.speakers_with(tokens(name))
            return _no("quote by", name, "speakers", known, alike)
    return None


def _no(
    what: str,
    name: str,
    sort: str,
    known: Sequence[str],
    alike: Sequence[str] = (),
) -> Refusal:
    forms = {form: one for one in known for form in (*tokens(one), one.casefold())}
    near = [*alike, *(forms[m] for m in get_close_matches(name.casefold(), forms, NAMED))]
    near = list(dict.fromkeys(near))[:NAMED]
    there = "Near it" if near else f"Among the {sort} here"
    named = "; ".join(f"“{one}”" for one in near or known[:NAMED]) or "none"
    return Refusal(
        reason="not_mentioned",
        message=f"There is no {what} “{name}” in the index. {there}: {named}.",
        missing=(name,),
    )


def _each(names: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)
