"""What the page says to the server and hears from it: questions as lines of JSON, each as it comes.

The page speaks to these addresses itself, past Gradio: it then knows at once when the server is
gone, and whatever is asked of a new server is answered as if nothing had been.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, Protocol

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from ui.server.guard import owner_of

Told = dict[str, Any]


class Room(Protocol):
    """What answers the page."""

    def serve(self, asked: Mapping[str, Any], owner: str) -> Told:
        """Return what is there at once."""
        ...

    def ask(self, asked: Mapping[str, Any], owner: str, session: str) -> Iterator[Told]:
        """Yield a turn as it forms."""
        ...

    def bring(self, asked: Mapping[str, Any]) -> Iterator[Told]:
        """Yield what becomes of articles that are added."""
        ...

    def stop(self, session: str) -> None:
        """Stop what an open page has asked."""
        ...


def add_routes(app: FastAPI, room: Room) -> None:
    """Let the page ask of a room."""

    @app.post("/room", include_in_schema=False)
    async def serve(request: Request) -> JSONResponse:
        asked = await _body(request)
        return JSONResponse(await run_in_threadpool(room.serve, asked, owner_of(request)))

    @app.post("/ask", include_in_schema=False)
    async def ask(request: Request) -> StreamingResponse:
        asked, owner = await _body(request), owner_of(request)
        session = _session(asked, owner)
        return _streamed(room.ask(asked, owner, session), lambda: room.stop(session))

    @app.post("/stop", include_in_schema=False)
    async def stop(request: Request) -> JSONResponse:
        room.stop(_session(await _body(request), owner_of(request)))
        return JSONResponse({})

    @app.post("/bring", include_in_schema=False)
    async def bring(request: Request) -> StreamingResponse:
        return _streamed(room.bring(await _body(request)), lambda: None)


async def _body(request: Request) -> Mapping[str, Any]:
    try:
        asked = json.loads(await request.body())
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}


def _session(asked: Mapping[str, Any], owner: str) -> str:
    return f"{owner} {str(asked.get('session', ''))[:40]}"


def _streamed(told: Iterator[Told], gone: Callable[[], None]) -> StreamingResponse:
    return StreamingResponse(_lines(told, gone), media_type="application/x-ndjson")


async def _lines(told: Iterator[Told], gone: Callable[[], None]) -> AsyncIterator[str]:
    """Yield a line for each thing told; a reader who leaves stops the work, which then ends well."""
    ended = False
    try:
        async for one in iterate_in_threadpool(told):
            yield json.dumps(one) + "\n"
        ended = True
    finally:
        if not ended:
            gone()
            threading.Thread(target=deque, args=(told, 0), daemon=True).start()
