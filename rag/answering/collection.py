"""Questions about the collection itself: what there is, from whom, of when; what an article says in short."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from index.library import Library
from index.store.catalog import ArticleRow
from index.text.time_expressions import day_of, periods
from rag.answering.citations import Checked
from rag.evidence.context import is_heading
from rag.question.understand import understand
from rag.retrieval.bm25 import lexical
from rag.types import Evidence, Filters, Nearest, Refusal
from rag.verdict.refusal import SHOWN

_THINGS = r"(?:articles?|stories|story|documents?|reports?|sources|files|pieces|news)"
_LISTING = re.compile(
    rf"\b(?:which|what|list|show|how many)\b.{{0,24}}\b{_THINGS}\b.{{0,40}}\b(?:do you have|have you|"
    r"are (?:there|indexed|in)|you (?:have|know|hold))\b|"
    rf"^\W*(?:list|show)(?: me)?(?: all)?(?: the| your)? {_THINGS}\b|"
    rf"^\W*(?:what are |show (?:me )?|list |give me )?(?:the )?(?:latest|newest|most recent|last)(?: \w+)? {_THINGS}\b|"
    r"\bwhat (?:do|have) you (?:have|got|hold)\b.{0,12}\b(?:from|by|on|about|of|in)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"^\W*(?:please |can you |could you )?(?:summari[sz]e|sum up|give (?:me )?a summary of)\b|"
    r"\bsummary of (?:this|the|that) (?:article|story|report)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:about|on|mentioning|covering)\s+(.{3,80}?)(?:\s+(?:do you have|have you)\b|[?.!]*$)",
    re.I,
)
_FROM = re.compile(r"\b(?:from|by)\s+((?:the )?[A-Z][\w.’'&-]*(?: [A-Z][\w.’'&-]*)*)")
LISTED, MATCHING = 10, 300
SENTENCES, WORDS = 4, 110
SAME_TITLE = 0.6


def answered(question: str, filters: Filters, library: Library) -> list[Checked] | Refusal | None:
    """Return cited lines for a question about the collection, a refusal, or None for all else."""
    if _SUMMARY.search(question):
        article_id = _meant(question, filters, library)
        return None if article_id is None else summary(article_id, library)
    return _listing(question, library) if _LISTING.search(question) else None


def _listing(question: str, library: Library) -> list[Checked] | Refusal:
    """Return one line an article, the latest first, within what the question names."""
    every = library.articles()
    publishers = sorted(library.publishers(), key=len, reverse=True)
    asked = question.casefold().replace("’", "'")
    publisher = next((p for p in publishers if p.casefold().replace("’", "'") in asked), None)
    named = _FROM.search(question)
    if publisher is None and named and not periods(named.group(1)):
        return _none_from(named.group(1), publishers, every)
    within = [
        row
        for row in every
        if (publisher is None or row.publisher == publisher)
        and all(period.holds(day_of(row.published)) for period in periods(question))
    ]
    if topic := _TOPIC.search(question):
        within = _on(topic.group(1), within, library)
    if not within:
        return _none_from(question.strip(" ?"), publishers, every)
    count = f"1 of {len(within):,}: " if len(within) > 1 else ""
    return [_line(row, library, count if n == 0 else "") for n, row in enumerate(within[:LISTED])]


def _on(topic: str, rows: Sequence[ArticleRow], library: Library) -> list[ArticleRow]:
    """Return the rows whose article holds the topic's words, in their order."""
    expression = lexical(understand(topic, (), Filters(), library), library).expression
    holding = library.article_words(expression, MATCHING)
    return [row for row in rows if row.article_id in holding]


def _line(row: ArticleRow, library: Library, count: str) -> Checked:
    first = library.sentences(row.article_id)[0]
    details = ", ".join(part for part in (row.publisher, (row.published or "")[:10]) if part)
    name = row.title or first.text
    return Checked(
        text=f"{count}{name} ({details})" if details else f"{count}{name}",
        evidence=(Evidence.of(first, library.chunk_of(first.article_id, first.number)),),
        support="supported",
        reasons=("the catalogue lists it",),
    )


def _none_from(asked: str, publishers: Sequence[str], rows: Sequence[ArticleRow]) -> Refusal:
    known = ", ".join(sorted(publishers)[:LISTED]) or "none named"
    nearest = tuple(Nearest(article_id=r.article_id, title=r.title) for r in rows[:SHOWN])
    return Refusal(
        reason="not_mentioned",
        message=f"There are no articles for “{asked}”. The publishers here: {known}.",
        nearest=nearest,
    )


def _meant(question: str, filters: Filters, library: Library) -> str | None:
    """Return the article that is to be summarised: the one chosen, the one named, the only one."""
    rows = library.articles()
    if filters.article is not None:
        return filters.article
    if len(rows) == 1:
        return rows[0].article_id
    asked = set(_words(question))
    named = [
        (len(asked & own) / len(own), row.article_id)
        for row in rows
        if len(own := set(_words(row.title or ""))) > 1
    ]
    share, article_id = max(named, default=(0.0, ""))
    return article_id if share >= SAME_TITLE else None


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > 3]


def summary(article_id: str, library: Library) -> list[Checked]:
    """Return an article in a few of its own sentences: its first, and those nearest to the whole.

    Nearest: highest cosine to the mean of all its sentences' vectors (the centroid, as in Radev
    et al., Centroid-based summarization, 2004, with sentence embeddings for word weights).
    """
    sentences = [s for s in library.sentences(article_id) if not is_heading(s.text)]
    if not sentences:
        return []
    chunks = [chunk.chunk_id for chunk in library.chunks_of(article_id)]
    vectors = np.vstack([e.sentences for e in library.embedded(chunks).values()])
    centre = vectors.mean(axis=0)
    first, *rest = sentences
    ranked = sorted(rest, key=lambda s: -library.similarity(s, centre))
    chosen, words = [first], len(first.text.split())
    for sentence in ranked:
        longer = words + len(sentence.text.split())
        if len(chosen) < SENTENCES and longer <= WORDS:
            chosen.append(sentence)
            words = longer
    return [
        Checked(
            text=re.sub(r"\s+", " ", s.text),
            evidence=(Evidence.of(s, library.chunk_of(s.article_id, s.number)),),
            support="verbatim",
            reasons=("the article's own sentence, near the middle of what it says",),
        )
        for s in sorted(chosen, key=lambda s: s.number)
    ]
