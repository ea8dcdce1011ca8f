"""An index held open at one state of it, whatever others write, until it is refreshed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from index.errors import TradewireError
from index.models.embedder import Embedder
from index.snapshot import State
from index.store.place import Place, folder_of, store_at


class Opened:
    """An open index, at one state of it until it is refreshed; safe to use from several threads.

    A state that costs others, as one on a server does, is let go of between questions: what is then
    asked outside of one is asked of the latest state.

    Attributes:
        folder: where it is kept, which may be a server.
        embedder: of the model that it was made with.
    """

    def __init__(self, state: State, lock: threading.RLock) -> None:
        self.folder = state.folder
        self.embedder = state.embedder
        self._held = state
        # One for all who read in this process: a state has one connection.
        self._lock = lock

    @classmethod
    def open(cls, place: Place, embedder: Embedder) -> Self:
        """Open the index at ``place``.

        Args:
            place: a folder, or a server.
            embedder: must be the model it was made with.

        Raises:
            EmptyIndex: nothing is indexed there.
            NotAnIndex, IndexMismatch: it is not one, or was made with another model.
        """
        return cls(State.of_now(place, embedder), threading.RLock())

    @classmethod
    def open_or_make(cls, place: Place, embedder: Embedder) -> Self:
        """Open the index at ``place``, made if there is none: articles may come while it is open.

        Args:
            place: a folder, or a server.
            embedder: must be the model it was made with, or is the one it will be.

        Raises:
            NotAnIndex, IndexMismatch: it is not one, or was made with another model.
            IndexBusy: it has to be made, and somebody else is at it.
        """
        store = store_at(place)
        with store.peek(place) as catalog:
            missing = catalog is None
        if missing:
            with store.write(place, embedder):
                pass
        return cls(State.of_now(place, embedder, even_empty=True), threading.RLock())

    @property
    def _state(self) -> State:
        """Return the state that is read; one that has rested may have been overtaken."""
        if self._held.index.rested:
            self.refresh()
        return self._held

    @property
    def files(self) -> Path:
        """Return the folder for what belongs to the index and is kept in files."""
        return folder_of(self.folder)

    @property
    def fingerprint(self) -> str:
        """Name the embedding model and the state of the index."""
        return f"{self.embedder.fingerprint}#{self._state.generation}"

    def refresh(self) -> None:
        """See what others have written since.

        Until then everything is read from one state, whatever is written meanwhile. A state of
        another embedding model, or one without articles, is for who opens the index anew.
        """
        with self._lock:
            if self._held.index.is_latest():
                return
            try:
                fresh = self._held.following()
            except TradewireError:
                return
            self._held.let_go()
            self._held = fresh

    @contextmanager
    def as_of_now(self) -> Iterator[Self]:
        """Refresh, and yield an index that stays at that state to the end of the block.

        Who asks several things that have to fit together, as a question does, asks them of it:
        another question's refresh does not reach it.
        """
        with self._lock:
            self.refresh()
            still = type(self)(self._held.shared(), self._lock)
        try:
            yield still
        finally:
            still.close()
            with self._lock:
                self._held.rest()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._held.let_go()
