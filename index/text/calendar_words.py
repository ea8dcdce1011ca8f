"""The names of months and weekdays, once, with patterns for them."""

from __future__ import annotations

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Every way of writing a month in small letters, without its stop, to its number.
MONTHS = (
    {name: number for number, name in enumerate(_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
CALENDAR = frozenset({*MONTHS, *WEEKDAYS})
# "Sept." and "September"; the longest first, so that none is cut.
MONTH_PATTERN = "".join(
    ["(?:", "|".join(sorted((m.title() for m in MONTHS), key=len, reverse=True)), r")\b\.?"]
)
WEEKDAY_PATTERN = "|".join(day.title() for day in WEEKDAYS)


def month_name(number: int) -> str:
    """Return the whole name of a month, 1 to 12."""
    return _MONTHS[number - 1].title()
