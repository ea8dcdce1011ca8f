"""Look again and again for what is new."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from index.errors import OperationError, UsageError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_PERIOD = re.compile(r"(\d{1,6})\s?([smhd])")


def seconds_of(period: str) -> float:
    """Return the seconds of a period such as ``30s``, ``10m``, ``2h`` or ``1d``.

    Raises:
        UsageError: it is none, or is nothing.
    """
    found = _PERIOD.fullmatch(period.strip().lower())
    if not found or not int(found[1]):
        raise UsageError(f"--every {period}: write a number with s, m, h or d, such as 10m.")
    return float(int(found[1]) * _UNITS[found[2]])


def watch(
    look: Callable[[], object],
    every: float,
    *,
    wait: Callable[[float], None] = time.sleep,
    complain: Callable[[str], None],
) -> None:
    """Look, wait, and look again, until interrupted; a round that fails is told and gone on from.

    Args:
        look: does one round; stopped at any point it leaves nothing half done.
        every: seconds between the end of a round and the next.
        wait: waits so many seconds.
        complain: told why a round failed.
    """
    while True:
        try:
            look()
        except OperationError as error:
            complain(str(error))
        wait(every)
