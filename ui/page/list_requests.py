"""What the page asks of its lists: quotes, articles, and the Timeline with its plot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from index.errors import TradewireError
from index.ingest.pipeline import remove
from index.library import Library
from index.store.catalog import ArticleRow
from index.store.full_text import phrase
from index.text.words import content_words
from rag.chain import AnswerChain
from rag.evidence.opinion import opinion
from rag.statements.quotations import Quotation, meant_by_surname, quotations
from rag.types import Filters
from ui.page.conversation import filters_of
from ui.page.forming import Shown
from ui.views import articles as articles_view
from ui.views import quotes as quotes_view
from ui.views import timeline as timeline_view
from ui.views.series import Points, dated, points

Asked = Mapping[str, Any]
REMEMBERED, MOST_SHOWN = 4096, 100_000


class ListDesk:
    """What the page may ask of its lists: a method for each thing, by the word that asks for it."""

    def __init__(self, chain: AnswerChain, topics: Callable[[], list[str]]) -> None:
        self._chain, self._topics = chain, topics
        self._heard = lru_cache(32)(self._voices)
        self._piece = lru_cache(REMEMBERED)(self._piece_of)
        # For the plot, another theme, or more rows.
        self._found = lru_cache(16)(self._points_of)
        self.may: dict[str, Callable[[Asked], Shown]] = {
            "quotes": self._quotes,
            "articles": self._articles,
            "timeline": self._timeline,
            "remove": self._remove,
        }

    def warm_up(self) -> None:
        """Work out ahead who is quoted, which reads the whole ledger."""
        self._heard(None, None, None, self._chain.library.fingerprint)

    def _quotes(self, asked: Asked) -> Shown:
        filters, about = filters_of(asked), _topic(asked)
        state = self._chain.library.fingerprint
        everybody, voices = self._heard(filters.since, filters.until, about, state)
        found = everybody
        if filters.speaker:
            own = [q for q in everybody if q.person == filters.speaker]
            with self._chain.library.as_of_now() as library:
                named = quotations(library, filters=filters, about=about)
            found = list(dict.fromkeys([*own, *named]))
        chosen = str(asked.get("speaker") or "")
        most = _most_shown(asked, quotes_view.SHOWN)
        return {"html": quotes_view.quotes(found, voices, chosen, most)}

    def _voices(
        self, since: str | None, until: str | None, about: str | None, _state: str
    ) -> tuple[list[Quotation], list[quotes_view.Voice]]:
        """Return everybody's quotes, and who is quoted; asked again at each letter of a name."""
        with self._chain.library.as_of_now() as library:
            within = filters_of({"since": since, "until": until})
            found = quotations(library, filters=within, about=about)
            meant = meant_by_surname(library)
        found = [replace(q, person=meant[q.person]) if q.person in meant else q for q in found]
        voices = quotes_view.voices(found)
        people = {voice.name for voice in voices if voice.is_person}
        return sorted(found, key=lambda q: q.person not in people), voices

    def _articles(self, asked: Asked) -> Shown:
        words = str(asked.get("search") or "").lower().split()
        with self._chain.library.as_of_now() as library:
            rows, state = library.articles(), library.fingerprint
            found = _holding(rows, words, library)
            listed = articles_view.articles(
                found,
                len(rows),
                _most_shown(asked, articles_view.SHOWN),
                lambda article_id: self._piece(article_id, state),
            )
        return {"html": listed}

    def _piece_of(self, article_id: str, _state: str) -> str | None:
        return opinion(self._chain.library.article(article_id))

    def _timeline(self, asked: Asked) -> Shown:
        """Return the list, or topics to choose from, and whether there is something to plot."""
        found = self._points(asked)
        if found is None:
            named = [topic.removeprefix("the ") for topic in self._topics()]
            return {"html": timeline_view.choice(named), "plotted": False}
        most = _most_shown(asked, timeline_view.LISTED)
        html = timeline_view.listed(found, _topic(asked), most)
        return {"html": html, "plotted": bool(dated(found.shown))}

    def plot(self, asked: Asked) -> str | None:
        """Return the plot as Plotly's JSON; None where there is none, which the list explains."""
        try:
            found = self._points(asked)
        except TradewireError:
            return None
        return timeline_view.figure(found.shown, str(asked.get("theme"))) if found else None

    def _points(self, asked: Asked) -> Points | None:
        """Return the points; None where neither a topic nor a person is named."""
        library = self._chain.library
        library.refresh()
        about, filters = _topic(asked), filters_of(asked)
        if not (about or filters.speaker):
            return None
        return self._found(about, filters, library.fingerprint)

    def _points_of(self, about: str | None, filters: Filters, _state: str) -> Points:
        with self._chain.library.as_of_now() as library:
            return points(library, about=about, filters=filters)

    def _remove(self, asked: Asked) -> Shown:
        library = self._chain.library
        remove(library.folder, [str(asked.get("article"))], library.embedder)
        return {}


def _topic(asked: Asked) -> str | None:
    """Return the topic that a list is narrowed to; None where no word of it tells anything."""
    about = str(asked.get("about") or "").strip()[:200]
    return about if content_words(about) else None


def _most_shown(asked: Asked, first: int) -> int:
    """Return how many rows a reader has asked to see, never fewer than a list begins with."""
    wanted = str(asked.get("shown") or "")
    return min(max(first, int(wanted)), MOST_SHOWN) if wanted.isdecimal() else first


def _holding(rows: list[ArticleRow], words: list[str], library: Library) -> list[ArticleRow]:
    """Return the articles with all the words in what is known of them, or in their text."""
    if not words:
        return rows
    expression = " AND ".join(phrase(word) for word in words)
    in_text = library.article_words(expression, len(rows))
    return [row for row in rows if row.article_id in in_text or _known_by(row, words)]


def _known_by(row: ArticleRow, words: list[str]) -> bool:
    known = " ".join(filter(None, (row.title, row.publisher, row.author, row.article_id))).lower()
    return all(word in known for word in words)
