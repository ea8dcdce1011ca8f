"""The Timeline as the page asks for it: topics to choose, or the points of one."""

from __future__ import annotations

from functools import lru_cache

from index.errors import TradewireError
from rag.types import Filters
from ui.page.conversation import Chain, filters_of
from ui.page.forming import Shown
from ui.page.list_requests import Asked, most_shown, topic
from ui.page.topics import topics
from ui.plain_errors import on_page
from ui.views import timeline as timeline_view
from ui.views.series import Points, points

REMEMBERED = 16


class Timeline:
    """The timelines of one chain; what was found is kept for another theme, plot or more rows."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._found = lru_cache(REMEMBERED)(self._points)

    def shown(self, asked: Asked) -> tuple[str | None, Shown]:
        """Return the plot as Plotly's JSON, None if it is empty, and the list."""
        library = self._chain.library
        try:
            library.refresh()
            about, filters = topic(asked), filters_of(asked)
            if not (about or filters.speaker):
                choice = timeline_view.choice(topics(r.title or "" for r in library.articles()))
                return None, {"timeline": choice, "plotted": False}
            found = self._found(about, filters, library.fingerprint)
        except TradewireError as error:
            return None, {"timeline": "", "error": on_page(error)}
        plot = timeline_view.figure(found.shown, str(asked.get("theme")))
        most = most_shown(asked, timeline_view.LISTED)
        return plot, {
            "timeline": timeline_view.listed(found, about, most),
            "plotted": plot is not None,
        }

    def _points(self, about: str | None, filters: Filters, _state: str) -> Points:
        with self._chain.library.as_of_now() as library:
            return points(library, about=about, filters=filters)
