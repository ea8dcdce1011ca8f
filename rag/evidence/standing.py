"""Which of several values stands: the newest, the one of the asked time, the one that corrects another.

Articles tell of one fee at several times. Where two sentences mean nearly the same and give different
figures, or another holder of the same office, their dates decide which answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.library import Library
from index.text.calendar_words import MONTH_PATTERN
from index.text.days import years_meant
from index.text.time_expressions import Period, day_of, periods
from index.text.words import counts, tokens
from index.types import Sentence
from rag.evidence.context import without_dateline
from rag.evidence.corrected import AS_MUCH, CONSIDERED, bare, corrected_first, former, unit, values
from rag.evidence.has_expected import has_wanted
from rag.evidence.select import Scored, held, of_the_time
from rag.types import Query

# The same thing is meant: nearly the same meaning.
SAME_THING = 0.75
# In log odds of the reader: so little is no preference.
NEARLY = 0.5
# A count of the same event that comes within a week replaces the one before.
STORY = timedelta(days=7)
# Holding so much of what the first does, a newer sentence is of the same matter.
MUCH = 0.6
_MONTH_OF = re.compile(
    rf"\b(?P<month>{MONTH_PATTERN}(?: \d{{1,2}})?),? (?:of )?(?P<which>this|last|next) year\b",
    re.IGNORECASE,
)
_RELATIVE = {"last": -1, "this": 0, "next": 1}


def standing(query: Query, scored: Sequence[Scored], library: Library) -> list[Scored]:
    """Return sentences with the one first that stands at the asked time, corrections before errors.

    Args:
        query: the question, with the time asked for.
        scored: the sentences, best first.
        library: the index.
    """
    if query.kind not in {"number", "fact"} or not scored:
        return list(scored)
    ordered = _held_office(query, corrected_first(scored, library))
    rivals = same_thing(query, ordered, library)
    chosen = _at_the_time(query, ordered[0], rivals, library)
    return ordered if chosen is ordered[0] else _first(chosen, ordered)


def of_another_time(query: Query, sentence: Sentence, library: Library) -> bool:
    """Tell whether a sentence was neither published at the asked time nor speaks of it.

    Args:
        query: the question; without a time in it no sentence is of another one.
        sentence: what would be shown; of an article without a date nothing is known.
        library: the index.
    """
    published = day_of(library.article(sentence.article_id).published)
    if published is None or not query.periods:
        return False
    own = _own_times(sentence, published)
    if query.kind != "date" and all(map(_is_span, query.periods)):
        # "In the second quarter, it was reported on July 9."
        own = list(filter(_is_span, own)) or own
    if own and not any(_meet(asked, other) for asked in query.periods for other in own):
        return True  # "121.7 in April", told in May, is no value of May
    if of_the_time(query.periods, published):
        return False
    near = library.sentences(sentence.article_id)[max(0, sentence.number - 1) : sentence.number + 2]
    text = " ".join([library.article(sentence.article_id).title or "", *(s.text for s in near)])
    told = periods(f"{text} {years_meant(text, published.isoformat())}", lambda _: published.year)
    return not any(_meet(asked, other) for asked in query.periods for other in told)


def _own_times(sentence: Sentence, published: date) -> list[Period]:
    """Return the times that a sentence itself names; a month without a year is the last one before its day.

    "July 1 this year" is of the article's year, "in May last year" of the one before.
    """

    def year_of(month: int) -> int:
        return published.year - (month > published.month)

    def dated(match: re.Match[str]) -> str:
        return f"{match['month']} {published.year + _RELATIVE[match['which'].lower()]}"

    found = periods(_MONTH_OF.sub(dated, without_dateline(sentence.text)), year_of)
    # "As of June 30" is that day, be a question's "until" open; a day to come is a term, no value's time.
    whole = (replace(p, since=p.since or p.until, until=p.until or p.since) for p in found)
    return [p for p in whole if p.since is None or p.since <= published]


def _is_span(time: Period) -> bool:
    return None not in {time.since, time.until} and time.since != time.until


def _meet(one: Period, other: Period) -> bool:
    """Tell whether two spans of time have a day in common."""
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
        one.until or date.max
    )


def _within(one: Period, asked: Sequence[Period]) -> bool:
    """Tell whether a span of time lies in one of those asked for."""
    return any(
        (p.since or date.min) <= (one.since or date.min)
        and (one.until or date.max) <= (p.until or date.max)
        for p in asked
    )


def same_thing(query: Query, scored: Sequence[Scored], library: Library) -> list[Scored]:
    """Return the sentences of other articles that give another value for what the first tells of.

    Args:
        query: the question; its own figures are no other value.
        scored: the sentences, best first; the first few are compared.
        library: the index.
    """
    first = scored[0]
    if not counts(first.sentence.text) and not query.expected.name:
        return []
    vector = library.embedder.documents([first.sentence.text])[0]
    return [
        item
        for item in scored[1:CONSIDERED]
        if _replaces(first, item, library)
        or _holds_office(query, first, item)
        or (
            _differs(query, first, item)
            and _answers_as_well(first, item)
            and library.similarity(item.sentence, vector) >= SAME_THING
        )
    ]


def _held_office(query: Query, ordered: list[Scored]) -> list[Scored]:
    """Return sentences with one first that names a holder of the office asked for, of just this rank."""
    if not query.expected.office or has_wanted(query, ordered[0].sentence.text):
        return ordered
    near = [i for i in ordered[:CONSIDERED] if held(i) >= MUCH * held(ordered[0])]
    holder = next((i for i in near if has_wanted(query, i.sentence.text)), None)
    return ordered if holder is None else _first(holder, ordered)


def _holds_office(query: Query, first: Scored, item: Scored) -> bool:
    """Tell whether two sentences of the same matter each name a holder of the office asked for."""
    both = (first.sentence.text, item.sentence.text)
    same = bool(query.expected.office) and held(item) >= MUCH * held(first)
    return same and all(has_wanted(query, text) for text in both)


def _answers_as_well(first: Scored, item: Scored) -> bool:
    """Tell whether another sentence answers nearly as well, by the words it holds or by the reader."""
    if held(item) >= held(first) - AS_MUCH:
        return True
    if first.logit is None or item.logit is None:
        return False
    return item.logit >= first.logit - NEARLY


def _replaces(first: Scored, item: Scored, library: Library) -> bool:
    """Tell whether a newer sentence names the value of the first as the former: "four instead of seven"."""
    then, now = day(first, library), day(item, library)
    if then is None or now is None or now <= then or held(item) < MUCH * held(first):
        return False
    return bool(bare(values(first.sentence.text)) & bare(former(item.sentence.text)))


def day(item: Scored, library: Library) -> date | None:
    """Return the day on which a sentence was published.

    Args:
        item: a sentence of any article.
        library: the index.
    """
    return day_of(library.article(item.sentence.article_id).published)


def _differs(query: Query, first: Scored, item: Scored) -> bool:
    if item.sentence.article_id == first.sentence.article_id:
        return False
    known = set(query.numbers)
    # "From 5 to 9" and "from 9 to 7" differ, though both name a 9.
    own, other = (
        counts(text) - former(text) - known for text in (first.sentence.text, item.sentence.text)
    )
    if not own and not other:
        return query.expected.name
    return not own & other and bool(set(map(unit, own)) & set(map(unit, other)))


def _at_the_time(query: Query, first: Scored, rivals: Sequence[Scored], library: Library) -> Scored:
    """Return the newest of first and rivals; where a time is asked for, the newest up to its end."""
    dated = [(d, item) for item in (first, *rivals) if (d := day(item, library)) is not None]
    own = day(first, library)
    if own is None or len(dated) < 2:
        return first
    telling = [
        (d, item)
        for d, item in dated
        if any(_within(t, query.periods) for t in _own_times(item.sentence, d))
    ]
    if telling and not query.newest:
        return max(telling, key=lambda pair: pair[0])[1]
    if not query.periods or query.newest:
        if not (query.present or query.newest):
            dated = [(d, item) for d, item in dated if d - own <= STORY]
        return max(dated, key=lambda pair: pair[0])[1]
    last = query.periods[-1].until
    if last is None or _names_it(query, first):
        return first
    in_force = [(d, item) for d, item in dated if d <= last]
    return max(in_force, key=lambda pair: pair[0])[1] if in_force else first


def _names_it(query: Query, item: Scored) -> bool:
    """Tell whether a sentence speaks of the asked time by name: then its date matters no more."""
    named = set(tokens(item.sentence.text))
    return any(named.issuperset(tokens(period.words)) for period in query.periods)


def _first(chosen: Scored, ordered: Sequence[Scored]) -> list[Scored]:
    best = replace(chosen, score=max(i.score for i in ordered))
    return [best, *(i for i in ordered if i is not chosen)]
