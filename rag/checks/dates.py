"""Relative dates, spelled out by the date that a passage or its article bears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DATE = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)\b"
    rf"|\b(?P<day2>\d{{1,2}}) (?P<month2>{'|'.join(_MONTHS)}) (?P<year2>(?:19|20)\d\d)\b"
    r"|\b(?P<year3>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day3>\d\d)\b"
)
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?!(?:\s\d{{1,2}},?)?\s(?:19|20)\d\d)")
_RELATIVE = re.compile(
    rf"\b(?P<word>today|yesterday|tomorrow|(?:last|this|next) (?:month|year)|{'|'.join(_DAYS)})\b",
    re.IGNORECASE,
)


def spelled_out(text: str, background: str = "") -> str:
    """Return the days, months and years that a text's relative words mean; empty without a date.

    The first full date of the text, else of the background, is taken as the day of writing. A
    weekday may be the last one or the next one. A month is one of that year unless it was yet to
    come: then it may as well be the last year's, and nothing is said of it.
    """
    written = _first_date(text) or _first_date(background)
    if written is None:
        return ""
    words = {match["word"].lower() for match in _RELATIVE.finditer(text)}
    meanings = [meaning for word in sorted(words) for meaning in _meanings(word, written)]
    named = {_MONTHS.index(match[1]) + 1 for match in _MONTH.finditer(text)}
    past = [
        f"{_MONTHS[month - 1]} {written.year}" for month in sorted(named) if month <= written.month
    ]
    return "\n".join([*meanings, *past])


def _meanings(word: str, written: date) -> Iterator[str]:
    if word in {"today", "yesterday", "tomorrow"}:
        yield _shown(written + timedelta(("yesterday", "today", "tomorrow").index(word) - 1))
    elif word.title() in _DAYS:
        ago = (written.weekday() - _DAYS.index(word.title())) % 7
        yield _shown(written - timedelta(ago))
        yield _shown(written + timedelta(7 - ago))
    else:
        step = ("last", "this", "next").index(word.split()[0]) - 1
        months = 12 * written.year + written.month - 1 + step * (1 if "month" in word else 12)
        year, month = divmod(months, 12)
        yield f"{_MONTHS[month]} {year}" if "month" in word else str(year)


def _shown(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year} ({_DAYS[day.weekday()]})"


def _first_date(text: str) -> date | None:
    for match in _DATE.finditer(text):
        month = match["month"] or match["month2"]
        number = _MONTHS.index(month) + 1 if month else int(match["number"])
        year = match["year"] or match["year2"] or match["year3"]
        try:
            return date(int(year), number, int(match["day"] or match["day2"] or match["day3"]))
        except ValueError:
            continue
    return None
