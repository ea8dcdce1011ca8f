"""The page as Gradio serves it: one component that holds the room, one for the plot.

Gradio serves the page and draws the plot; what the page looks like, and what moves in it, is in
``static``. What the page asks and is told goes by ``ui.server.wire``.
"""

from __future__ import annotations

import os
import sys
from importlib import resources

import gradio as gr
from gradio.components.plot import PlotData

from ui import uploads
from ui.page.conversation import Chain
from ui.page.forming import Shown
from ui.page.timeline import Timeline

SCRIPTS = (
    "room.js", "address.js", "reader.js", "ask.js", "filters.js", "views.js", "adding.js",
    "conversations.js", "begin.js",
)  # fmt: skip
STYLES = ("tokens.css", "icons.css", "room.css", "turns.css", "views.css", "above.css", "print.css")


def static(name: str) -> str:
    """Return a file of the page."""
    return resources.files("ui.page.static").joinpath(name).read_text(encoding="utf-8")


def styles() -> str:
    """Return how the page looks."""
    return "\n".join(static(name) for name in STYLES)


def build(chain: Chain) -> gr.Blocks:
    """Return the page for a chain."""
    # Read when the components are made: nothing is reported home, no table of all events is
    # worked out anew after each, and Gradio's own files lie with the index.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(sys.maxsize)
    os.environ["GRADIO_TEMP_DIR"] = str((chain.library.files / uploads.FOLDER).absolute())

    timeline = Timeline(chain)

    def chart(event: gr.EventData) -> tuple[PlotData | None, Shown]:
        plot, shown = timeline.shown(event._data)
        shown["wish"] = event._data.get("wish")
        return (PlotData(type="plotly", plot=plot) if plot else None), shown

    with gr.Blocks(title="tradewire", analytics_enabled=False, fill_width=True) as blocks:
        here = gr.HTML(
            value=None,
            elem_id="room",
            html_template=static("room.html"),
            js_on_load="\n".join(static(name) for name in SCRIPTS),
            apply_default_css=False,
        )
        plot = gr.Plot(elem_id="plot", show_label=False, container=False)
        # Past Gradio's queue, whose stream ends with one event and may lose the next.
        here.chart(
            chart, outputs=[plot, here], queue=False, trigger_mode="multiple",
            show_progress="hidden", api_visibility="private",
        )  # fmt: skip
    page: gr.Blocks = blocks
    return page
