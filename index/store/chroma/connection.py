"""Chroma's REST API, version 2, as far as an index needs it.

Chroma's own client waits without end for a server that has stopped answering, so it is spoken to
directly: a reader's question goes on without it after seconds.
"""

from __future__ import annotations

import time
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx

from index.errors import OperationError, said
from index.store.embedded.vectors import VectorsUnfit
from index.store.place import VectorServer

_ROOM = "/api/v2/tenants/default_tenant/databases/default_database/collections"
SECONDS_READING, SECONDS_WRITING = 2.0, 60.0
# So long a server that did not answer is not asked again by readers, and one that did is believed.
REMEMBERED = 10.0
_KEPT_OUT = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class VectorsAway(VectorsUnfit):
    """The server of the vectors does not answer, or lets nobody in."""


class Chroma:
    """One server; safe to use from several threads."""

    def __init__(self, server: VectorServer) -> None:
        self.server = server
        headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
        self._client = httpx.Client(base_url=server.url.rstrip("/"), headers=headers)
        self._away: str | None = None
        self._asked = float("-inf")

    def away(self) -> str | None:
        """Return what keeps the server from answering, None if nothing does."""
        if time.monotonic() - self._asked > REMEMBERED:
            try:
                self._ask("GET", "/api/v2/heartbeat", None, SECONDS_READING)
            except OperationError as error:
                return str(error)
        return self._away

    def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, quickly: bool = False
    ) -> Any:
        """Ask for something in one of the collections, or change it.

        Args:
            method: of HTTP.
            path: below the collections.
            body: sent as JSON, None for nothing.
            quickly: or not at all, where it did not answer a moment ago.

        Raises:
            VectorsAway: it does not answer.
            VectorsUnfit: it says no.
        """
        if not quickly:
            return self._ask(method, _ROOM + path, body, SECONDS_WRITING)
        if self._away is not None and time.monotonic() - self._asked < REMEMBERED:
            raise VectorsAway(self._away)
        return self._ask(method, _ROOM + path, body, SECONDS_READING)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None, seconds: float) -> Any:
        try:
            reply = self._client.request(method, path, json=body, timeout=seconds)
            known = reply.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._is_away(said(error)) from error
        if reply.status_code in _KEPT_OUT:
            raise self._is_away(f"{reply.status_code}, set TRADEWIRE_VECTORS_TOKEN")
        if reply.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise self._is_away(f"it answers {reply.status_code}")
        self._away, self._asked = None, time.monotonic()
        if reply.is_error:
            raise VectorsUnfit(
                f"The vectors at {self.server} are not this index's ({reply.status_code}); "
                "run `tradewire doctor --repair`."
            )
        return known

    def _is_away(self, why: str) -> VectorsAway:
        self._away = (
            f"Cannot reach the vectors at {self.server}: {why}; start that server, or unset "
            "TRADEWIRE_VECTORS to keep them in the folder."
        )
        self._asked = time.monotonic()
        return VectorsAway(self._away)


@cache
def connection(server: VectorServer) -> Chroma:
    """Return this process's connection to a server."""
    return Chroma(server)
