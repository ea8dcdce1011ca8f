"""The page as Gradio serves it: one component that holds the room, one for the plot.

Gradio carries questions and answers, uploads and plots; what the page looks like, and what moves
in it, is in ``static``. The room's ``value`` is what the server says to it, its server function
is what it may ask, its events are what takes time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import resources
from typing import Any

import gradio as gr
from gradio.components.plot import PlotData

from ui import uploads
from ui.adding import add
from ui.desk import Desk, timeline
from ui.guard import owner_of
from ui.history import History
from ui.talk import Chain, Shown, Talk

SCRIPTS = ("room.js", "reader.js", "ask.js", "views.js", "conversations.js")
AT_ONCE = 4


def static(name: str) -> str:
    """Return a file of the page."""
    return resources.files("ui.static").joinpath(name).read_text(encoding="utf-8")


def build(chain: Chain, history: History) -> gr.Blocks:
    """Return the page for a chain; what is asked is kept in the history."""
    # Read when the components are made: nothing is reported home, no table of all events is
    # worked out anew after each, and Gradio's own files lie with the index.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(sys.maxsize)
    os.environ["GRADIO_TEMP_DIR"] = str((chain.library.folder / uploads.FOLDER).absolute())
    talk = Talk(chain, history)
    desk = Desk(chain, history, talk)

    def room(asked: dict[str, Any], request: gr.Request) -> Shown:
        return desk.serve(asked, owner_of(request))

    def ask(event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        yield from talk.ask(event._data, owner_of(request), _session(request))

    def broken() -> Shown:
        return {"broken": "This question failed for a reason of its own; please ask it again."}

    def stop(request: gr.Request) -> None:
        talk.stops.stop(_session(request))

    def gone(request: gr.Request) -> None:
        talk.stops.forget(_session(request))

    def take_in(event: gr.EventData) -> Iterator[Shown]:
        yield from add(chain.library, event._data)

    def chart(event: gr.EventData) -> tuple[PlotData | None, Shown]:
        plot, shown = timeline(chain, event._data)
        return (PlotData(type="plotly", plot=plot) if plot else None), shown

    with gr.Blocks(title="tradewire", analytics_enabled=False, fill_width=True) as blocks:
        here = gr.HTML(
            value=None,
            elem_id="room",
            html_template=static("room.html"),
            js_on_load="\n".join(static(name) for name in SCRIPTS),
            apply_default_css=False,
            server_functions=[room],
        )
        plot = gr.Plot(elem_id="plot", show_label=False, container=False)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        long: dict[str, Any] = {**quiet, "trigger_mode": "multiple", "concurrency_limit": AT_ONCE}
        asking = here.ask(ask, outputs=[here], **long)
        asking.failure(broken, outputs=[here], **quiet)
        here.bring(take_in, outputs=[here], **long)
        here.chart(chart, outputs=[plot, here], **{**long, "trigger_mode": "always_last"})
        here.stop(stop, queue=False, **quiet)
        blocks.unload(gone)
    page: gr.Blocks = blocks
    return page


def _session(request: gr.Request) -> str:
    return str(request.session_hash)
