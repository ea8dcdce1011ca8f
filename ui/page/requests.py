"""What the page asks for beside answers: an article, quotes, the list of articles, conversations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from index.errors import TradewireError, UsageError
from index.ingest.pipeline import remove
from index.library import Library
from index.models.weights import CATALOGUE
from index.store.catalog import ArticleRow
from index.store.full_text import phrase
from index.text.names import is_person_name
from index.text.time_expressions import periods
from index.text.words import content_words
from rag.modes import ChatStatus
from rag.question.speakers import speakers_in
from rag.statements.quotations import Quotation, quotations
from ui.history.history import History
from ui.history.kept import answer_from
from ui.page.conversation import Chain, Talk, filters_of
from ui.page.forming import Shown
from ui.page.history_requests import HistoryDesk
from ui.page.suggestions import Suggestions, quoted
from ui.page.topics import topics
from ui.plain_errors import on_page
from ui.views import archive as archive_view
from ui.views import articles as articles_view
from ui.views import quotes as quotes_view
from ui.views import reader as reader_view
from ui.views import timeline as timeline_view
from ui.views.safe_html import place_of, several
from ui.views.series import points

Asked = Mapping[str, Any]
OFFERED = 400


class Desk:
    """One method for each thing that the page may ask for; what goes wrong is said, not raised."""

    def __init__(
        self, chain: Chain, history: History, talk: Talk, suggestions: Suggestions | None = None
    ) -> None:
        self._chain = chain
        self._history = history
        self._suggestions = suggestions or Suggestions(chain)
        self._counted = ("", 0)
        self._glance = lru_cache(1)(self._at_a_glance)
        self._heard = lru_cache(32)(self._voices)
        self._may: dict[str, Callable[[Asked, str], Shown]] = {
            "status": self._status,
            "welcome": self._welcome,
            "archive": self._archive,
            "article": self._article,
            "quotes": self._quotes,
            "articles": self._articles,
            "remove": self._remove,
            "choices": self._choices,
            "next": self._next,
            "found": self._found,
            **HistoryDesk(history, talk).may,
        }

    def serve(self, asked: Asked, owner: str) -> Shown:
        """Return what was asked for, or ``{"error": …}``."""
        try:
            wanted = self._may.get(str(asked.get("do")))
            if wanted is None:
                raise UsageError(f"The page cannot ask for '{asked.get('do')}'; load it anew.")
            return wanted(asked, owner)
        except TradewireError as error:
            return {"error": on_page(error)}

    # -- articles ---------------------------------------------------------------

    def _status(self, asked: Asked, owner: str) -> Shown:
        del asked, owner
        self._chain.library.refresh()
        status = self._chain.status()
        count = self._article_count()
        return {
            "articles": several(count, "article") if count else "no articles yet",
            "stock": self._chain.library.fingerprint,
            "mode": _mode(status),
            "words": status.mode == "llm",
            "message": status.model or status.message,
        }

    def _article_count(self) -> int:
        """Count the articles once per state of the index: every open page asks again and again."""
        state = self._chain.library.fingerprint
        if self._counted[0] != state:
            self._counted = (state, len(self._chain.library.articles()))
        return self._counted[1]

    def _welcome(self, asked: Asked, owner: str) -> Shown:
        """Return questions for a first look, or that there is nothing to ask about."""
        del asked, owner
        if not self._article_count():
            return {"examples": [], "empty": True}
        return {"examples": self._suggestions.first(), "empty": False}

    def _archive(self, asked: Asked, owner: str) -> Shown:
        """Return what lies in the reader before an article is open."""
        del asked, owner
        html = self._glance(self._chain.library.fingerprint)
        return {"head": archive_view.head(), "html": html}

    def _at_a_glance(self, _state: str) -> str:
        library = self._chain.library
        people = (name for name, _count in library.speakers() if is_person_name(name))
        counts = [(name, quoted(library, name)) for name in islice(people, 2 * archive_view.QUOTED)]
        return archive_view.archive(library.articles(), sorted(counts, key=lambda c: -c[1]))

    def _article(self, asked: Asked, owner: str) -> Shown:
        del owner
        at = place_of(str(asked.get("address", "")))
        if at is None:
            raise UsageError("This is no place in an article.")
        found = self._chain.library.article(at[0])
        beside = [place_of(str(address)) for address in asked.get("beside") or ()]
        others = [(b[1], b[2]) for b in beside if b and b[0] == at[0]]
        return {
            "head": reader_view.head(found, at[1], at[2]),
            "html": reader_view.article(found, at[1], at[2], others),
        }

    def _quotes(self, asked: Asked, owner: str) -> Shown:
        del owner
        filters, about = filters_of(asked), _topic(asked)
        state = self._chain.library.fingerprint
        everybody, voices = self._heard(filters.since, filters.until, about, state)
        found = everybody
        if filters.speaker:
            with self._chain.library.as_of_now() as library:
                found = quotations(library, filters=filters, about=about)
        chosen = str(asked.get("speaker") or "")
        return {"html": quotes_view.quotes(found, voices, chosen)}

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

    def _articles(self, asked: Asked, owner: str) -> Shown:
        del owner
        words = str(asked.get("search") or "").lower().split()
        with self._chain.library.as_of_now() as library:
            rows = library.articles()
            found = _holding(rows, words, library)
        return {"html": articles_view.articles(found, len(rows))}

    def _remove(self, asked: Asked, owner: str) -> Shown:
        library = self._chain.library
        remove(library.folder, [str(asked.get("article"))], library.embedder)
        return self._articles(asked, owner)

    def _choices(self, asked: Asked, owner: str) -> Shown:
        """Return the names that a filter may have."""
        del asked, owner
        speakers = [name for name, _count in self._chain.library.speakers()[:OFFERED]]
        return {
            "speakers": speakers,
            "publishers": list(self._chain.library.publishers()[:OFFERED]),
        }

    # -- beside an answer -------------------------------------------------------

    def _next(self, asked: Asked, owner: str) -> Shown:
        """Return what to ask after a kept turn."""
        turns = self._history.turns(owner, str(asked.get("conversation")))
        turn = next((turn for turn in turns if turn.id == asked.get("turn")), None)
        if turn is None:
            return {"questions": [], "voices": []}
        answer = answer_from(turn.answer)
        voices = self._suggestions.voices(answer)
        return {
            "questions": self._suggestions.after(answer),
            "voices": [
                {"name": name, "label": f"{several(count, 'quote')} of {name}"}
                for name, count in voices
            ],
        }

    def _found(self, asked: Asked, owner: str) -> Shown:
        """Return the filters that a question itself names, for the reader to keep or not."""
        del owner
        question = str(asked.get("question", ""))
        found = [
            {"name": "speaker", "value": name, "label": name}
            for name in speakers_in(question, self._chain.library)[:2]
        ]
        found += [
            {
                "name": "period",
                "since": period.since.isoformat() if period.since else "",
                "until": period.until.isoformat() if period.until else "",
                "label": period.words,
            }
            for period in periods(question)[:1]
        ]
        found += [
            {"name": "publisher", "value": name, "label": name}
            for name in self._chain.library.publishers()
            if len(name) > 2 and name.lower() in question.lower()
        ]
        return {"found": found}


def _holding(rows: list[ArticleRow], words: list[str], library: Library) -> list[ArticleRow]:
    """Return the articles with all the words in what is known of them, or in their text."""
    if not words:
        return rows
    expression = " AND ".join(phrase(word) for word in words)
    in_text = library.article_words(expression, len(rows))
    return [row for row in rows if row.article_id in in_text or _known_by(row, words)]


def timeline(chain: Chain, asked: Asked) -> tuple[str | None, Shown]:
    """Return the Timeline view: the plot as Plotly's JSON, None if it is empty, and the list."""
    try:
        about = _topic(asked)
        with chain.library.as_of_now() as library:
            filters = filters_of(asked)
            if not (about or filters.speaker):
                titles = (row.title or "" for row in library.articles())
                choice = timeline_view.choice(topics(titles))
                return None, {"timeline": choice, "plotted": False}
            found = points(library, about=about, filters=filters)
    except TradewireError as error:
        return None, {"timeline": "", "error": on_page(error)}
    plot = timeline_view.figure(found.shown, str(asked.get("theme")))
    return plot, {"timeline": timeline_view.listed(found, about), "plotted": plot is not None}


def _topic(asked: Asked) -> str | None:
    about = str(asked.get("about") or "").strip()[:200]
    return about if content_words(about) else None


def _known_by(row: ArticleRow, words: list[str]) -> bool:
    known = " ".join(filter(None, (row.title, row.publisher, row.author, row.article_id))).lower()
    return all(word in known for word in words)


def _mode(status: ChatStatus) -> str:
    """Say in a few words who answers."""
    if status.mode == "llm":
        return (
            "Local model ready"
            if status.model in {m.name for m in CATALOGUE}
            else "Language model ready"
        )
    return "Language model loading" if "Loading" in status.message else "Articles’ own words"
