"""Users and what they may do: a file with a line each, ``NAME:ROLE:HASH``.

Passwords are kept as scrypt hashes. A line without a hash gives a role to somebody whom the proxy
has let in already.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from index.errors import OperationError, UsageError
from index.replacing import replacing

Role = Literal["reader", "editor"]
SHORTEST_PASSWORD, LONGEST_NAME = 8, 100
# OWASP's setting for 16 MB; a right password is remembered, so that a reader waits for it once.
_COST, _BLOCKS, _LANES = 2**14, 8, 5
_HASH = re.compile(r"scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w+/=]+)\$([\w+/=]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may come in; an editor, who also adds and removes articles, or a reader.

    Without the hash of a password only a proxy can name them.
    """

    name: str
    role: Role = "reader"
    hash: str | None = field(default=None, repr=False)


Users = Callable[[], Mapping[str, User]]


def hashed(password: str) -> str:
    """Return a password as it is kept; never twice the same."""
    salt = secrets.token_bytes(16)
    key = _derived(password, salt, _COST, _BLOCKS, _LANES)
    kept = (base64.b64encode(part).decode() for part in (salt, key))
    return "$".join(["scrypt", str(_COST), str(_BLOCKS), str(_LANES), *kept])


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was hashed; takes its time.

    Args:
        password: as given.
        kept: as from ``hashed``; whatever else it is matches nothing.
    """
    parts = _HASH.fullmatch(kept)
    if parts is None:
        return False
    cost, blocks, lanes = (int(part) for part in parts.groups()[:3])
    salt, key = (base64.b64decode(part) for part in parts.groups()[3:])
    return secrets.compare_digest(_derived(password, salt, cost, blocks, lanes), key)


def _derived(password: str, salt: bytes, cost: int, blocks: int, lanes: int) -> bytes:
    # Twice what scrypt works in, and something for the lanes.
    room = 256 * cost * blocks + 2**20
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=blocks, p=lanes, maxmem=room, dklen=32
    )


def checked_name(name: str) -> str:
    """Return a user's name.

    Raises:
        UsageError: it cannot be one.
    """
    fine = name.isprintable() and name == name.strip() and 0 < len(name) <= LONGEST_NAME
    if not fine or ":" in name or name.startswith("#"):
        raise UsageError(f"'{name[:40]}' cannot be a user's name; take a short one without ':'.")
    return name


class UserFile:
    """The file of users; read anew whenever it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int], Mapping[str, User]] | None = None

    def users(self) -> Mapping[str, User]:
        """Return {name: user}.

        Raises:
            OperationError: the file cannot be read.
            UsageError: a line is none of a user.
        """
        try:
            stat = self.path.stat()
            state = (stat.st_mtime_ns, stat.st_size)
            if self._read is None or self._read[0] != state:
                lines = self.path.read_text(encoding="utf-8").splitlines()
                self._read = state, self._parsed(lines)
        except (OSError, UnicodeDecodeError) as error:
            raise OperationError(
                f"The users in {self.path} cannot be read ({error}); make the file with "
                f"`tradewire users add NAME --auth-file {self.path}`."
            ) from error
        return self._read[1]

    def put(self, user: User) -> None:
        """Add a user, or change one; raises as ``users`` does."""
        there = self.users() if self.path.exists() else {}
        self._write({**there, checked_name(user.name): user})

    def drop(self, name: str) -> None:
        """Remove a user.

        Raises:
            UsageError: there is none of that name.
        """
        there = dict(self.users())
        if there.pop(name, None) is None:
            raise UsageError(f"There is no user '{name}' in {self.path}; `users list` names them.")
        self._write(there)

    def _parsed(self, lines: list[str]) -> Mapping[str, User]:
        users = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, role, kept, *more = [*line.strip().split(":"), "", ""][:4]
            if role not in get_args(Role) or any(more) or (kept and not _HASH.fullmatch(kept)):
                raise UsageError(
                    f"{self.path}, line {number}, is not NAME:reader or NAME:editor with a hash "
                    "behind it; write it with `tradewire users add`."
                )
            known: Role = "editor" if role == "editor" else "reader"
            users[name] = User(name=name, role=known, hash=kept or None)
        return users

    def _write(self, users: Mapping[str, User]) -> None:
        lines = [":".join(filter(None, (u.name, u.role, u.hash))) + "\n" for u in users.values()]
        with replacing(self.path, "the users in", "check the folder") as coming:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # For the server's own eyes: hashes can be tried out at leisure.
            with os.fdopen(os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as f:
                f.writelines(lines)
