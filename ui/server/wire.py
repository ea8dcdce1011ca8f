"""What the page says to the server and hears from it: questions as lines of JSON, each as it comes.

The page speaks to these addresses itself: it then knows at once when the server is gone, and
whatever is asked of a new server is answered as if nothing had been.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.routing import Route

from ui import uploads
from ui.page.adding import refused
from ui.page.aside import aside
from ui.page.files import files
from ui.page.forming import Shown
from ui.page.room import Room
from ui.server.guard import ONLY_EDITORS

# What of the page's wishes changes the archive, beside uploads and what is brought.
_EDITS = frozenset({"remove"})
# Proxies that collect a reply before they pass it on are told not to.
# A page that hears nothing for some seconds takes the server for dead, so it hears an empty line.
_QUIET_SECONDS = 1.0
_FOR_GOOD = "private, max-age=31536000, immutable"
_AS_IT_COMES = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}


def add_routes(app: FastAPI, room: Room, index: Path) -> None:
    """Let the page ask of a room, and send files, one a request, its name in the address.

    Args:
        app: that serves.
        room: what answers the page.
        index: the folder that keeps the files.
    """
    for path, (media_type, text) in files().items():
        kept = {"Cache-Control": "no-cache" if path == "/" else _FOR_GOOD}
        reply = Response(text, media_type=media_type, headers=kept)
        app.router.routes.append(Route(path, reply, methods=["GET"]))

    @app.post("/room", include_in_schema=False)
    async def serve(request: Request) -> JSONResponse:
        asked, edits = await _body(request), request.state.editor
        if asked.get("do") in _EDITS and not edits:
            return JSONResponse({"error": ONLY_EDITORS})
        told = await run_in_threadpool(room.serve, asked, request.state.owner)
        return JSONResponse({**told, "editor": edits} if asked.get("do") == "status" else told)

    @app.post("/ask", include_in_schema=False)
    async def ask(request: Request) -> StreamingResponse:
        asked, owner = await _body(request), request.state.owner
        session = _session(asked, owner)
        return _streamed(room.ask(asked, owner, session), lambda: room.stop(session))

    @app.post("/stop", include_in_schema=False)
    async def stop(request: Request) -> JSONResponse:
        room.stop(_session(await _body(request), request.state.owner))
        return JSONResponse({})

    @app.post("/bring", include_in_schema=False)
    async def bring(request: Request) -> StreamingResponse:
        asked = await _body(request)
        told = room.bring(asked) if request.state.editor else iter([refused(ONLY_EDITORS)])
        return _streamed(told, lambda: None)

    @app.post(uploads.PATH, include_in_schema=False)
    async def upload(request: Request, name: str) -> JSONResponse:
        return JSONResponse({"file": await uploads.keep(index, name, request.stream())})


async def _body(request: Request) -> Mapping[str, Any]:
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}


def _session(asked: Mapping[str, Any], owner: str) -> str:
    return f"{owner} {str(asked.get('session', ''))[:40]}"


def _streamed(told: Iterator[Shown], gone: Callable[[], None]) -> StreamingResponse:
    return StreamingResponse(
        _lines(told, gone), media_type="application/x-ndjson", headers=_AS_IT_COMES
    )


async def _lines(told: Iterator[Shown], gone: Callable[[], None]) -> AsyncIterator[str]:
    """Yield a line for each thing told; a reader who leaves stops the work, which then ends well."""

    def tell(put: Callable[[Shown], None]) -> None:
        for one in told:
            put(one)

    ended = False
    try:
        async for one in iterate_in_threadpool(aside(tell, _QUIET_SECONDS)):
            yield f"{json.dumps(one) if one else ''}\n"
        ended = True
    finally:
        if not ended:
            gone()
