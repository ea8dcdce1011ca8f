"""The times that a question means but does not date: "in May", "before the Geneva talks".

The library tells: a month without a year is the last one of which it has articles, and the day of
an event is the first of the week in which most articles that name it appeared. What was taken
is part of the period's words, so that a reader sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from index.library import Library
from index.store.full_text import phrase
from index.text.time_expressions import Period, day_of, periods
from index.text.words import content_words, tokens

_EVENT = re.compile(
    r"\b(?P<side>before|prior to|ahead of|after|following|since|until)\s+(?:the\s+)?"
    r"(?P<event>(?:[\w.-]+\s+){0,3}?[A-Z][\w.-]+(?:\s+[\w.-]+){0,2}?\s+"
    r"(?:talks|summit|meeting|truce|deal|agreement|accord|call|election|speech|ruling|conference|visit))\b"
)
_BEFORE = frozenset({"before", "prior to", "ahead of", "until"})
_TENSE = re.compile(
    r"\b(?:(?P<past>was|were|did|had)|is|are|does|do|has|have|['’]s|(?:who|what|which) (?P<verb>[a-z]+))\b",
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:the|a) (?:year|month|quarter|week) (?:before|earlier|ago)\b|\bprevious (?:year|month|quarter|week)\b",
    re.I,
)
WEEK = timedelta(days=7)
PASSAGES = 60
ENOUGH_ARTICLES = 2


def times_meant(question: str, library: Library) -> tuple[Period, ...]:
    """Return the periods of a question, in order: those it dates, else the event it names.

    Args:
        question: as asked.
        library: the index, whose articles tell when an event was.
    """
    dated = periods(question, library.last_year_with)
    if dated:
        return tuple(map(_with_year, dated))
    return tuple(_around_event(question, library))


def asks_of_before(question: str) -> bool:
    """Tell whether the value of the year, or month, before is asked for."""
    return bool(_EARLIER.search(question))


def asks_of_now(question: str) -> bool:
    """Tell whether a question is in the present: "What is the fee?", "Who heads the council?".

    Keywords without a verb ("mohair levy") ask how things are.
    """
    match = _TENSE.search(question)
    if match is None:
        return True
    if match["past"]:
        return False
    return match["verb"] is None or (
        match["verb"].endswith("s") and not match["verb"].endswith("ss")
    )


def _with_year(period: Period) -> Period:
    end = period.until or period.since
    if end is None or re.search(r"\d{4}", period.words):
        return period
    return replace(period, words=f"{period.words} ({end.year})")


def _around_event(question: str, library: Library) -> Iterator[Period]:
    """Yield the time before or after an event, where the articles tell when it was."""
    match = _EVENT.search(question)
    day = _day_of(match["event"], library) if match else None
    if match is None or day is None:
        return
    words = f"{match.group()} ({day.day} {day:%B %Y})"
    open_time = Period(since=day, until=None, words=words, place=match.start())
    if match["side"].lower() in _BEFORE:
        open_time = replace(open_time, since=None, until=day - timedelta(days=1))
    yield open_time


def _day_of(event: str, library: Library) -> date | None:
    """Return the first day of the week in which most articles that name an event appeared."""
    wanted = set(tokens(event))
    expression = " AND ".join(phrase(word) for word in content_words(event))
    found = library.chunks([id_ for id_, _score in library.words(expression, PASSAGES)])
    holding = {c.article_id for c in found.values() if wanted <= set(tokens(c.text))}
    days = sorted(
        day for id_ in holding if (day := day_of(library.article(id_).published)) is not None
    )
    near = {day: sum(day <= other < day + WEEK for other in days) for day in days}
    best = max(near, key=lambda day: (near[day], -day.toordinal()), default=None)
    return best if best is not None and near[best] >= ENOUGH_ARTICLES else None
