"""What the failure of a provider's client means: one line with the way out, whoever made it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelConnectionError,
    ModelTimeoutError,
)

from index.errors import ContextOverflow, ModelError, said

T = TypeVar("T")
# A reader waits for a busy server so long, not longer.
PATIENCE_SECONDS = 10.0
_BUSY = frozenset({429, 503})
_TOO_LONG = frozenset({400, 413, 422, 500})


def patiently(ask: Callable[[], T]) -> T:
    """Ask; a server that is busy and says for how long is asked once more, after that time."""
    try:
        return ask()
    # Every client has a tree of its own; what asks for no patience goes on as it is.
    except Exception as error:
        seconds = wanted_wait(error)
        if seconds is None or seconds > PATIENCE_SECONDS:
            raise
        time.sleep(seconds)
    return ask()


def wanted_wait(error: Exception) -> float | None:
    """Return the seconds that a busy server asks to wait (Retry-After); None if it says none."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    given = headers.get("retry-after", "")
    return _seconds(given) if status(error) in _BUSY else None


def _seconds(given: str) -> float | None:
    """Read a time to wait: seconds, or the date of its end (RFC 9110, 10.2.3)."""
    if given.isdecimal():
        return float(given)
    try:
        end = parsedate_to_datetime(given)
    except ValueError:
        return None
    left = end.replace(tzinfo=end.tzinfo or UTC).timestamp() - time.time()
    return float(max(0, math.ceil(left)))


def status(error: Exception) -> int | None:
    """Return the HTTP status that a failure carries."""
    code = getattr(error, "status_code", None)
    return code if isinstance(code, int) else None


def is_overflow(error: Exception) -> bool:
    """Tell whether the prompt was longer than the model's context.

    Servers say so in words of their own, all of which name the context.
    """
    if isinstance(error, ContextOverflowError):
        return True
    return status(error) in _TOO_LONG and "context" in str(error).lower()


def told(error: Exception, name: str, stall_seconds: float) -> ModelError:
    """Return a failure of the model behind an address as ours.

    Args:
        error: as the client of the model raised it.
        name: the model's.
        stall_seconds: after how much silence it was given up.
    """
    if is_overflow(error):
        return ContextOverflow(
            f"The prompt is longer than the context of the language model {name}; "
            "serve it with more, or lower TRADEWIRE_EVIDENCE_TOKENS or TRADEWIRE_MAX_TOKENS."
        )
    what, way_out = _what(error, stall_seconds)
    return ModelError(f"The language model {name} {what}; {way_out}.")


def _what(error: Exception, stall_seconds: float) -> tuple[str, str]:
    """Return what went wrong and what helps."""
    code = status(error)
    if isinstance(error, (ModelTimeoutError, httpx.TimeoutException)):
        return f"was silent for {stall_seconds:g} seconds", (
            "ask again, or allow it more in TRADEWIRE_STALL_SECONDS"
        )
    if isinstance(error, (ModelConnectionError, httpx.TransportError)):
        return "is not reached", "check TRADEWIRE_BASE_URL, and that the server runs"
    if code in {401, 403}:
        return f"refuses the key ({code})", "correct TRADEWIRE_API_KEY"
    if code == 404:
        return f"is not there (404: {said(error)})", (
            "set TRADEWIRE_MODEL to a name that the server lists; `tradewire doctor` shows them"
        )
    if code in _BUSY:
        seconds = wanted_wait(error)
        wait = "" if seconds is None else f" and asks to wait {seconds:g} seconds"
        return f"is busy ({code}){wait}", "ask again later"
    if code is not None and code >= 500:
        return f"failed at its server ({code}: {said(error)})", "look at the server's log"
    return f"failed ({type(error).__name__}: {said(error)})", (
        "check TRADEWIRE_BASE_URL, the model's name and the key"
    )
