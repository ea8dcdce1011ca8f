"""The door of the server, one ASGI layer around page, API and tools alike.

It looks at Host (a foreign name made to point at this machine, DNS rebinding, does not get in), at Origin
(another site's page changes nothing), at who asks (by password, by proxy, else by a cookie that scripts
cannot read), and at the size of what is sent; each reply keeps the page's code and connections to this server.
"""

from __future__ import annotations

import base64
import math
import re
import secrets
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import TradewireError, UsageError
from ui import uploads
from ui.server.access import Access, name_of
from ui.server.logins import Logins
from ui.server.users import User
from ui.views.safe_html import several

COOKIE = "tradewire_reader"
# Lax: a link from elsewhere must find the reader again; what changes anything checks Origin.
_COOKIE_RULES = "HttpOnly; SameSite=Lax"
USER_HEADER = "X-Forwarded-User"
# What watches over the server asks these without a name; they tell nothing but that it lives.
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
ONLY_EDITORS = "Only editors add and remove articles here; ask one of them."
YEAR_SECONDS = 365 * 24 * 3600
MAX_BODY_BYTES = 1_000_000
PLOT_PATH = "/plot"
# Takes any file of any kind; ours come in by ``ui.uploads``.
_CLOSED = f"{PLOT_PATH}/gradio_api/upload"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_SELF = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "img-src 'self' data: blob:; frame-ancestors "
)
_POLICY = f"{_SELF}'none'"
# Gradio writes its settings and styles into its page and compiles its templates there.
_PLOT_POLICY = (
    f"{_SELF}'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-src 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PLOT_HEADERS = {"Content-Security-Policy": _PLOT_POLICY, "X-Frame-Options": "SAMEORIGIN"}


class Guard:
    """The layer; see the module."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        self._one = CapacityLimiter(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # Nothing here speaks over web sockets.
            await send({"type": "websocket.close", "code": 1008})
            return
        scope = self._below(scope)
        headers, cookie = Headers(scope=scope), ""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                framed = scope["path"].startswith(f"{PLOT_PATH}/")
                MutableHeaders(scope=message).update(
                    {**HEADERS, **_PLOT_HEADERS} if framed else HEADERS
                )
                if cookie:
                    MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        try:
            if scope["path"] not in OPEN_PATHS:
                self._check(scope, headers)
                user = await self._user(scope, headers)
                editor = user is None or user.role == "editor"
                if scope["path"] == uploads.PATH and not editor:
                    raise HTTPException(403, ONLY_EDITORS)
                # The user who logged in, else this browser.
                owner = user.name if user else _reader(headers)
                if owner is None:
                    owner = secrets.token_urlsafe(16)
                    if scope["path"] == "/":
                        cookie = self._cookie(owner)
                scope.setdefault("state", {}).update(owner=owner, editor=editor)
            await self._app(scope, _limited(receive, scope["path"], headers), send_guarded)
        except HTTPException as refused:
            reply = JSONResponse({"error": refused.detail}, refused.status_code, refused.headers)
            await reply(scope, receive, send_guarded)
        except TradewireError as error:
            # Where the file lies is for the operator, not for somebody at the door.
            print(f"tradewire: {error}", file=sys.stderr, flush=True)
            closed = JSONResponse({"error": "The users cannot be read; tell the operator."}, 503)
            await closed(scope, receive, send_guarded)

    def _below(self, scope: Scope) -> Scope:
        """Return the request as it reads below the public address."""
        public, path = self._access.public, scope["path"]
        if public is None or not public.path or not f"{path}/".startswith(f"{public.path}/"):
            return scope
        raw = scope.get("raw_path") or path.encode()
        cut = path[len(public.path) :]
        return {**scope, "path": cut or "/", "raw_path": raw[len(public.path) :] or b"/",
                "bare": not cut}  # fmt: skip

    def _check(self, scope: Scope, headers: Headers) -> None:
        host, public = headers.get("host", ""), self._access.public
        names = self._access.names
        if names is not None and name_of(host) not in names:
            known = public.geturl() if public else "127.0.0.1 or localhost"
            raise HTTPException(421, f"This server is not '{host}'; open it as {known}.")
        if scope["path"].startswith(_CLOSED):
            raise HTTPException(404, "Files are added on the page, under Articles.")
        if scope["method"] in _SAFE_METHODS:
            if public and scope.get("bare"):
                # The page's own addresses are relative: they need the slash.
                raise HTTPException(
                    308, f"It is at {public.geturl()}/.", {"Location": f"{public.geturl()}/"}
                )
            return
        origin = headers.get("origin")
        if origin is None or (public and origin.lower() == f"{public.scheme}://{public.netloc}"):
            return
        # Asked directly, past a proxy or where there is none: its own host, whatever the scheme.
        direct = public is None or host.lower() != public.netloc
        if not direct or urlsplit(origin).netloc.lower() != host.lower():
            raise HTTPException(
                403, f"Requests from the page of another site ({origin}) are refused."
            )

    async def _user(self, scope: Scope, headers: Headers) -> User | None:
        """Return who asks; None where nobody is asked for a name, and everyone may edit."""
        peer = (scope.get("client") or ("", 0))[0]
        if self._access.proxies:
            return self._from_proxy(peer, headers)
        if self._access.logins is None:
            return None
        return await self._logged_in(self._access.logins, peer, headers)

    def _from_proxy(self, peer: str, headers: Headers) -> User:
        """Return whom a trusted proxy names, once and plainly."""
        named = headers.getlist(USER_HEADER)
        if not self._access.trusts(peer) or len(named) != 1 or not named[0].strip():
            raise HTTPException(
                401, f"Nobody is named; sign in at the proxy, which sets {USER_HEADER}."
            )
        try:
            return self._access.named(named[0].strip())
        except UsageError as error:
            raise HTTPException(400, str(error)) from error

    async def _logged_in(self, logins: Logins, peer: str, headers: Headers) -> User:
        name, colon, password = _credentials(headers).partition(":")
        ask = {"WWW-Authenticate": 'Basic realm="tradewire", charset="UTF-8"'}
        if not colon:
            raise HTTPException(401, "A login is needed: your name and password here.", ask)
        if (user := logins.known(name, password)) is not None:
            return user
        if wait := logins.wait(name, peer):
            seconds = math.ceil(wait)
            raise HTTPException(
                429, f"Too many wrong passwords; try again in {several(seconds, 'second')}.",
                {"Retry-After": str(seconds)},
            )  # fmt: skip
        # One at a time: a flood of guesses takes neither the processor nor the readers' threads.
        user = await to_thread.run_sync(logins.check, name, password, peer, limiter=self._one)
        if user is None:
            raise HTTPException(401, "This name and password do not belong together.", ask)
        return user

    def _cookie(self, owner: str) -> str:
        public = self._access.public
        where = f"{public.path}/" if public else "/"
        secure = "; Secure" if public and public.scheme == "https" else ""
        rules = f"Max-Age={YEAR_SECONDS}; Path={where}; {_COOKIE_RULES}{secure}"
        return f"{COOKIE}={owner}; {rules}"


def _credentials(headers: Headers) -> str:
    """Return NAME:PASSWORD; empty if there is none."""
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except ValueError:
        return ""


def _reader(headers: Headers) -> str | None:
    """Return the browser's cookie, if it is one of ours by its looks."""
    for pair in headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and _TOKEN.fullmatch(value):
            return value
    return None


def _limited(receive: Receive, path: str, headers: Headers) -> Receive:
    """Count the body as it comes, whatever length it claims to have."""
    limit = uploads.MAX_BYTES if path == uploads.PATH else MAX_BODY_BYTES
    too_large = HTTPException(
        413, f"The request is larger than {limit:,} bytes; send less at a time."
    )
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise too_large
    seen = 0

    async def counted() -> Any:
        nonlocal seen
        part = await receive()
        seen += len(part.get("body", b""))
        if seen > limit:
            raise too_large
        return part

    return counted
