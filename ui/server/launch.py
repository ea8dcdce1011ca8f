"""Serve the page, with the API and the tools beside it: start, wait, end."""

from __future__ import annotations

import threading
import webbrowser
from typing import TYPE_CHECKING

from ui.page.conversation import WAIT_SECONDS, Chain
from ui.page.room import Room
from ui.server.server import Running, allow, application

if TYPE_CHECKING:
    import gradio as gr

    from ui.history.history import History


def launch(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    auth: tuple[str, str] | None = None,
    open_to_network: bool = False,
    wait_seconds: float = WAIT_SECONDS,
) -> None:
    """Serve the page until Ctrl-C.

    Raises:
        UsageError: the port is taken, or none is free; others could come in without a login.
    """
    server, address = serve(
        chain, host=host, port=port, auth=auth, open_to_network=open_to_network,
        wait_seconds=wait_seconds,
    )  # fmt: skip
    print(f"tradewire listens on {address} (Ctrl-C ends it).", flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\ntradewire: stopped.")
    finally:
        server.close()


def serve(
    chain: Chain,
    *,
    history: History | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: tuple[str, str] | None = None,
    open_to_network: bool = False,
    wait_seconds: float = WAIT_SECONDS,
) -> tuple[Running, str]:
    """Start serving and return at once, with the server and its address.

    Args:
        chain: what answers.
        history: where conversations are kept; beside the index when not given.
        host, port: where to listen; the first free port from 7860 when not given.
        auth: user and password to ask for.
        open_to_network: let everyone in who reaches the host, unasked.
        wait_seconds: how long the page waits for the language model.

    Raises:
        UsageError: the port is taken, or none is free; others could come in without a login.
    """
    from ui.page.page import build, styles

    access = allow(host, auth, open_to_network=open_to_network)
    look = {"css": styles(), "theme": _theme()}
    room = Room(chain, history or _history_of(chain), wait_seconds)
    server = Running(application(chain, build(chain), access, look, room), host, port)
    threading.Thread(target=_warm_up, args=(chain,), daemon=True).start()
    return server, server.address


def _warm_up(chain: Chain) -> None:
    """Load the embedder while the page opens: the first question need not wait for it."""
    chain.library.embedder.query("What do the articles say?")


def _history_of(chain: Chain) -> History:
    from rag.settings import Settings
    from ui.history.history import History

    return History(Settings(index=chain.library.folder).history_file)


def _theme() -> gr.themes.Base:
    """Return a plain theme with the system's own fonts: nothing is fetched from elsewhere."""
    import gradio as gr

    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif"]
    mono = ["ui-monospace", "Consolas", "monospace"]
    return gr.themes.Base(font=fonts, font_mono=mono)
