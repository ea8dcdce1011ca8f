"""Dates as publishers write them, to ISO 8601; what is not certain is None."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
        "sep sept september|oct october|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TIME = r"(?:[ ,T]+(?:at )?(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?:\.\d+)?.*)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(f"^{_WEEKDAY}{form}{_TIME}$", re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/.](?P<number>\d{{1,2}})[-/.]{_DAY}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_DAY}[ -]{_MONTH}[ ,-]+{_YEAR}",
    )
)


def parse_date(text: str) -> str | None:
    """Return a date, or date-time where a time is given, in ISO 8601; None if not certain.

    ``03/04/2025`` may be March or April and is None.
    """
    value = re.sub(r"\s+", " ", text).strip()
    iso = _iso(value)
    if iso is not None:
        return iso
    for form in _FORMS:
        if match := form.match(value):
            return _from_parts(match.groupdict())
    return None


def _iso(value: str) -> str | None:
    """Return full ISO forms, zone included, as they are."""
    if not re.match(r"^\d{4}-\d\d-\d\d", value):
        return None
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        moment = datetime.fromisoformat(value.replace(" UTC", "+00:00").replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds")


def _from_parts(parts: dict[str, str | None]) -> str | None:
    name = parts.get("month")
    month = _MONTHS.get(name.lower()) if name else int(parts.get("number") or 0)
    if not month:
        return None
    try:
        day = date(int(parts["year"] or 0), month, int(parts["day"] or 0)).isoformat()
        if not parts.get("time"):
            return day
        return datetime.fromisoformat(f"{day}T{(parts['time'] or '').zfill(5)}").isoformat()
    except ValueError:
        return None
