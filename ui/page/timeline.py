"""The Timeline as the page asks for it: topics to choose, or the points of one, listed and as a plot."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from index.errors import TradewireError
from rag.chain import AnswerChain
from rag.types import Filters
from ui.page.conversation import filters_of
from ui.page.forming import Shown
from ui.page.list_requests import Asked, most_shown, topic
from ui.views import timeline as timeline_view
from ui.views.series import Points, dated, points

REMEMBERED = 16


class Timeline:
    """The timelines of one chain; what was found is kept for the plot, another theme or more rows."""

    def __init__(self, chain: AnswerChain, topics: Callable[[], list[str]]) -> None:
        self._chain, self._topics = chain, topics
        self._found = lru_cache(REMEMBERED)(self._points)

    def listed(self, asked: Asked) -> Shown:
        """Return the list, and whether there is something to plot."""
        found = self._wanted(asked)
        if found is None:
            named = [topic.removeprefix("the ") for topic in self._topics()]
            return {"html": timeline_view.choice(named), "plotted": False}
        most = most_shown(asked, timeline_view.LISTED)
        html = timeline_view.listed(found, topic(asked), most)
        return {"html": html, "plotted": bool(dated(found.shown))}

    def plot(self, asked: Asked) -> str | None:
        """Return the plot as Plotly's JSON; None where there is none, which the list explains."""
        try:
            found = self._wanted(asked)
        except TradewireError:
            return None
        return timeline_view.figure(found.shown, str(asked.get("theme"))) if found else None

    def _wanted(self, asked: Asked) -> Points | None:
        """Return the points; None where neither a topic nor a person is named."""
        library = self._chain.library
        library.refresh()
        about, filters = topic(asked), filters_of(asked)
        if not (about or filters.speaker):
            return None
        return self._found(about, filters, library.fingerprint)

    def _points(self, about: str | None, filters: Filters, _state: str) -> Points:
        with self._chain.library.as_of_now() as library:
            return points(library, about=about, filters=filters)
