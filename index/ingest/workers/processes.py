"""Processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait

from index.errors import OperationError
from index.ingest.workers.crew import AHEAD, Piece, Result, Workers, windowed

_TRIES = 3


class Processes(Workers):
    """So many processes; one that dies is replaced, and its piece done again."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        """Start nothing yet: a run that finds nothing new needs nobody."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, each after the piece that it has in hand."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def in_order(
        self, work: Callable[[Piece], Result], pieces: Iterable[Piece]
    ) -> Iterator[Result]:
        """Yield what each piece comes to, in order; see ``Workers``."""
        begun = (partial(self._finished, self._submit(work, p), work, p) for p in pieces)
        return windowed(begun, AHEAD * self._count)

    def _submit(self, work: Callable[[Piece], Result], piece: Piece) -> Future[Result]:
        try:
            return self._running().submit(work, piece)
        except BrokenProcessPool:
            # One died since the last look; whatever was under way is done again when it is asked for.
            self._pool = None
            return self._running().submit(work, piece)

    def _finished(
        self, future: Future[Result], work: Callable[[Piece], Result], piece: Piece
    ) -> Result:
        for _ in range(_TRIES):
            try:
                return future.result()
            except BrokenProcessPool:
                future = self._submit(work, piece)
        raise OperationError(
            f"{_TRIES} workers died over the same articles; what was stored before stays. "
            "Run the same without --workers, which names the source that does it."
        )

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            threads = max(1, (os.cpu_count() or 1) // self._count)
            self._pool = ProcessPoolExecutor(
                self._count,
                # A fork would share open files and locks of threads.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(threads,),
            )
        return self._pool


def _begin(threads: int) -> None:
    """Share the cores out, leave Ctrl-C to the first process, and end when it has ended."""
    from threadpoolctl import threadpool_limits

    # For what is not loaded yet, and for what is.
    os.environ["OMP_NUM_THREADS"] = str(threads)
    threadpool_limits(threads)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
