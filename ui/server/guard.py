"""The door of the server: who may ask, from where, how much, and what goes out with each reply.

One ASGI layer around page, API and tools alike:

- on loopback, a Host header that is none of ours is refused: a foreign name that was made to
  point at this machine (DNS rebinding) does not get in;
- what changes anything may not come from another site's page (Origin);
- with a login, nothing is told without it (HTTP Basic);
- a body above the limit is refused, however it is sent;
- every browser is told apart by a cookie of its own, which scripts cannot read;
- every reply carries headers that keep the page's code and connections to this server.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import uploads

COOKIE = "tradewire_reader"
# Lax: a link from elsewhere must find the reader again; what changes anything checks Origin.
_COOKIE_RULES = "Path=/; HttpOnly; SameSite=Lax"
YEAR_SECONDS = 365 * 24 * 3600
MAX_BODY_BYTES = 1_000_000
# Takes any file of any kind; ours come in by ``ui.server.uploads``.
_CLOSED = "/gradio_api/upload"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}

# Gradio writes its settings and styles into the page and compiles its templates there.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in.

    Attributes:
        host: the address listened on.
        auth: user and password; None asks for none.
    """

    host: str
    auth: tuple[str, str] | None = None

    @property
    def local(self) -> bool:
        """Tell whether only this machine can reach the address."""
        return is_loopback(self.host)


class _Refused(Exception):
    """A request that goes no further."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.reply = JSONResponse({"error": message}, status, dict(headers or {}))


class Guard:
    """The layer; see the module."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # Nothing here speaks over web sockets.
            await send({"type": "websocket.close", "code": 1008})
            return
        headers, cookie = Headers(scope=scope), ""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
                if cookie:
                    MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        try:
            self._check(scope, headers)
            owner = self._user(headers) or _reader(headers)
            if owner is None:
                owner = secrets.token_urlsafe(16)
                if scope["path"] == "/":
                    cookie = f"{COOKIE}={owner}; Max-Age={YEAR_SECONDS}; {_COOKIE_RULES}"
            scope.setdefault("state", {})["owner"] = owner
            await self._app(scope, _limited(receive, _limit(scope), headers), send_guarded)
        except _Refused as refused:
            await refused.reply(scope, receive, send_guarded)

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.get("host", "")
        if self._access.local and _name(host) not in {*_LOOPBACK_NAMES, self._access.host}:
            raise _Refused(421, f"This server is not '{host}'; open it as 127.0.0.1 or localhost.")
        if scope["path"].startswith(_CLOSED):
            raise _Refused(404, "Files are added on the page, under Articles.")
        if scope["method"] in _SAFE_METHODS:
            return
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise _Refused(403, f"Requests from the page of another site ({origin}) are refused.")

    def _user(self, headers: Headers) -> str | None:
        """Return who logged in; None where no login is asked for."""
        if self._access.auth is None:
            return None
        given, wanted = _credentials(headers), ":".join(self._access.auth)
        if not secrets.compare_digest(given, wanted.encode()):
            ask = {"WWW-Authenticate": 'Basic realm="tradewire", charset="UTF-8"'}
            raise _Refused(401, "A login is needed: the user and password of --auth.", ask)
        return self._access.auth[0]


def owner_of(request: Any) -> str:
    """Return who asks, for the history: the user who logged in, else this browser.

    Args:
        request: of FastAPI or of Gradio, which wraps one.
    """
    return str(request.state.owner)


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    """Return a Host header's name without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _credentials(headers: Headers) -> bytes:
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _reader(headers: Headers) -> str | None:
    """Return the browser's cookie, if it is one of ours by its looks."""
    for pair in headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and _TOKEN.fullmatch(value):
            return value
    return None


def _limit(scope: Scope) -> int:
    return uploads.MAX_BYTES if scope["path"] == uploads.PATH else MAX_BODY_BYTES


def _limited(receive: Receive, limit: int, headers: Headers) -> Receive:
    """Count the body as it comes, whatever length it claims to have."""
    too_large = HTTPException(
        413, f"The request is larger than {limit:,} bytes; send less at a time."
    )
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise _Refused(413, too_large.detail)
    seen = 0

    async def counted() -> Any:
        nonlocal seen
        part = await receive()
        seen += len(part.get("body", b""))
        if seen > limit:
            raise too_large
        return part

    return counted
