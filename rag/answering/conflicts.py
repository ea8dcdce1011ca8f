"""What was before, and as of when: figures of other times, and a source that others have overtaken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.library import Library
from index.text.time_expressions import day_of
from rag.answering.citations import Checked
from rag.answering.extractive import may_answer, own_sentence
from rag.evidence.context import leaning_on, whole
from rag.evidence.corrected import CONSIDERED, error_before
from rag.evidence.has_expected import fits
from rag.evidence.select import Scored, held
from rag.evidence.standing import day, same_thing
from rag.verdict.found import Found

# Older than the newest article on the subject by more than this, a source has its day told.
OVERTAKEN = timedelta(days=30)
_ONE_VALUE = frozenset({"number", "fact"})


def other_figure(found: Found, shown: Sequence[Checked]) -> Checked | None:
    """Return the sentence of another article that gives another figure, introduced by its date.

    Nothing unless a figure was asked for, and of no particular time, and nothing where an answer
    shows several.

    Args:
        found: what is known about the question.
        shown: the sentences of the answer.
    """
    if found.query.kind not in _ONE_VALUE or found.query.periods or len(shown) != 1:
        return None
    near = [
        item
        for item in found.scored[:CONSIDERED]
        if fits(found.query, whole(item.sentence, found.library)) and not item.far_off
    ]
    first = next((i for i in near if i.sentence.text in shown[0].text), None)
    if first is None:
        return None
    near = [first, *(i for i in near if i is not first)]
    other = next(iter(same_thing(found.query, near, found.library)), None)
    return None if other is None else _introduced(other, first, found)


def of_one_time(found: Found, shown: Sequence[Checked]) -> list[Checked]:
    """Return what is shown without the values of other times: those need their date beside them.

    Args:
        found: what is known about the question.
        shown: the sentences of the answer, the best first; that one stays.
    """
    if found.query.kind not in _ONE_VALUE or not found.scored:
        return list(shown)
    others = [
        " ".join(i.sentence.text.split())
        for i in same_thing(found.query, found.scored, found.library)
    ]
    return [c for n, c in enumerate(shown) if not n or not any(text in c.text for text in others)]


def correction_of(found: Found) -> Checked | None:
    """Return the admitted error that the best sentence puts right, told as corrected."""
    best = found.scored[0]
    error = error_before(best.sentence, found.library)
    if error is None or error in leaning_on(best.sentence, found.library):
        return None
    own = own_sentence(replace(best, sentence=error), found)
    return replace(own, text=f"That corrects an error: {own.text}", mark=None, support="supported")


def dated(found: Found, shown: Sequence[Checked]) -> list[Checked]:
    """Return the answer with the newest that fits first, and its day where articles on it are newer by a month.

    Args:
        found: what is known about the question.
        shown: the sentences of the answer, the best first.
    """
    if not shown or not found.query.present or found.query.periods:
        return list(shown)
    able = [c for c in shown if fits(found.query, c.text)]
    if found.query.kind in _ONE_VALUE and able:
        newest = max(able, key=lambda c: _day_of(c, found.library) or date.min)
        shown = [newest, *(c for c in shown if c is not newest)]
    own = _day_of(shown[0], found.library)
    first = next((i for i in found.scored if i.sentence.text in shown[0].text), None)
    if first is None or own is None:
        return list(shown)
    on_it = [i for i in found.scored[:CONSIDERED] if held(i) >= held(first) and may_answer(i)]
    last = max((d for i in on_it if (d := day(i, found.library))), default=own)
    if last - own <= OVERTAKEN:
        return list(shown)
    lead = f"As of {own:%B} {own.day}, {own.year}: "
    mark = shown[0].mark
    moved = None if mark is None else (mark[0] + len(lead), mark[1] + len(lead))
    told = replace(shown[0], text=f"{lead}{shown[0].text}", mark=moved, support="supported")
    return [told, *shown[1:]]


def _day_of(checked: Checked, library: Library) -> date | None:
    """Return the newest day of what carries a sentence."""
    days = [day_of(library.article(e.article_id).published) for e in checked.evidence]
    return max((d for d in days if d is not None), default=None)


def _introduced(item: Scored, first: Scored, found: Found) -> Checked:
    library = found.library
    article = library.article(item.sentence.article_id)
    source = article.publisher or article.title or article.article_id
    then, now = day(item, library), day(first, library)
    own = own_sentence(item, found)
    if then is None or now is None or then == now:
        when = f"on {then}" if then else "without a date"
        lead = f"Another figure, in {source} {when}"
    else:
        lead = f"{'Before' if then < now else 'Later'}, in {source} on {then}"
    return Checked(
        text=f"{lead}: {own.text}",
        evidence=own.evidence,
        support="supported",
        reasons=("another article gives another figure for the same thing", *own.reasons),
    )
