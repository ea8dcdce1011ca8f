"""Everything that one open page may ask of the server, behind one door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from index.errors import TradewireError
from ui.history.history import History
from ui.page.adding import add
from ui.page.conversation import WAIT_SECONDS, Chain, Talk
from ui.page.forming import Shown
from ui.page.requests import Desk
from ui.page.suggestions import Suggestions
from ui.services import Watch


class Room:
    """The desk, the talk and the shelf of one chain; see ``ui.server.wire.Room``."""

    def __init__(
        self,
        chain: Chain,
        history: History,
        wait_seconds: float = WAIT_SECONDS,
        watch: Watch | None = None,
    ) -> None:
        self._chain = chain
        self._suggestions = Suggestions(chain)
        talk = Talk(chain, history, wait_seconds, watch)
        self._desk = Desk(chain, history, talk, self._suggestions)
        self.serve, self.plot = self._desk.serve, self._desk.plot
        self.ask, self.stop = talk.ask, talk.stops.stop

    def begin(self) -> None:
        """Work out ahead what every page shows first."""
        # Whatever fails ahead of a reader fails again, and is told, when one asks for it.
        with suppress(TradewireError):
            self._desk.begin()

    def warm_up(self) -> None:
        """Load ahead what the first question and the views need."""
        with suppress(TradewireError):
            self._desk.warm_up()

    def bring(self, asked: Mapping[str, Any]) -> Iterator[Shown]:
        """Yield what becomes of articles that are added."""
        for shown in add(self._chain.library, asked):
            if shown["done"] and shown["added"]:
                shown["questions"] = self._suggestions.about(shown["added"])
            yield shown
