"""Everything that one open page may ask of the server, behind one door; lists and conversations have desks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Any

from index.errors import TradewireError, UsageError
from index.models.weights import CATALOGUE
from index.text.names import is_person_name
from index.text.time_expressions import periods
from rag.modes import ChatStatus
from rag.question.speakers import speakers_in
from rag.statements.quotations import quoted
from ui.history.kept import answer_from
from ui.page.adding import add
from ui.page.conversation import Talk
from ui.page.forming import Shown
from ui.page.history_requests import HistoryDesk
from ui.page.list_requests import ListDesk
from ui.page.suggestions import Suggestions
from ui.plain_errors import on_page
from ui.views import archive as archive_view
from ui.views import reader as reader_view
from ui.views.safe_html import place_of, several

Asked = Mapping[str, Any]
OFFERED = 400
_NOBODY_SECONDS = 5.0


class Room:
    """One method for each thing that the page may ask for."""

    def __init__(self, talk: Talk) -> None:
        self._chain = chain = talk.chain
        self._history = talk.history
        self._suggestions = Suggestions(chain)
        self._lists = ListDesk(chain, self._suggestions.topics)
        self.plot, self.ask, self.stop = self._lists.plot, talk.ask, talk.stops.stop
        self._shown = threading.Event()
        self._glance = lru_cache(1)(self._at_a_glance)
        # Once per state of the index: every open page asks again and again.
        self._count = lru_cache(1)(lambda _state: len(chain.library.articles()))
        self._may: dict[str, Callable[[Asked], Shown]] = {
            "status": self._status,
            "welcome": self._welcome,
            "examples": self._examples,
            "archive": self._archive,
            "article": self._article,
            "choices": self._choices,
            "found": self._found,
            **self._lists.may,
        }
        self._owner_may: dict[str, Callable[[Asked, str], Shown]] = {
            "next": self._next,
            **HistoryDesk(talk).may,
        }

    def begin(self) -> None:
        """Work out ahead what every page shows first."""
        # Whatever fails ahead of a reader fails again, and is told, when one asks for it.
        with suppress(TradewireError):
            self._glance(self._chain.library.fingerprint)
            self._suggestions.at_once()

    def warm_up(self) -> None:
        """Load what the first question needs, then work out what the views show first.

        An index that opens its vectors answers nobody meanwhile: that waits until the first page is
        shown, or until nobody has come for a while.
        """
        self._shown.wait(_NOBODY_SECONDS)
        with suppress(TradewireError):
            self._chain.library.embedder.query("What do the articles say?")
            self._suggestions.first()
            self._lists.warm_up()

    def serve(self, asked: Asked, owner: str) -> Shown:
        """Return what was asked for, or ``{"error": …}``: what goes wrong is said, not raised.

        Args:
            asked: what the page sent; "do" names what it wants.
            owner: whose conversations are meant.
        """
        try:
            what = str(asked.get("do"))
            if what in self._may:
                return self._may[what](asked)
            if what in self._owner_may:
                return self._owner_may[what](asked, owner)
            raise UsageError(f"The page cannot ask for '{what}'; load it anew.")
        except TradewireError as error:
            return {"error": on_page(error)}

    def bring(self, asked: Asked) -> Iterator[Shown]:
        """Yield what becomes of articles that are added."""
        for shown in add(self._chain.library, asked):
            if shown["done"] and shown["added"]:
                shown["questions"] = self._suggestions.about(shown["added"])
            yield shown

    # -- articles ---------------------------------------------------------------

    def _status(self, _asked: Asked) -> Shown:
        self._chain.library.refresh()
        status = self._chain.status()
        count = self._count(self._chain.library.fingerprint)
        return {
            "articles": several(count, "article") if count else "No articles yet",
            "stock": self._chain.library.fingerprint,
            "mode": _mode(status) if count else "",
            "words": status.mode == "llm",
            "message": status.model or status.message,
        }

    def _welcome(self, _asked: Asked) -> Shown:
        """Return what may be asked at first, as far as it is known at once, or that there is nothing."""
        self._chain.library.refresh()
        if not self._count(self._chain.library.fingerprint):
            return {"examples": [], "empty": True}
        return {"examples": self._suggestions.at_once(), "empty": False}

    def _examples(self, _asked: Asked) -> Shown:
        """Return all of what may be asked at first, each question tried; a page that is shown asks this."""
        self._shown.set()
        return {"examples": self._suggestions.first()}

    def _archive(self, _asked: Asked) -> Shown:
        """Return what lies in the reader before an article is open."""
        self._chain.library.refresh()
        head, html = self._glance(self._chain.library.fingerprint)
        return {"head": head, "html": html}

    def _at_a_glance(self, _state: str) -> tuple[str, str]:
        library = self._chain.library
        people = (name for name, _count in library.speakers() if is_person_name(name))
        counts = quoted(library, islice(people, 2 * archive_view.QUOTED))
        rows = library.articles()
        listed = archive_view.archive(rows, sorted(counts.items(), key=lambda c: -c[1]))
        return archive_view.head(rows), listed

    def _article(self, asked: Asked) -> Shown:
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

    def _choices(self, _asked: Asked) -> Shown:
        """Return the names that a filter may have."""
        library = self._chain.library
        speakers = [name for name, _count in library.speakers()[:OFFERED]]
        return {"speakers": speakers, "publishers": list(library.publishers()[:OFFERED])}

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

    def _found(self, asked: Asked) -> Shown:
        """Return the filters that a question itself names, for the reader to keep or not."""
        question = str(asked.get("question", ""))
        found = [
            {"name": "speaker", "value": name, "label": name}
            for name in speakers_in(question, self._chain.library)[:2]
        ]
        found += [
            {
                "name": "period",
                "since": str(period.since or ""),
                "until": str(period.until or ""),
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


def _mode(status: ChatStatus) -> str:
    """Say in a few words who answers."""
    if status.mode == "llm":
        local = status.model in {m.name for m in CATALOGUE}
        return "Local model ready" if local else "Language model ready"
    return "Language model loading" if "Loading" in status.message else "No language model"
