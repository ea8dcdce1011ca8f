"""The page with the API and the tools beside it, started."""

from __future__ import annotations

import threading

from rag.chain import AnswerChain
from rag.settings import Settings
from ui.history.history import History
from ui.metrics import LogOf, Metrics
from ui.page.conversation import WAIT_SECONDS, Talk
from ui.page.room import Room
from ui.server.access import Access, allow
from ui.server.server import Running, application


def serve(
    chain: AnswerChain,
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
    history = history or History(Settings(index=chain.library.folder).history_file)
    metrics = Metrics(chain.waiting, log)
    room = Room(Talk(chain, history, wait_seconds, metrics))
    # What the page shows first is worked out while Gradio loads, the rest once it is shown.
    threading.Thread(target=room.begin, daemon=True).start()
    server = Running(application(chain, room, access, metrics), access.host, port)
    threading.Thread(target=room.warm_up, daemon=True).start()
    return server, server.address
