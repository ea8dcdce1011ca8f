"""Host names to addresses that may be spoken to: public ones only, unless named as exceptions.

A page, a redirect or a name server can point anywhere, at a router's settings or a service of
this machine too. So names are looked up here, every address is checked, and the connection goes
to the checked address itself: looked up twice, a name can answer differently.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterable

from index.errors import FetchError

LOOKUP_SECONDS = 10.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked_addresses(host: str, port: int, private_hosts: frozenset[str]) -> list[str]:
    """Return the addresses of a host, each of which may be connected to.

    Args:
        host: a name or an address.
        port: looked up together with it.
        private_hosts: hosts that may lie on this machine or in the local network.

    Raises:
        FetchError: the name is unknown, or any of its addresses is not public.
    """
    found = _looked_up(host, port)
    if host.lower() not in private_hosts:
        for address in found:
            if not is_public(ipaddress.ip_address(address)):
                raise FetchError(
                    f"{host} leads to {address}, which is not on the public network, and is refused; "
                    "allow the host by name if it is yours"
                )
    return found


def is_public(address: IPAddress) -> bool:
    """Tell whether an address, and one that is wrapped in it, is of the public network."""
    wrapped = _wrapped(address)
    if wrapped is not None and not is_public(wrapped):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _wrapped(address: IPAddress) -> ipaddress.IPv4Address | None:
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
    thread.join(LOOKUP_SECONDS)
    found = list(dict.fromkeys(answers[0])) if answers else []
    if not found:
        raise FetchError(f"the host '{host}' is not known; check its spelling and the connection")
    return found
