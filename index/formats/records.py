"""Records of a corpus (one JSON object each) to raw articles; a bad line of a file costs that line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO
from urllib.parse import urlsplit

from index.formats.encoding import MAX_BYTES, byte_lines, decode, scrub
from index.text.dates import parse_date
from index.types import Problem, RawArticle

NOT_AN_ARTICLE = "not an article"
_DATE_KEYS = ("date", "published", "publish_date")
_SLUG = re.compile(r"[^a-z0-9]+")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid)=")


def read_jsonl(file: IO[bytes], source: str, base_id: str) -> Iterator[RawArticle | Problem]:
    """Yield what each filled line of a record file holds.

    Args:
        file: seekable.
        source: its name for reports.
        base_id: what ids begin with where a record gives neither an id nor a URL.
    """
    for number, line in enumerate(byte_lines(file), start=1):
        place = f"{source}:{number}"
        if line is None:
            reason = f"line {number} is longer than {MAX_BYTES // 1_000_000} MB"
            yield Problem(source=place, status="failed", reason=reason)
        elif line.strip():
            yield _in_line(line, place, f"{base_id}#{number}", number)


def _in_line(line: bytes, source: str, fallback_id: str, number: int) -> RawArticle | Problem:
    decoded = decode(line)
    try:
        record = json.loads(decoded.text)
        missed = None if isinstance(record, dict) else "a JSON object"
    except json.JSONDecodeError as error:
        missed = f"JSON: {error.msg} at column {error.colno}"
    except (ValueError, RecursionError):
        missed = "JSON that can be read"
    if missed:
        return Problem(source=source, status="failed", reason=f"line {number} is not {missed}")
    article = article_of(record, source=source, fallback_id=fallback_id)
    if article is None:
        return Problem(source=source, status="skipped", reason=NOT_AN_ARTICLE)
    return replace(article, problems=(*decoded.problems, *article.problems))


def article_of(record: Mapping[str, object], *, source: str, fallback_id: str) -> RawArticle | None:
    """Return the article in a record, or None if the record has no text.

    Args:
        record: keys as in the README's table; others are ignored.
        source: where it came from, for reports.
        fallback_id: id where the record gives neither an id nor a URL.
    """
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    told = _line(record.get("source"))
    url, url_problem = _url(_line(record.get("url")), told)
    published, date_problem = _published(record, told)
    publisher = None if told is None or _is_url(told) or parse_date(told) else told
    return RawArticle(
        source=source,
        article_id=_given_id(record) or (id_from_url(url) if url else fallback_id),
        text=scrub(text),
        title=_line(record.get("title")),
        author=_names(record.get("author")) or _names(record.get("authors")),
        publisher=_line(record.get("publisher")) or publisher,
        published=published,
        url=url,
        problems=tuple(filter(None, (url_problem, date_problem))),
        date_unread=date_problem is not None,
    )


def id_from_url(url: str) -> str:
    """Return a short readable id; the same page under another scheme or tracking is the same."""
    parts = urlsplit(url)
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.match(p))
    host = (parts.hostname or "").removeprefix("www.")
    page = f"{host}{parts.path.rstrip('/')}{'?' + query if query else ''}"
    words = [word for word in parts.path.split("/") if len(word) > 12] or [""]
    slug = _SLUG.sub("-", f"{host} {max(words, key=len)}".lower()).strip("-")[:60].strip("-")
    return f"{slug}-{hashlib.sha256(page.encode()).hexdigest()[:10]}"


def _given_id(record: Mapping[str, object]) -> str | None:
    given = record.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    return _line(str(given))


def _line(value: object) -> str | None:
    """Return a string value as one line, None if there is nothing in it."""
    if not isinstance(value, str):
        return None
    return " ".join(scrub(value).split()) or None


def _names(value: object) -> str | None:
    """Return one name or a list of names as one line."""
    values = value if isinstance(value, list) else [value]
    names = (_line(v.get("name") if isinstance(v, dict) else v) for v in values)
    return ", ".join(name for name in names if name) or None


def _published(record: Mapping[str, object], source: str | None) -> tuple[str | None, str | None]:
    """Return the ISO date, or the problem with the first date that is given."""
    given = [record[key] for key in _DATE_KEYS if record.get(key) not in (None, "")]
    if not given:
        return (parse_date(source) if source else None), None
    for value in given:
        if isinstance(value, str) and (date := parse_date(value)):
            return date, None
    return None, f"the date {_shown(given[0])} could not be understood"


def _url(given: str | None, source: str | None) -> tuple[str | None, str | None]:
    """Return the address, or the problem with it; anything but http(s) is not kept."""
    if given is None:
        return (source if source and _is_url(source) else None), None
    return (given, None) if _is_url(given) else (None, f"the url {_shown(given)} is not http(s)")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return " " not in text and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _shown(value: object) -> str:
    """Return a value short enough for one line of a report."""
    shown = " ".join(scrub(str(value)).split())
    return f"'{shown[:60]}…'" if len(shown) > 60 else f"'{shown}'"
