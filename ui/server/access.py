"""Where the server is reached, and who is let in: values that the guard goes by."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from index.errors import UsageError
from ui.server.logins import Logins
from ui.server.users import User, UserFile, Users, checked_name, hashed

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in.

    Attributes:
        host: the address listened on.
        logins: checks names and passwords; None asks for none.
        proxies: peers whose X-Forwarded-User is believed; then nobody else is let in.
        users: gives the roles of those whom a proxy names.
        public: the address by which readers know the server, where that is another; see ``public_address``.
    """

    host: str
    logins: Logins | None = None
    proxies: tuple[Network, ...] = ()
    users: Users = dict
    public: SplitResult | None = None

    @property
    def local(self) -> bool:
        """Tell whether only this machine can reach the address listened on."""
        return is_loopback(self.host)

    @property
    def names(self) -> frozenset[str] | None:
        """Return the names that the server goes by; None where any will do."""
        if self.public is not None:
            return LOOPBACK_NAMES | {self.host, name_of(self.public.netloc)}
        return LOOPBACK_NAMES | {self.host} if self.local else None

    def trusts(self, peer: str) -> bool:
        """Tell whether a peer's address is that of a proxy to be believed."""
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.proxies)

    def named(self, name: str) -> User:
        """Return the user whom a proxy names: a reader, unless the file of users says more.

        Raises:
            UsageError: this cannot be a name.
        """
        return self.users().get(name) or User(name=checked_name(name))


def allow(
    host: str,
    auth: tuple[str, str] | None = None,
    *,
    auth_file: Path | None = None,
    proxies: Sequence[str] = (),
    public_url: str | None = None,
    open_to_network: bool = False,
) -> Access:
    """Return who is let in at an address.

    Args:
        host: the address listened on.
        auth: name and password of one editor.
        auth_file: users with their roles and passwords; with proxies only the roles count.
        proxies: addresses or networks of proxies that say who asks.
        public_url: the address by which readers know the server.
        open_to_network: let everyone in, unasked.

    Raises:
        UsageError: others could reach it without a login; a value is wrong.
        OperationError: the file of users cannot be read.
    """
    if auth and (auth_file or proxies):
        raise UsageError("--auth is for a single user; leave it out beside --auth-file or a proxy.")
    public = public_address(public_url) if public_url else None
    file = UserFile(auth_file) if auth_file else None
    users: Users = file.users if file else dict
    if auth:
        only = {auth[0]: User(name=auth[0], role="editor", hash=hashed(auth[1]))}
        users = only.copy
    users()  # A file that cannot be read is told now, not to the first reader.
    trusted = tuple(_network(proxy) for proxy in proxies)
    access = Access(
        host=host,
        logins=Logins(users) if (auth or file) and not trusted else None,
        proxies=trusted,
        users=users,
        public=public,
    )
    reached = access.local and (public is None or is_loopback(name_of(public.netloc)))
    if not (reached or access.logins or trusted or open_to_network):
        raise UsageError(
            f"At {public.geturl() if public else host} everyone on the network could read your articles; ask for a "
            "login with --auth USER:PASSWORD or --auth-file FILE, or add --open-to-network to "
            "let everyone in."
        )
    return access


def public_address(address: str) -> SplitResult:
    """Read the address by which readers know the server: its host in small letters, no slash at its end.

    Raises:
        UsageError: it is no such address.
    """
    try:
        parts = urlsplit(address.strip())
        fits = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
        _port = parts.port
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or "//" in parts.path:
        raise UsageError(
            f"--public-url {address[:80]} is no address like https://news.example/archive."
        )
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path.rstrip("/"))


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def name_of(host: str) -> str:
    """Return a Host header's name without its port; empty if it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _network(proxy: str) -> Network:
    try:
        return ipaddress.ip_network(proxy)
    except ValueError as error:
        raise UsageError(
            f"--trusted-proxy {proxy[:60]} is no address like 10.0.0.5 and no network like "
            "10.0.0.0/24."
        ) from error
