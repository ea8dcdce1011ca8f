"""HTTP over connections that go to public addresses, unless named as exceptions, and end by a deadline.

A page, a redirect or a name server can point anywhere, at a router's settings or a service of
this machine too. So names are looked up here, every address is checked, and the connection goes
to the checked address itself: looked up twice, a name can answer differently.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from index.errors import FetchError

_STEP_SECONDS = 10.0
_LOOKUP_SECONDS = 10.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CheckedTransport(httpx.HTTPTransport):
    """Sends requests to addresses that are checked at the moment of connecting.

    httpx's own time-outs are for each read: a server that sends a byte now and then would hold
    it for ever. Here every read and write ends by the deadline.

    Args:
        private_hosts: hosts that may lie on this machine or in the local network.
        seconds: from now until everything must be done.
    """

    def __init__(self, private_hosts: frozenset[str], seconds: float) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        backend = _CheckedBackend(private_hosts, time.monotonic() + seconds)
        # httpx takes no backend for the pool that it makes.
        self._pool = httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=backend)


class _CheckedBackend(httpcore.SyncBackend):
    def __init__(self, private_hosts: frozenset[str], deadline: float) -> None:
        self._private_hosts = private_hosts
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers."""
        failure: Exception = FetchError(f"{host} does not answer")
        for address in _checked_addresses(host, port, self._private_hosts):
            try:
                stream = super().connect_tcp(
                    address, port, _left(self._deadline), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _checked_addresses(host: str, port: int, private_hosts: frozenset[str]) -> list[str]:
    """Return the addresses of a host, all of them public unless the host is named as an exception."""
    found = _looked_up(host, port)
    if host.lower() not in private_hosts:
        for address in found:
            if not is_public(ipaddress.ip_address(address)):
                raise FetchError(
                    f"{host} leads to {address}, which is not on the public network, and is refused; "
                    "allow the host by name if it is yours"
                )
    return found


def is_public(address: _Address) -> bool:
    """Tell whether an address, and one that is wrapped in it, is of the public network."""
    wrapped = _wrapped(address)
    if wrapped is not None and not is_public(wrapped):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _wrapped(address: _Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if any."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _looked_up(host: str, port: int) -> list[str]:
    """Look a name up within a time limit; the system's own may be minutes."""
    answers: list[Iterable[str]] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            rows = []
        answers.append(str(row[4][0]).partition("%")[0] for row in rows)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(_LOOKUP_SECONDS)
    found = list(dict.fromkeys(answers[0])) if answers else []
    if not found:
        raise FetchError(f"the host '{host}' is not known; check its spelling and the connection")
    return found


def _left(deadline: float) -> float:
    """Return how long the next step may take."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return min(left, _STEP_SECONDS)


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()
