"""Who logs in with a password: checked slowly once, then known; guessing becomes slow."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

from ui.server.users import User, Users, hashed, matches

# Three may be typing errors; each further failure doubles the wait, up to a minute.
FREE_TRIES, LONGEST_WAIT = 3, 60.0
_REMEMBERED = 10_000


class Logins:
    """Checks passwords; made for one thread at a time, which the guard sees to."""

    def __init__(self, users: Users, clock: Callable[[], float] = time.monotonic) -> None:
        self._users = users
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._known: dict[str, tuple[str, bytes]] = {}
        self._failed: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._nobody = hashed(secrets.token_hex())

    def known(self, name: str, password: str) -> User | None:
        """Return a user whose password was right before and is the same; at once.

        Args:
            name: as given.
            password: as given.
        """
        user = self._users().get(name)
        if user is None or user.hash is None or name not in self._known:
            return None
        kept, mark = self._known[name]
        fits = hmac.compare_digest(mark, self._mark(password)) and kept == user.hash
        return user if fits else None

    def wait(self, name: str, address: str) -> float:
        """Return the seconds until this address may try this name again; 0 if it may.

        Args:
            name: as given, known or not.
            address: of the machine that tries.
        """
        _failures, until = self._failed.get((name, address), (0, 0.0))
        return max(0.0, until - self._clock())

    def check(self, name: str, password: str, address: str) -> User | None:
        """Return the user with this name and password; None if there is none, or it is too soon.

        An unknown name takes as long as a wrong password: names cannot be found out by the time.

        Args:
            name: as given, known or not.
            password: as given.
            address: of the machine that tries.
        """
        if self.wait(name, address):
            return None
        user = self._users().get(name)
        kept = user.hash if user is not None and user.hash is not None else self._nobody
        if matches(password, kept) and user is not None and user.hash is not None:
            self._known[name] = (kept, self._mark(password))
            self._failed.pop((name, address), None)
            return user
        self._fail(name, address)
        return None

    def _fail(self, name: str, address: str) -> None:
        failures = self._failed.pop((name, address), (0, 0.0))[0] + 1
        over = failures - FREE_TRIES
        # 2 ** 6 is over a minute: no need to count on to numbers without end.
        wait = min(LONGEST_WAIT, 2.0 ** min(over, 6)) if over >= 0 else 0.0
        self._failed[name, address] = (failures, self._clock() + wait)
        while len(self._failed) > _REMEMBERED:
            self._failed.popitem(last=False)

    def _mark(self, password: str) -> bytes:
        return hmac.digest(self._key, password.encode(), hashlib.sha256)
