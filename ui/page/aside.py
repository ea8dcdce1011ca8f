"""Work in a thread of its own: nobody waits for its next word longer than he wants to."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from index.errors import TradewireError

T = TypeVar("T")


def aside(work: Callable[[Callable[[T], None]], object], seconds: float) -> Iterator[T | None]:
    """Yield each thing that work hands out, and None whenever so many seconds went by without one.

    Whoever stops listening does not stop the work.

    Args:
        work: takes what it hands things to.
        seconds: how long to wait for the next.

    Raises:
        TradewireError: the work ended with it.
    """
    things: queue.SimpleQueue[tuple[T] | TradewireError | None] = queue.SimpleQueue()

    def working() -> None:
        try:
            work(lambda thing: things.put((thing,)))
        except TradewireError as error:
            things.put(error)
        finally:
            things.put(None)

    threading.Thread(target=working, daemon=True).start()
    while True:
        try:
            found = things.get(timeout=seconds)
        except queue.Empty:
            yield None
            continue
        if found is None:
            return
        if isinstance(found, TradewireError):
            raise found
        yield found[0]
