"""Stop signals: one per browser session."""

from __future__ import annotations

import threading


class Stops:
    """One stop signal per browser session; a new question makes a new one."""

    def __init__(self) -> None:
        self._signals: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def fresh(self, session: str) -> threading.Event:
        """Stop what still runs in this session and return the signal of the next question."""
        with self._lock:
            self._set(session)
            self._signals[session] = threading.Event()
            return self._signals[session]

    def stop(self, session: str) -> None:
        """Stop what runs in this session; what it has said so far stays."""
        with self._lock:
            self._set(session)

    def forget(self, session: str) -> None:
        """Stop what runs in this session, and disown it."""
        with self._lock:
            self._set(session)
            self._signals.pop(session, None)

    def owns(self, session: str, signal: threading.Event) -> bool:
        """Tell whether the question of this signal is still the session's own."""
        with self._lock:
            return self._signals.get(session) is signal

    def _set(self, session: str) -> None:
        if session in self._signals:
            self._signals[session].set()
