"""Who said what, and which figure was given, on which day: the points of the Timeline view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.library import Library
from index.text.words import content_stems, figures
from index.types import Article, Sentence
from rag.retrieval.search import find_quotes, search
from rag.types import Filters

PASSAGES = 40
MOST_POINTS = 200
MOST_SERIES = 2
# So much of the topic's words a sentence must hold for its figures to be the topic's.
SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something said, or a figure given, with the day it was published and where it stands.

    Attributes:
        day: ISO 8601; None where the article has no date.
        who: the speaker; of a figure, how it is written ("25%", "34 billion").
        value, unit: of a figure; None for words.
        direct: whether the words stand in quotation marks there.
        text: the exact words, ``article.text[start:end]``.
    """

    kind: Literal["said", "figure"]
    day: str | None
    who: str
    text: str
    article_id: str
    title: str | None
    publisher: str | None
    start: int
    end: int
    value: float | None = None
    unit: str | None = None
    direct: bool = False


def points(library: Library, *, about: str | None, filters: Filters) -> list[Point]:
    """Return what was said, and with a topic its figures, the earliest first, undated last."""
    found = [*_said(library, about, filters), *(_figures(library, about, filters) if about else ())]
    return sorted(found, key=lambda p: (p.day is None, p.day or "", p.article_id, p.start))


def _said(library: Library, about: str | None, filters: Filters) -> Iterator[Point]:
    quotes = find_quotes(library, filters=filters, about=about)
    named = (f for f in quotes if f.quote.speaker and f.quote.stance == "said")
    for _number, found in zip(range(MOST_POINTS), named, strict=False):
        q = found.quote
        yield Point(
            kind="said",
            day=_day(found.published),
            who=q.speaker or "",
            text=q.text,
            direct=q.kind == "direct",
            article_id=found.article_id,
            title=found.title,
            publisher=found.publisher,
            start=q.start,
            end=q.end,
        )


def _figures(library: Library, about: str, filters: Filters) -> list[Point]:
    """Return the figures in sentences on the topic, in the units that several of them have."""
    words = content_stems(about)
    found: list[Point] = []
    for passage in search(about, library, filters=filters, top_k=PASSAGES):
        article = library.article(passage.article_id)
        for sentence in library.sentences(passage.article_id):
            inside = passage.start <= sentence.start and sentence.end <= passage.end
            if inside and _on_topic(sentence, words):
                found += _given(sentence, article)
    units = Counter(point.unit for point in found)
    common = [unit for unit, n in units.most_common(MOST_SERIES) if n > 1] or list(units)[:1]
    return [point for point in found if point.unit in common]


def _on_topic(sentence: Sentence, words: frozenset[str]) -> bool:
    return len(words & content_stems(sentence.text)) >= max(1, SHARE * len(words))


def _given(sentence: Sentence, article: Article) -> Iterator[Point]:
    for figure in sorted(figures(sentence.text)):
        value, unit = _measured(figure)
        if unit:
            yield Point(
                kind="figure",
                day=_day(article.published),
                who=figure,
                text=sentence.text,
                article_id=article.article_id,
                title=article.title,
                publisher=article.publisher,
                start=sentence.start,
                end=sentence.end,
                value=value,
                unit=unit,
            )


def _measured(figure: str) -> tuple[float, str]:
    """Return value and unit of "25%" or "34 billion"; the unit of a bare number is empty."""
    if figure.endswith("%"):
        return float(figure[:-1]), "%"
    value, _space, unit = figure.partition(" ")
    return float(value), unit


def _day(published: str | None) -> str | None:
    return published[:10] if published else None


def dated(found: Sequence[Point]) -> list[Point]:
    """Return the points that have a day."""
    return [point for point in found if point.day]
