"""What "latest" means for a question: the time of the newest article that is to the point."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from index.library import Library
from index.text.time_expressions import Period, day_of
from rag.retrieval.retriever import Retrieval
from rag.types import Query

RECENT = timedelta(days=31)
TO_THE_POINT = 0.7


def with_latest(query: Query, retrieval: Retrieval, library: Library) -> Query:
    """Return the question with the month before the newest fitting article as its time.

    Nothing changes unless the question asks for the latest, names no time itself, and some
    article found has a date.

    Args:
        query: the question.
        retrieval: the chunks found for it; those whose score is near the best one's are to the point.
        library: the index, which knows when their articles were published.
    """
    if query.latest is None or query.periods or not retrieval.candidates:
        return query
    best = max(c.score for c in retrieval.candidates)
    days = [
        day
        for c in retrieval.candidates
        if c.score >= TO_THE_POINT * best
        and (day := day_of(library.article(c.article_id).published)) is not None
    ]
    if not days:
        return query
    newest = max(days)
    period = Period(
        since=newest - RECENT, until=newest, words=query.latest[0], place=query.latest[1]
    )
    return replace(query, periods=(period,), newest=True)
