"""The machines of a Ray cluster, each with this version of tradewire and the weights."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from index.cleaning.version import code_hash
from index.errors import OperationError, said
from index.ingest.workers.crew import AHEAD, Piece, Result, Workers, windowed

_WORK = ("ingest.plan", "ingest.write")


class Cluster(Workers):
    """The cores of a cluster; Ray gives a piece whose worker dies to another.

    Args:
        address: ``ray://HOST:PORT`` of its client server.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        try:
            import ray
        except ModuleNotFoundError as error:
            raise OperationError(
                f"--workers {address}: {error.name} is not installed; run "
                "`pip install 'tradewire[cluster]'`, or give a number of processes."
            ) from error
        self._ray: Any = ray

    def __enter__(self) -> Cluster:
        """Join the cluster.

        Raises:
            OperationError: it cannot be reached, or does other work than this process would.
        """
        try:
            with warnings.catch_warnings(action="ignore"):
                self._ray.init(self._address, log_to_driver=False, logging_level="ERROR")
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise OperationError(
                f"Cannot reach {self._address}: {said(error)}; check the address, and that the "
                "cluster runs the same Ray and Python."
            ) from error
        try:
            (theirs,) = self.in_order(_version, [None])
            if theirs != _version(None):
                raise OperationError(
                    f"The workers at {self._address} have another version of tradewire; "
                    "install this one there."
                )
        except OperationError:
            self._ray.shutdown()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster."""
        self._ray.shutdown()

    def in_order(
        self, work: Callable[[Piece], Result], pieces: Iterable[Piece]
    ) -> Iterator[Result]:
        """Yield what each piece comes to, in order; see ``Workers``."""
        task, sent = self._ray.remote(_done), self._ray.put(work)
        cores = int(self._ray.cluster_resources().get("CPU", 1))
        begun = (partial(self._finished, task.remote(sent, piece)) for piece in pieces)
        return windowed(begun, AHEAD * max(1, cores))

    def _finished(self, reference: Any) -> Any:
        errors = self._ray.exceptions
        try:
            return self._ray.get(reference)
        except errors.RayTaskError as error:
            # What the work itself raised is raised here as it was there.
            raise error.cause from error
        except (errors.RayError, ConnectionError) as error:
            raise OperationError(
                f"The workers at {self._address} did not do it: {said(error)}; what was stored "
                "before stays. Run the same again."
            ) from error


def _done(work: Callable[[Piece], Result], piece: Piece) -> Result:
    return work(piece)


def _version(_: object) -> str:
    return code_hash(*_WORK)
