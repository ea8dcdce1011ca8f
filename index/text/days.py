"""Days that a sentence names by word, as the article's date resolves them: "on Thursday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.text.calendar_words import MONTH_PATTERN, WEEKDAYS

_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_DATED = re.compile(rf"\b{MONTH_PATTERN} \d{{1,2}}\b|\b\d{{1,2}} {MONTH_PATTERN}")
_WORD = re.compile(rf"\b({'|'.join((*WEEKDAYS, *_NEAR))})\b(?!['’]s\b)", re.IGNORECASE)
_DAY = re.compile(rf"\b{MONTH_PATTERN}|\b(?:19|20)\d\d\b|{_WORD.pattern}", re.IGNORECASE)
_FIRST_TIME = re.compile(r"\b(?:may|march)\b")
_AHEAD = re.compile(
    r"\b(?:will|would|to|next|coming|starting|effective|beginning|from)\b[^.;]{0,60}$", re.I
)
_YEARS = {"last": -1, "this": 0, "next": 1}
_YEAR = re.compile(r"\b(last|this|next) year\b", re.IGNORECASE)
_LAST = re.compile(r"\blast\s+$", re.IGNORECASE)


def names_day(text: str) -> bool:
    """Tell whether a text names a day, a month or a year, in capitals where a word could be a verb."""
    return any(not _FIRST_TIME.fullmatch(match.group()) for match in _DAY.finditer(text))


def with_dates(text: str, published: str | None) -> str:
    """Return a sentence with the date behind each day it names by word: "Thursday (May 1, 2025)".

    A weekday is the last one up to the day of publication, or the next one where the words
    before it look ahead ("will take effect on Thursday"). A sentence that gives a date itself stays.

    Args:
        text: a sentence.
        published: ISO day of its article; without it no day is known.
    """
    if published is None or _DATED.search(text):
        return text
    for match in reversed(list(_WORD.finditer(text))):
        day = _meant(match[1].lower(), text[: match.start()], date.fromisoformat(published[:10]))
        text = f"{text[: match.end()]} ({day:%B} {day.day}, {day.year}){text[match.end() :]}"
    return text


def years_meant(text: str, published: str | None) -> str:
    """Return the years that "last year" and "this year" mean in an article of that date.

    Args:
        text: a sentence.
        published: ISO day of its article, None if unknown.
    """
    if published is None:
        return ""
    year = int(published[:4])
    return " ".join(str(year + _YEARS[m.group(1).lower()]) for m in _YEAR.finditer(text))


def _meant(word: str, before: str, published: date) -> date:
    if word in _NEAR:
        return published + timedelta(days=_NEAR[word])
    back = (published.weekday() - WEEKDAYS.index(word)) % 7
    if _AHEAD.search(before) and not _LAST.search(before):
        return published + timedelta(days=(7 - back) % 7)
    return published - timedelta(days=back)
