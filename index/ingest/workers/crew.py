"""The seam: work done piece by piece, in order, by whoever is there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from index.errors import UsageError

Piece = TypeVar("Piece")
Result = TypeVar("Result")
# So many pieces for each worker are under way at most: one in its hands, one waiting for it.
AHEAD = 2


class Workers(Protocol):
    """Whoever does pieces of work; one contract runs over all (tests/contract/test_workers.py)."""

    def in_order(
        self, work: Callable[[Piece], Result], pieces: Iterable[Piece]
    ) -> Iterator[Result]:
        """Yield what each piece comes to, in order.

        Pieces are drawn as they are needed, a bounded number ahead of what is yielded; one whose
        worker dies is done again by another.

        Args:
            work: a function of a module, or a partial of one, so that it can be sent.
            pieces: drawn by this process.

        Raises:
            OperationError: a piece killed every worker that it was given to.
        """


class Here(Workers):
    """This process, one piece after the other."""

    def in_order(
        self, work: Callable[[Piece], Result], pieces: Iterable[Piece]
    ) -> Iterator[Result]:
        """Yield what each piece comes to, in order."""
        yield from map(work, pieces)


HERE = Here()


def windowed(begun: Iterable[Callable[[], Result]], ahead: int) -> Iterator[Result]:
    """Yield what begun pieces come to, in order; ``ahead`` of them are begun before it is asked.

    Args:
        begun: beginning a piece gives what waits for its result.
        ahead: so many are under way at once.
    """
    waiting: deque[Callable[[], Result]] = deque()
    for piece in begun:
        waiting.append(piece)
        if len(waiting) > ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def workers_named(name: str | None) -> AbstractContextManager[Workers]:
    """Return the workers that a command names, for as long as they are needed.

    Args:
        name: how many processes of this machine, ``ray://HOST:PORT`` of a cluster, or None.

    Raises:
        UsageError: it is neither.
        OperationError: the cluster cannot be reached, or its client is not installed.
    """
    if name is None:
        return nullcontext(HERE)
    if name.startswith("ray://"):
        from index.ingest.workers.cluster import Cluster

        return Cluster(name)
    if not re.fullmatch(r"[1-9]\d{0,2}", name):
        raise UsageError(f"--workers {name}: give a number of processes, or ray://HOST:10001.")
    from index.ingest.workers.processes import Processes

    return Processes(int(name))
