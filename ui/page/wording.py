"""A language model at work on an answer, in a thread of its own: nobody waits for its next word."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from index.errors import TradewireError
from rag.events import AnswerEvent


class Wording:
    """What the model does, event by event; it can be left at any moment."""

    def __init__(self, events: Callable[[threading.Event], Iterator[AnswerEvent]]) -> None:
        """Begin.

        Args:
            events: starts the work; the signal that it takes ends it at the model's next word.
        """
        self._halt = threading.Event()
        self._events: queue.SimpleQueue[AnswerEvent | TradewireError | None] = queue.SimpleQueue()
        threading.Thread(target=self._work, args=(events,), daemon=True).start()

    def _work(self, events: Callable[[threading.Event], Iterator[AnswerEvent]]) -> None:
        try:
            for event in events(self._halt):
                self._events.put(event)
        except TradewireError as error:
            self._events.put(error)
        finally:
            self._events.put(None)

    def within(self, seconds: float) -> Iterator[AnswerEvent | None]:
        """Yield each event, and None whenever so many seconds went by without one.

        Raises:
            TradewireError: the model failed.
        """
        while True:
            try:
                event = self._events.get(timeout=seconds)
            except queue.Empty:
                yield None
                continue
            if event is None:
                return
            if isinstance(event, TradewireError):
                raise event
            yield event

    def leave(self) -> None:
        """End the work; what it still brings forth is not looked at."""
        self._halt.set()
