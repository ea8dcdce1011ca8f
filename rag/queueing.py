"""Taking turns at what only a few can use at a time: first come, first served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# How soon one who waits notices that he need not.
NOTICE_SECONDS = 0.2


class Turns:
    """A line before a number of places; safe to join from any thread."""

    def __init__(self, places: int = 1) -> None:
        self._places = places
        self._line: list[Place] = []
        self._moved = threading.Condition()

    @contextmanager
    def joined(self) -> Iterator[Place]:
        """Stand in the line, wait, have one's turn, and leave at the end, whatever happens."""
        place = Place(self)
        with self._moved:
            self._line.append(place)
            self._call()
        try:
            yield place
        finally:
            with self._moved:
                self._line.remove(place)
                self._call()
                self._moved.notify_all()

    def _call(self) -> None:
        """Wake those whose turn it is; waking all to look costs each of many a share of the time."""
        for place in self._line[: self._places]:
            place.turn.set()

    @property
    def waiting(self) -> int:
        """Return how many wait for their turn."""
        with self._moved:
            return max(0, len(self._line) - self._places)

    def ahead_of(self, place: Place) -> int:
        """Return how many must leave before it is somebody's turn; 0 means that it is."""
        with self._moved:
            return max(0, self._line.index(place) - self._places + 1)

    def _wait_while(self, place: Place, ahead: int) -> None:
        """Return when so many are no longer ahead of somebody, or after ``NOTICE_SECONDS``."""
        with self._moved:
            self._moved.wait_for(lambda: self.ahead_of(place) != ahead, NOTICE_SECONDS)


class Place:
    """Somebody's place in a line; ``turn`` is set when it is his."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.turn = threading.Event()

    def waits(self, stop: threading.Event) -> Iterator[int]:
        """Yield how many are ahead, each time that changes; end at one's turn, or at ``stop``."""
        told = 0
        while (ahead := self._turns.ahead_of(self)) and not stop.is_set():
            if ahead != told:
                yield ahead
                told = ahead
            self._turns._wait_while(self, ahead)

    def wait(self) -> None:
        """Return when it is one's turn."""
        self.turn.wait()
