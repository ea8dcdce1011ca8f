"""Serve the page, with the API and the tools beside it: start, wait, end."""

from __future__ import annotations

import threading
import webbrowser
from typing import TYPE_CHECKING

from ui.page.conversation import WAIT_SECONDS, Chain
from ui.page.room import Room
from ui.server.access import Access, allow
from ui.server.metrics import LogOf, Metrics
from ui.server.server import Running, application

if TYPE_CHECKING:
    from ui.history.history import History


def launch(
    chain: Chain,
    *,
    access: Access,
    port: int | None = None,
    open_browser: bool = True,
    wait_seconds: float = WAIT_SECONDS,
    log: LogOf = "nothing",
) -> None:
    """Serve the page until Ctrl-C; see ``serve``.

    Args:
        chain: what answers.
        access: where to listen, and who is let in.
        port: the first free one from 7860 when not given.
        open_browser: whether the page opens by itself.
        wait_seconds: how long the page waits for the language model.
        log: what is written of each question to standard error.

    Raises:
        UsageError: the port is taken, or none is free.
    """
    server, address = serve(chain, access=access, port=port, wait_seconds=wait_seconds, log=log)
    known = f", known as {access.public}/" if access.public else ""
    print(f"tradewire listens on {address}{known} (Ctrl-C ends it).", flush=True)
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
    access: Access | None = None,
    port: int | None = None,
    wait_seconds: float = WAIT_SECONDS,
    log: LogOf = "nothing",
) -> tuple[Running, str]:
    """Start serving and return at once, with the server and its address.

    Args:
        chain: what answers.
        history: where conversations are kept; beside the index when not given.
        access: where to listen, and who is let in; this machine only when not given.
        port: the first free one from 7860 when not given.
        wait_seconds: how long the page waits for the language model.
        log: what is written of each question to standard error.

    Raises:
        UsageError: the port is taken, or none is free.
    """
    access = access or allow("127.0.0.1")
    metrics = Metrics(chain.waiting, log)
    room = Room(chain, history or _history_of(chain), wait_seconds, metrics)
    # What the page shows first is worked out while Gradio loads, the rest once it is shown.
    threading.Thread(target=room.begin, daemon=True).start()
    app = application(chain, room, access, metrics)
    server = Running(app, access.host, port)
    threading.Thread(target=room.warm_up, daemon=True).start()
    return server, server.address


def _history_of(chain: Chain) -> History:
    from rag.settings import Settings
    from ui.history.history import History

    return History(Settings(index=chain.library.folder).history_file)
