"""Serve the page: find a port, start, wait, end."""

from __future__ import annotations

import socket
import threading
import webbrowser
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.lines import MAX_BYTES

if TYPE_CHECKING:
    import gradio as gr

    from ui.history import History
    from ui.talk import Chain

FIRST_PORT, LAST_PORT = 7860, 7960


def launch(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    auth: tuple[str, str] | None = None,
) -> None:
    """Serve the page until Ctrl-C.

    Raises:
        UsageError: the port is taken, or none is free.
    """
    page, address = serve(chain, host=host, port=port, auth=auth)
    print(f"tradewire listens on {address} (Ctrl-C ends it).", flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\ntradewire: stopped.")
    finally:
        page.close(verbose=False)


def serve(
    chain: Chain,
    *,
    history: History | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: tuple[str, str] | None = None,
) -> tuple[gr.Blocks, str]:
    """Start serving and return at once, with the page and its address.

    Args:
        chain: what answers.
        history: where conversations are kept; beside the index when not given.
        host, port: where to listen; the first free port from 7860 when not given.
        auth: user and password to ask for.

    Raises:
        UsageError: the port is taken, or none is free.
    """
    from ui.page import build, static

    port = _free_port(host, port)
    page = build(chain, history or _history_of(chain))
    page.launch(
        server_name=host,
        server_port=port,
        auth=auth,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        inbrowser=False,
        ssr_mode=False,
        enable_monitoring=False,
        footer_links=[],
        css=static("room.css"),
        theme=_theme(),
        max_file_size=MAX_BYTES,
    )
    threading.Thread(target=_warm_up, args=(chain,), daemon=True).start()
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return page, f"http://{shown}:{port}/"


def _warm_up(chain: Chain) -> None:
    """Load the embedder while the page opens: the first question need not wait for it."""
    chain.library.embedder.query("What do the articles say?")


def _history_of(chain: Chain) -> History:
    from rag.settings import Settings
    from ui.history import History

    return History(Settings(index=chain.library.folder).history_file)


def _free_port(host: str, wanted: int | None) -> int:
    for port in [wanted] if wanted else range(FIRST_PORT, LAST_PORT):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if wanted:
                    raise UsageError(
                        f"Cannot listen on {host}:{wanted} ({error.strerror}); name another "
                        "with --port, or leave it out."
                    ) from error
                continue
            return port
    raise UsageError(f"No port from {FIRST_PORT} to {LAST_PORT} is free; name one with --port.")


def _theme() -> gr.themes.Base:
    """Return a plain theme with the system's own fonts: nothing is fetched from elsewhere."""
    import gradio as gr

    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif"]
    mono = ["ui-monospace", "Consolas", "monospace"]
    return gr.themes.Base(font=fonts, font_mono=mono)
