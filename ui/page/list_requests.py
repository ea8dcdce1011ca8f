"""What the page asks of its lists: quotes and articles, and to remove one of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from index.ingest.pipeline import remove
from index.library import Library
from index.store.catalog import ArticleRow
from index.store.full_text import phrase
from index.text.words import content_words
from rag.chain import AnswerChain
from rag.evidence.opinion import opinion
from rag.statements.quotations import Quotation, quotations
from ui.page.conversation import filters_of
from ui.page.forming import Shown
from ui.views import articles as articles_view
from ui.views import quotes as quotes_view

Asked = Mapping[str, Any]
REMEMBERED, MOST_SHOWN = 4096, 100_000


class ListDesk:
    """One method for each thing that the page may ask of its lists.

    Attributes:
        may: the methods, by the word that asks for each.
    """

    def __init__(self, chain: AnswerChain) -> None:
        self._chain = chain
        self._heard = lru_cache(32)(self._voices)
        self._piece = lru_cache(REMEMBERED)(self._piece_of)
        self.may: dict[str, Callable[[Asked], Shown]] = {
            "quotes": self._quotes,
            "articles": self._articles,
            "remove": self._remove,
        }

    def warm_up(self) -> None:
        """Work out ahead who is quoted, which reads the whole ledger."""
        self._heard(None, None, None, self._chain.library.fingerprint)

    def _quotes(self, asked: Asked) -> Shown:
        filters, about = filters_of(asked), topic(asked)
        state = self._chain.library.fingerprint
        everybody, voices = self._heard(filters.since, filters.until, about, state)
        found = everybody
        if filters.speaker:
            with self._chain.library.as_of_now() as library:
                found = quotations(library, filters=filters, about=about)
        chosen = str(asked.get("speaker") or "")
        most = most_shown(asked, quotes_view.SHOWN)
        return {"html": quotes_view.quotes(found, voices, chosen, most)}

    def _voices(
        self, since: str | None, until: str | None, about: str | None, _state: str
    ) -> tuple[list[Quotation], list[quotes_view.Voice]]:
        """Return everybody's quotes, and who is quoted; asked again at each letter of a name."""
        with self._chain.library.as_of_now() as library:
            within = filters_of({"since": since, "until": until})
            found = quotations(library, filters=within, about=about)
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
                most_shown(asked, articles_view.SHOWN),
                lambda article_id: self._piece(article_id, state),
            )
        return {"html": listed}

    def _piece_of(self, article_id: str, _state: str) -> str | None:
        return opinion(self._chain.library.article(article_id))

    def _remove(self, asked: Asked) -> Shown:
        library = self._chain.library
        remove(library.folder, [str(asked.get("article"))], library.embedder)
        return {}


def topic(asked: Asked) -> str | None:
    """Return the topic that a list is narrowed to; None where no word of it tells anything."""
    about = str(asked.get("about") or "").strip()[:200]
    return about if content_words(about) else None


def most_shown(asked: Asked, first: int) -> int:
    """Return how many rows a reader has asked to see, never fewer than a list begins with.

    Args:
        asked: what the page sent, with the number as "shown".
        first: how many a list begins with.
    """
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
