"""The ledger searched: quotes by whom, in which sentences, of what time, with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.time_expressions import day_of
from index.types import Sentence, overlap
from rag.retrieval.retriever import Retrieval
from rag.statements.matching import holds, worded_as
from rag.types import Query

# What somebody said at a time is printed up to a month later.
AFTERWARDS = timedelta(days=31)

# A much quoted person has thousands; those in the articles that retrieval found go first.
MOST_CONSIDERED = 150
# So many of the sentences found are looked through for anybody's words.
NEAR_SENTENCES = 8


def by_people(
    speakers: Sequence[str], library: Library, retrieval: Retrieval
) -> list[ArticleQuote]:
    """Return what those people are quoted with, in the articles found first.

    Args:
        speakers: by the names of the ledger.
        library: the index.
        retrieval: tells which articles come first, and within which to look.
    """
    found = [q for name in speakers for q in library.quotes(speaker=name, scope=retrieval.scope)]
    found = list(dict.fromkeys(found))
    places = {article_id: place for place, article_id in enumerate(retrieval.articles)}
    return sorted(found, key=lambda q: places.get(q.article_id, len(places)))


def in_sentences(sentences: Sequence[Sentence], library: Library) -> list[ArticleQuote]:
    """Return the quotes that stand in those sentences.

    Args:
        sentences: of any articles.
        library: the index.
    """
    return [
        q
        for article_id in dict.fromkeys(s.article_id for s in sentences)
        for q in library.quotes_in(article_id)
        if any(s.article_id == article_id and overlap(q.quote, s) for s in sentences)
    ]


def holding(phrase: str, quotes: Sequence[ArticleQuote]) -> list[ArticleQuote]:
    """Return the quotes that hold a phrase, else those that hold nearly all of its words.

    Args:
        phrase: words in any case and marks.
        quotes: of the ledger.
    """
    exact = [q for q in quotes if holds(phrase, q.quote.text)]
    return exact or [q for q in quotes if worded_as(phrase, [q.quote.text])]


def in_time(
    found: Sequence[ArticleQuote], query: Query, library: Library
) -> Sequence[ArticleQuote]:
    """Return what was published in the time that a question names, else soon after.

    Where nothing was, what has no date may be of that time; and an article that names the year
    may tell of it.

    Args:
        found: quotes of the ledger.
        query: the question, with its times.
        library: the index.
    """
    if not query.periods:
        return found
    for later in (timedelta(0), AFTERWARDS):
        times = [replace(p, until=p.until and p.until + later) for p in query.periods]
        within = [q for q in found if any(p.holds(day_of(q.published)) for p in times)]
        if within:
            return within
    years = {str(d.year) for p in query.periods for d in (p.since, p.until) if d is not None}
    return [
        q
        for q in found
        if q.published is None or any(y in library.article(q.article_id).text for y in years)
    ]
