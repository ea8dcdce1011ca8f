"""Relative dates, spelled out by the date that a passage or its article bears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.text.calendar_words import MONTH_PATTERN, MONTHS, WEEKDAY_PATTERN, WEEKDAYS, month_name
from index.text.dates import parse_date

_DATE = re.compile(
    rf"\b(?:{MONTH_PATTERN} \d{{1,2}},?|\d{{1,2}} {MONTH_PATTERN}) (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b"
)
_MONTH = re.compile(rf"\b({MONTH_PATTERN})(?!(?:\s\d{{1,2}},?)?\s(?:19|20)\d\d)")
_RELATIVE = re.compile(
    rf"\b(?P<word>today|yesterday|tomorrow|(?:last|this|next) (?:month|year)|{WEEKDAY_PATTERN})\b",
    re.IGNORECASE,
)


def spelled_out(text: str, background: str = "") -> str:
    """Return the days, months and years that a text's relative words mean; empty without a date.

    The first full date of the text, else of the background, is taken as the day of writing. A
    weekday may be the last one or the next one. A month is one of that year unless it was yet to
    come: then it may as well be the last year's, and nothing is said of it.

    Args:
        text: with words such as "yesterday".
        background: what stands around it, such as its article's dateline.
    """
    written = _first_date(text) or _first_date(background)
    if written is None:
        return ""
    words = {match["word"].lower() for match in _RELATIVE.finditer(text)}
    meanings = [meaning for word in sorted(words) for meaning in _meanings(word, written)]
    named = {MONTHS[match[1].rstrip(".").lower()] for match in _MONTH.finditer(text)}
    past = [
        f"{month_name(month)} {written.year}" for month in sorted(named) if month <= written.month
    ]
    return "\n".join([*meanings, *past])


def _meanings(word: str, written: date) -> Iterator[str]:
    if word in {"today", "yesterday", "tomorrow"}:
        yield _shown(written + timedelta(("yesterday", "today", "tomorrow").index(word) - 1))
    elif word in WEEKDAYS:
        ago = (written.weekday() - WEEKDAYS.index(word)) % 7
        yield _shown(written - timedelta(ago))
        yield _shown(written + timedelta(7 - ago))
    else:
        step = ("last", "this", "next").index(word.split()[0]) - 1
        months = 12 * written.year + written.month - 1 + step * (1 if "month" in word else 12)
        year, month = divmod(months, 12)
        yield f"{month_name(month + 1)} {year}" if "month" in word else str(year)


def _shown(day: date) -> str:
    return f"{month_name(day.month)} {day.day}, {day.year} ({WEEKDAYS[day.weekday()].title()})"


def _first_date(text: str) -> date | None:
    days = (parse_date(match.group()) for match in _DATE.finditer(text))
    return next((date.fromisoformat(day) for day in days if day), None)
