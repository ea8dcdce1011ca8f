"""Where an index is kept, told by its address: a folder, or a database on a server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import platformdirs

from index.errors import UsageError

# Of two letters at least: one is a drive. A path has lost the second slash already.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):/", re.IGNORECASE)
_POSTGRES = re.compile(r"postgres(?:ql)?://")
_UNNAMED = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Server:
    """A database that holds an index.

    Attributes:
        url: ``postgresql://USER:PASSWORD@HOST:PORT/NAME``, as libpq reads it; never shown.
        replica: of the copy that readers ask, None where they ask the same.
    """

    url: str = field(repr=False)
    replica: str | None = field(default=None, repr=False)

    @property
    def for_readers(self) -> Server:
        """Return the server that readers ask."""
        return self if self.replica is None else Server(self.replica)

    def __str__(self) -> str:
        """Return the address without the password."""
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        asked = [(key, value) for key, value in parse_qsl(parts.query) if key != "password"]
        shown = f"{user.partition(':')[0]}{at}{host}"
        return urlunsplit(parts._replace(netloc=shown, query=urlencode(asked, safe="/")))


@dataclass(frozen=True, slots=True)
class VectorServer:
    """A Chroma server.

    Attributes:
        url: ``http(s)://HOST:PORT``, with the path that a proxy puts before it; never shown whole.
        token: what a proxy in front of it asks for, sent as a bearer's.
    """

    url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """Return the address without user and password."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=""))


@dataclass(frozen=True, slots=True)
class Split:
    """An index folder whose vectors a server holds."""

    folder: Path
    vectors: VectorServer

    def __str__(self) -> str:
        """Return the folder."""
        return str(self.folder)


Place = Path | Server | Split


def with_vectors(place: Place, url: str, token: str | None = None) -> Place:
    """Return the place with its vectors on a Chroma server.

    Args:
        place: of the index.
        url: ``http(s)://HOST:PORT`` of the server.
        token: what a proxy in front of it asks for.

    Raises:
        UsageError: the address is none, or the place is a server, which has its own vectors.
    """
    server = VectorServer(url, token)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(
            f"TRADEWIRE_VECTORS={server}: no address of a Chroma server; write http://HOST:8000."
        )
    if isinstance(place, Server):
        raise UsageError(
            f"TRADEWIRE_VECTORS={server}: {place} keeps its vectors itself; unset it, or name a "
            "folder with --index."
        )
    return Split(place.folder if isinstance(place, Split) else place, server)


def with_replica(place: Place, url: str) -> Place:
    """Return the place with its readers at a copy of it.

    Args:
        place: of the index.
        url: ``postgresql://USER@HOST/NAME`` of the copy.

    Raises:
        UsageError: the address is none, or the place is a folder, which has no copies.
    """
    if not _POSTGRES.match(url):
        raise UsageError(
            "TRADEWIRE_READ_FROM is no address of a copy; write postgresql://USER@HOST/NAME."
        )
    if not isinstance(place, Server):
        raise UsageError(
            f"TRADEWIRE_READ_FROM={Server(url)} is for an index on a server, {place} is a folder; "
            "unset it, or name a server with --index."
        )
    return replace(place, replica=url)


def place_of(address: str | Place) -> Place:
    """Return the place that an address names.

    Args:
        address: a folder, ``~`` for the user's own, or ``postgresql://USER@HOST/NAME``.

    Raises:
        UsageError: it is the address of something that no store here knows.
    """
    if isinstance(address, Server | Split):
        return address
    if isinstance(address, str) and _POSTGRES.match(address):
        return Server(address)
    scheme = _SCHEME.match(str(address))
    if scheme:
        raise UsageError(
            f"No store is known for '{scheme[1]}://' addresses; an index is a folder or "
            "postgresql://USER@HOST/NAME: name one with --index or TRADEWIRE_INDEX."
        )
    return Path(address).expanduser()


def folder_of(place: Place) -> Path:
    """Return the folder for what belongs to an index and is kept in files: aliases, uploads.

    A server's is one of this machine's user, named after the address.
    """
    if isinstance(place, Path):
        return place
    if isinstance(place, Split):
        return place.folder
    name = _UNNAMED.sub("-", str(place).partition("://")[2]).strip("-")
    return platformdirs.user_data_path("tradewire") / "servers" / name
