"""The parts of a question that need evidence of their own: each side, each time.

"Contrast Brady with the ambassador" is not answered by four sentences of one of them. Where a
question compares or goes through the years, evidence is taken for each part in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.library import Library
from index.text.names import same_person
from index.text.time_expressions import Period, day_of
from index.text.words import named_in
from index.types import overlap
from rag.types import Query

MANY_SIDED = frozenset({"comparison", "over_time"})
Holds = Callable[[str, int], bool]
"""Tells whether a sentence (article id, number) belongs to a part."""


def facets(query: Query, library: Library) -> list[Holds]:
    """Return the question's parts, at least two, or none where it has one subject.

    Args:
        query: the question.
        library: the index in which the sentences of a part are looked up.
    """
    if len(query.periods) > 1:
        return [_in_time(period, library) for period in query.periods]
    sides = query.names if query.kind in MANY_SIDED else ()
    parts = [_on_side(name, library) for name in _apart(sides)]
    return parts if len(parts) > 1 else []


def _apart(names: Sequence[str]) -> list[str]:
    """Return the names without those that only shorten or repeat another."""
    kept: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        if not any(same_person(name, other) or name in other for other in kept):
            kept.append(name)
    return [name for name in names if name in kept]


def _in_time(period: Period, library: Library) -> Holds:
    def holds(article_id: str, _sentence: int) -> bool:
        return period.holds(day_of(library.article(article_id).published))

    return holds


def _on_side(name: str, library: Library) -> Holds:
    def holds(article_id: str, sentence: int) -> bool:
        sentences = library.sentences(article_id)
        here = sentences[sentence]
        if any(named_in(name, s.text) for s in sentences[max(0, sentence - 1) : sentence + 1]):
            return True
        return any(
            q.quote.speaker is not None
            and same_person(name, q.quote.speaker)
            and overlap(q.quote, here)
            for q in library.quotes_in(article_id)
        )

    return holds
