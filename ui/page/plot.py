"""The frame in which Gradio draws the plot of a timeline; it comes when one is looked at."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import gradio as gr
from fastapi import FastAPI
from gradio.components.plot import PlotData
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.page.files import static

Draw = Callable[[Mapping[str, Any]], str | None]
"""Returns the plot that the page asks for as Plotly's JSON, None where there is none."""
# The system's own fonts: nothing is fetched from elsewhere.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif"]


def mount(app: FastAPI, path: str, draw: Draw, *, host: str, public: str, files: Path) -> None:
    """Put the frame into a server, without what Gradio offers beside it.

    Args:
        app: the server.
        path: where in it.
        draw: what draws.
        host: the address that it listens on.
        public: what stands before that path for readers behind a proxy; empty where nothing does.
        files: a folder for what Gradio keeps.
    """
    # Read when the components are made: nothing is reported home, and no table of all events is
    # worked out anew after each.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(sys.maxsize)
    os.environ["GRADIO_TEMP_DIR"] = str(files.absolute())

    def drawn(event: gr.EventData) -> PlotData | None:
        found = draw(event._data)
        return PlotData(type="plotly", plot=found) if found else None

    with gr.Blocks(title="Plot", analytics_enabled=False, fill_width=True) as blocks:
        asking = gr.HTML(value=None, js_on_load=static("plot.js"), apply_default_css=False)
        shown = gr.Plot(show_label=False, container=False)
        # Past Gradio's queue, whose stream ends with one event and may lose the next.
        asking.draw(
            drawn, outputs=shown, queue=False, trigger_mode="multiple", show_progress="hidden",
            api_visibility="private",
        )  # fmt: skip
    theme = gr.themes.Base(font=_FONTS, font_mono=["ui-monospace", "Consolas", "monospace"])
    gr.mount_gradio_app(
        app, blocks, path=path, server_name=host, root_path=f"{public}{path}", css=static("plot.css"), theme=theme,
        footer_links=[], run_history=False, ssr_mode=False, enable_monitoring=False, mcp_server=False,
        show_error=False, pwa=False,
    )  # fmt: skip
    mounted = cast(Mount, app.router.routes[-1])
    mounted.app = _cut(mounted.app, path)


def _cut(gradio_app: ASGIApp, path: str) -> ASGIApp:
    """Take the path off for Gradio, which with an address of its own no longer does so."""

    async def below(scope: Scope, receive: Receive, send: Send) -> None:
        await gradio_app({**scope, "path": scope["path"].removeprefix(path)}, receive, send)

    return below
