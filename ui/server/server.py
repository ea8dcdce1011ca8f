"""One server for page, API and tools; it listens on this machine only, unless told otherwise."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from index.errors import OperationError, UsageError
from ui.page import wire
from ui.page.wire import Room
from ui.server import uploads
from ui.server.api import build_api
from ui.server.guard import Access, Guard
from ui.server.tools import build_tools
from ui.services import Chain, Services

if TYPE_CHECKING:
    import gradio as gr

FIRST_PORT, LAST_PORT = 7860, 7960
START_SECONDS = 20.0


class Running:
    """A server that listens, in a thread of its own.

    Attributes:
        address: where it is reached from this machine.
    """

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
            # A reader who is gone must not keep the server from ending.
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started and self._thread.is_alive():
            if time.monotonic() > deadline:
                break
            time.sleep(0.01)
        if not self._server.started:
            self.close()
            raise OperationError(f"The server at {self.address} does not start; try again.")

    def close(self) -> None:
        """Stop listening, and wait for the end."""
        self._server.should_exit = True
        self._thread.join(timeout=5)


def allow(host: str, auth: tuple[str, str] | None, *, open_to_network: bool = False) -> Access:
    """Return who is let in at an address.

    Raises:
        UsageError: others could reach it without a login.
    """
    access = Access(host=host, auth=auth)
    if not (access.local or auth or open_to_network):
        raise UsageError(
            f"At {host} everyone on the network could read your articles; ask for a login with "
            "--auth USER:PASSWORD, or add --open-to-network to let everyone in."
        )
    return access


def application(
    chain: Chain,
    page: gr.Blocks | None,
    access: Access,
    look: Mapping[str, Any] | None = None,
    room: Room | None = None,
) -> ASGIApp:
    """Return page, API and tools as one application behind its guard.

    Args:
        chain: who answers.
        page: the page at "/"; None serves programs only.
        access: who is let in.
        look: the page's theme, css and the like, as ``gradio.mount_gradio_app`` takes them.
        room: what answers the page.
    """
    services = Services(chain)
    app = build_api(services)
    _mount_tools(app, services, access.host)
    # Answers to no other origin; Gradio then adds no such headers of its own either.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    if room is not None:
        wire.add_routes(app, room)
    if page is not None:
        import gradio

        uploads.add_route(app, chain.library.files)

        gradio.mount_gradio_app(
            app, page, path="/", server_name=access.host, footer_links=[], run_history=False,
            max_file_size=uploads.MAX_BYTES, ssr_mode=False, enable_monitoring=False,
            mcp_server=False, show_error=False, pwa=False, **(look or {}),
        )  # fmt: skip
    return Guard(app, access)


def _mount_tools(app: FastAPI, services: Services, host: str) -> None:
    """Put the tools at /mcp; nothing of a call is kept, so any client may come at any time."""
    tools = build_tools(services)
    mounted = tools.streamable_http_app(
        streamable_http_path="/mcp", stateless_http=True, json_response=True, host=host
    )
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
