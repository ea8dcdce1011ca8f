"""The days, months and years that a question names, as spans of time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.text.calendar_words import MONTH_PATTERN, MONTHS

FIRST_YEAR, LAST_YEAR = 1900, 2100
_PART = r"(?:(?P<part>early|mid|late|the beginning of|the middle of|the end of)[ -])?"
_NAMED = re.compile(
    rf"\b{_PART}(?:"
    rf"(?P<month>{MONTH_PATTERN})(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|%))?(?:,? (?:of )?(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{MONTH_PATTERN})(?:,? (?P<year2>(?:19|20)\d\d))?"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    r"|(?P<quarter>first|second|third|fourth) quarter(?: of)? (?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)"
    r")\b(?!%| percent)",
    re.IGNORECASE,
)
_QUARTERS = {"first": 1, "second": 4, "third": 7, "fourth": 10}
_OPEN = re.compile(
    r"\b(?P<word>since|after|from|until|till|before|by|up to|through|as of)\W*$", re.I
)
_TIME = re.compile(
    r"\b(?:in|of|since|until|till|by|last|this|before|after|from|to|and|during|as of|through)(?: the)?\s+$",
    re.I,
)
_TO = re.compile(r"^\W*(?:to|until|till|and|through|–|-)\W*$", re.I)
_BETWEEN = re.compile(r"\b(?:between|from)(?: the)?\W*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A span of days, both ends included; an open end is None.

    Attributes:
        words: as the question has it ("early 2015").
        place: where those words begin in the question.
    """

    since: date | None
    until: date | None
    words: str
    place: int

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies within; one that is not known does not."""
        return (
            day is not None
            and (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
        )


def day_of(published: str | None) -> date | None:
    """Return the day of an article's ISO 8601 date or date-time; None where it has none."""
    return None if published is None else date.fromisoformat(published[:10])


def periods(
    question: str, year_of: Callable[[int], int | None] = lambda _month: None
) -> tuple[Period, ...]:
    """Return the periods that a question names, in order.

    "since March 2018" is open to the right, "before 2018" and "as of May 1" to the left; "from February to April
    2025" is one; a month without a year takes the year of the next period, if one follows.

    Args:
        question: any text.
        year_of: tells the year of a month (1 to 12) that none follows; None leaves it out.
    """
    named = list(_named(question, year_of))
    found: list[Period] = []
    at = 0
    while at < len(named):
        one = named[at]
        lead = question[: one.place]
        joined = at + 1 < len(named) and _TO.match(
            question[one.place + len(one.words) : named[at + 1].place]
        )
        if joined and _BETWEEN.search(lead):
            other = named[at + 1]
            words = question[one.place : other.place + len(other.words)]
            found.append(replace(one, until=other.until, words=words))
            at += 2
            continue
        found.append(_opened(one, lead))
        at += 1
    return tuple(found)


def _named(question: str, year_of: Callable[[int], int | None]) -> Iterator[Period]:
    matches = [m for m in _NAMED.finditer(question) if not _is_may_the_verb(m, question)]
    years = [m["year"] or m["year2"] or m["year3"] or m["year4"] for m in matches]
    for number, match in enumerate(matches):
        told = next(filter(None, years[number:]), None)
        year = int(told) if told else None
        if year is None and _is_a_time(match, question):
            year = year_of(MONTHS[(match["month"] or match["month2"]).rstrip(".").lower()])
        span = _span(match, year)
        if span is not None:
            yield Period(since=span[0], until=span[1], words=match.group(), place=match.start())


def _is_may_the_verb(match: re.Match[str], question: str) -> bool:
    """Tell "may" and "march" the verbs from the months."""
    bare = match.group()
    if bare.lower() not in {"may", "march"}:
        return False
    return bare.islower() or not re.search(r"\b(?:in|of|since|until|by|last|this|before|after|from|and|to) $",
                                           question[: match.start()], re.I)  # fmt: skip


def _is_a_time(match: re.Match[str], question: str) -> bool:
    """Tell whether a month without a year is one: "in May", "late May", "April 9", not "Theresa May"."""
    if match["month2"] or match["day"] or match["part"]:
        return True
    before, behind = question[: match.start()], question[match.end() :]
    return bool(match["month"] and _TIME.search(before)) and not behind.startswith("-")


def _span(match: re.Match[str], year: int | None) -> tuple[date, date] | None:
    if match["iso"]:
        return _day(*map(int, match["iso"].split("-")))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    name = match["month"] or match["month2"]
    if match["quarter"]:
        month = _QUARTERS[match["quarter"].lower()]
        return date(year, month, 1), _last(year, month + 2)
    if name is None:
        return _part(date(year, 1, 1), date(year, 12, 31), match["part"])
    month = MONTHS[name.rstrip(".").lower()]
    if day := match["day"] or match["day2"]:
        return _day(year, month, int(day))
    return _part(date(year, month, 1), _last(year, month), match["part"])


def _day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _part(since: date, until: date, part: str | None) -> tuple[date, date]:
    """Cut a year or a month to its early, middle or late third; its beginning and end are a sixth."""
    days = (until - since).days + 1
    third, sixth = timedelta(days=days // 3), timedelta(days=days // 6)
    parts = {
        "early": (since, since + third),
        "mid": (since + third, until - third),
        "the middle of": (since + third, until - third),
        "late": (until - third, until),
        "the beginning of": (since, since + sixth),
        "the end of": (until - sixth, until),
    }
    return parts.get((part or "").lower(), (since, until))


def _opened(one: Period, lead: str) -> Period:
    """Open a period to the side that the word before it points to."""
    word = _OPEN.search(lead)
    if word is None:
        return one
    name = word["word"].lower()
    if name in {"since", "from"}:
        return replace(one, until=None)
    if name == "after":
        return replace(one, since=one.until, until=None)
    if name == "before":
        return replace(one, since=None, until=one.since)
    return replace(one, since=None)
