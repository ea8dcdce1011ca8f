"""One server for page, API and tools; it listens on this machine only, unless told otherwise."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from mcp.server.transport_security import TransportSecuritySettings
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from index.errors import OperationError, TradewireError, UsageError
from rag.chain import AnswerChain
from ui import uploads
from ui.metrics import Metrics
from ui.page.room import Room
from ui.server import wire
from ui.server.access import Access
from ui.server.api import build_api
from ui.server.guard import PLOT_PATH, Guard
from ui.server.tools import build_tools
from ui.services import Services

FIRST_PORT, LAST_PORT = 7860, 7960
START_SECONDS = 20.0


class Running:
    """A server that listens, in a thread of its own, at an ``address`` of this machine."""

    def __init__(self, app: ASGIApp, host: str, wanted: int | None) -> None:
        """Listen.

        Raises:
            UsageError: the port is taken, or none is free.
            OperationError: the server does not start.
        """
        listening = _listen(host, wanted)
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
        name = f"[{shown}]" if ":" in shown else shown
        self.address = f"http://{name}:{listening.getsockname()[1]}/"
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none",
            # A peer's address is the one that connects, whatever a header says: roles rest on it.
            proxy_headers=False,
            # A reader who is gone must not keep the server from ending.
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started and self._thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)
        if not self._server.started:
            self.close()
            raise OperationError(f"The server at {self.address} does not start; try again.")

    def close(self) -> None:
        """Stop listening, and wait for the end."""
        self._server.should_exit = True
        self._thread.join(timeout=5)


def application(
    chain: AnswerChain,
    room: Room | None,
    access: Access,
    metrics: Metrics | None = None,
) -> ASGIApp:
    """Return page, API and tools as one application behind its guard.

    Args:
        chain: who answers.
        room: what answers the page; None serves programs only.
        access: who is let in.
        metrics: counts the questions.

    Raises:
        UsageError: the public address is below a path that means something here.
    """
    metrics = metrics or Metrics()
    services = Services(chain, metrics)
    app = build_api(services, access.public.geturl() if access.public else None)
    _add_watching(app, chain, metrics)
    _mount_tools(app, services)
    # Answers to no other origin; Gradio then adds no such headers of its own either.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    if room is not None:
        wire.add_routes(app, room, chain.library.files)
        _mount_plot(app, room, access, chain.library.files / uploads.FOLDER)
    _check_path(app, access)
    return Guard(app, access)


def _add_watching(app: FastAPI, chain: AnswerChain, metrics: Metrics) -> None:
    """Add /healthz and /readyz, which need no login, and /metrics, which does where others do."""

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("alive\n")

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        # What is wrong is not told: whoever may know asks `tradewire doctor`.
        try:
            with chain.library.as_of_now() as library:
                ready, remark = library.chunk_count() > 0, library.remark()
        except TradewireError:
            ready, remark = False, None
        degraded = {"degraded": True} if remark else {}
        return JSONResponse({"ready": ready, **degraded}, 200 if ready else 503)

    @app.get("/metrics", include_in_schema=False)
    def counted() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)


def _check_path(app: FastAPI, access: Access) -> None:
    """Refuse a public path that begins like an address here: whether it was cut off is unclear."""
    if access.public is None or not access.public.path:
        return
    paths = [str(getattr(route, "path", "")) for route in app.routes]
    taken = {path.split("/")[1] for path in paths if path.startswith("/")}
    first = access.public.path.split("/")[1]
    if first in taken:
        raise UsageError(
            f"--public-url {access.public.geturl()}: /{first} means something here; take another path."
        )


def _mount_plot(app: FastAPI, room: Room, access: Access, files: Path) -> None:
    # Gradio takes seconds to load, and programs need none of it.
    from ui.page.plot import mount

    public = access.public.geturl() if access.public else ""
    mount(app, PLOT_PATH, room.plot, host=access.host, public=public, files=files)


def _mount_tools(app: FastAPI, services: Services) -> None:
    """Put the tools at /mcp; nothing of a call is kept, so any client may come at any time."""
    tools = build_tools(services)
    mounted = tools.streamable_http_app(
        streamable_http_path="/mcp", stateless_http=True, json_response=True,
        # The guard has looked at Host and Origin, and knows the public address.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )  # fmt: skip
    app.router.routes.extend(mounted.routes)
    inner = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(started: FastAPI) -> AsyncIterator[Any]:
        async with inner(started) as state, tools.session_manager.run():
            yield state

    app.router.lifespan_context = lifespan


def _listen(host: str, wanted: int | None) -> socket.socket:
    """Take a port: the wanted one, else the first free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in [wanted] if wanted else range(FIRST_PORT, LAST_PORT):
        taken = socket.socket(family)
        if os.name == "posix":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, port))
            taken.listen(128)
        except OSError as error:
            taken.close()
            if wanted:
                raise UsageError(
                    f"Cannot listen on {host}:{wanted} ({error.strerror}); name another "
                    "with --port, or leave it out."
                ) from error
            continue
        return taken
    raise UsageError(f"No port from {FIRST_PORT} to {LAST_PORT} is free; name one with --port.")
