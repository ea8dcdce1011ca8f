"""Dates as articles give them, brought to ISO 8601; what could be read two ways is not read."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from index.text.calendar_words import MONTHS

_CLOCK = (
    r"(?:(?:[,T]| at\b)?\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|[A-Z]{2,4}|[+-]\d\d:?\d\d)?)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _CLOCK, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[a-z]{3,9})\.?,?[\s-]+(?P<year>\d{4})",
    )
)
_NUMBERS_ONLY = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})", re.ASCII)
_LONGEST = 80
# Wire files have control codes and a desk's letters behind their dates, escaped in some copies.
_CONTROL_CODES = re.compile(r"&#(?:3[01]|[12]?\d);?(?!\d)|[\x00-\x08\x0e-\x1f]")


def parse_date(text: str) -> str | None:
    """Return a date as ISO 8601, or None if it is none or can be read two ways.

    A clock time is kept where it can be placed: 24-hour, without a zone or with an offset
    or ``Z``. With "p.m. ET" and the like only the day is kept.

    Args:
        text: a date and nothing else, such as ``Dec. 15, 2018`` or ``26-FEB-1987 15:51:51.24``.
    """
    if len(text) > _LONGEST:
        return None
    text = " ".join(next(filter(str.strip, _CONTROL_CODES.split(text)), "").split())
    if not text:
        return None
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _iso(match)
    return _unambiguous(text) or _mail_date(text)


def _iso(match: re.Match[str]) -> str | None:
    """Build the date, if there is such a day."""
    month = match["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.get(month)
    if number is None:
        return None
    try:
        day = datetime(int(match["year"]), number, int(match["day"]))
        return _with_clock(day, match)
    except ValueError:
        return None


def _with_clock(day: datetime, match: re.Match[str]) -> str:
    zone = (match["zone"] or "").upper()
    named_zone = zone.isalpha() and zone != "Z"
    if match["hour"] is None or match["half"] or named_zone:
        return day.date().isoformat()
    moment = day.replace(
        hour=int(match["hour"]), minute=int(match["minute"]), second=int(match["second"] or 0)
    )
    return moment.isoformat() + _offset(zone)


def _offset(zone: str) -> str:
    """Write an offset as ISO does; ``Z`` stays, none stays none."""
    if not zone or zone == "Z":
        return zone
    digits = zone[1:].replace(":", "")
    if int(digits[:2]) > 14 or int(digits[2:]) > 59:
        raise ValueError(zone)
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _unambiguous(text: str) -> str | None:
    """Read 25/12/2025, where only one reading is a date, but not 03/04/2025."""
    match = _NUMBERS_ONLY.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = {_day(year, first, second), _day(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime(year, month, day).date().isoformat()
    except ValueError:
        return None


def _mail_date(text: str) -> str | None:
    """Read the form of feeds and mail: ``Wed, 09 Apr 2025 12:00:00 GMT``."""
    if not re.fullmatch(
        r"[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4} [\d:]{5,8} [A-Z+\-0-9]{1,6}", text
    ):
        return None
    try:
        return parsedate_to_datetime(text).isoformat().replace("+00:00", "Z")
    except ValueError:
        return None
