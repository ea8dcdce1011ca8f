"""Who said what, and which figure was given, on which day: the points of the Timeline view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.names import is_person_name
from index.text.synonyms import word_root
from index.text.words import content_stems, tokens
from index.types import Article, Quote, Sentence
from rag.retrieval.search import find_quotes, search
from rag.types import Filters
from ui.views.measured import measured

PASSAGES = 40
MOST_QUOTES = 200
MOST_SERIES = 3
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# So much of the topic's words a sentence must hold for its figures to be the topic's.
SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something said, or a figure given, with the day it was published and where it stands.

    Attributes:
        day: ISO 8601; None where the article has no date.
        who: the speaker; of a figure, how it is written ("25%", "$34 billion").
        value, unit, subject: of a figure; None for words.
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
    subject: str | None = None
    direct: bool = False

    @property
    def series(self) -> tuple[str, str]:
        """Return what figures must share to be compared: their subject and their unit, of any scale."""
        scale, _space, unit = (self.unit or "").partition(" ")
        of_any_scale = unit if scale in SCALES else self.unit or ""
        return " ".join(map(word_root, tokens(self.subject or ""))), of_any_scale

    def value_in(self, unit: str) -> float:
        """Return the value in a unit of the same series: 1.2 trillion dollars are 1,200 billion."""
        own, asked = ((one or "").partition(" ")[0] for one in (self.unit, unit))
        return (self.value or 0.0) * SCALES.get(own, 1.0) / SCALES.get(asked, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points of a timeline, the earliest first, undated last.

    ``left_out`` counts the figures on the topic in no series that is shown, ``quotes`` all quotes; of these
    the nearest to the topic, or else the latest, are shown.
    """

    shown: list[Point]
    left_out: int = 0
    quotes: int = 0


def points(library: Library, *, about: str | None, filters: Filters) -> Points:
    """Return what was said, and with a topic its figures by subject and unit; of a day, people first.

    Args:
        library: the index.
        about: the topic; None shows no figures.
        filters: which articles, and whose words.
    """
    quotes = [
        found
        for found in find_quotes(library, filters=filters, about=about)
        if found.quote.speaker and found.quote.stance == "said"
    ]
    given = _figures(library, about, filters) if about else []
    kept = _comparable(given, content_stems(about or ""))
    shown = sorted(
        [*_said(library, quotes[:MOST_QUOTES]), *kept],
        key=lambda p: (p.day is None, p.day or "", _is_body(p), p.article_id, p.start),
    )
    return Points(shown=shown, left_out=len(given) - len(kept), quotes=len(quotes))


def _is_body(point: Point) -> bool:
    return point.kind == "said" and not is_person_name(point.who)


def _said(library: Library, quotes: Sequence[ArticleQuote]) -> Iterator[Point]:
    for found in quotes:
        q = found.quote
        yield Point(
            kind="said",
            who=q.speaker or "",
            direct=q.kind == "direct",
            **_at(q, library.article(found.article_id)),
        )


def _figures(library: Library, about: str, filters: Filters) -> list[Point]:
    """Return the figures in sentences on the topic."""
    words = content_stems(about)
    found: list[Point] = []
    for passage in search(about, library, filters=filters, top_k=PASSAGES):
        article = library.article(passage.article_id)
        for sentence in library.sentences(passage.article_id):
            inside = passage.start <= sentence.start and sentence.end <= passage.end
            if inside and _on_topic(sentence, words):
                found += _given(sentence, article)
    return found


def _comparable(found: Sequence[Point], topic: frozenset[str]) -> list[Point]:
    """Return the figures that have others of the same subject and unit beside them, of another day.

    Those whose subject the topic names come first, then the most frequent.
    """
    counts = Counter(point.series for point in found if point.subject)
    days = Counter(series for series, _day in {(p.series, p.day) for p in found})
    named = [key for key, _n in counts.most_common() if days[key] > 1 or len(counts) == 1]
    named.sort(key=lambda key: not set(key[0].split()) & topic)
    return [point for point in found if point.subject and point.series in named[:MOST_SERIES]]


def _on_topic(sentence: Sentence, words: frozenset[str]) -> bool:
    return len(words & content_stems(sentence.text)) >= max(1, SHARE * len(words))


def _given(sentence: Sentence, article: Article) -> Iterator[Point]:
    for figure in measured(sentence.text):
        yield Point(
            kind="figure",
            who=figure.words,
            value=figure.value,
            unit=figure.unit,
            subject=figure.subject,
            **_at(sentence, article),
        )


def _at(words: Quote | Sentence, article: Article) -> dict[str, Any]:
    """Return where words stand, and since when."""
    return {
        "day": article.published[:10] if article.published else None,
        "text": words.text,
        "start": words.start,
        "end": words.end,
        "article_id": article.article_id,
        "title": article.title,
        "publisher": article.publisher,
    }


def dated(found: Sequence[Point]) -> list[Point]:
    """Return the points that have a day."""
    return [point for point in found if point.day]
