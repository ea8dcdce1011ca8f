"""What an index is, wherever it is kept: opened, read, and written in one switch.

One contract runs over every store (tests/contract/test_stores.py). Words are asked for by an
expression: phrases in double quotes, joined by AND or OR, in brackets where both occur; ``phrase``
in ``index.store.full_text`` writes one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, Self, TypeVar

import numpy as np

from index.errors import EmptyIndex, IndexMismatch, OperationError
from index.models.embedder import Embedder, Vectors
from index.store.catalog import Prepared, Records
from index.store.place import Place, Server
from index.store.scope import EVERYTHING, Scope, is_narrow

At = TypeVar("At", bound=Place)


class KeptAt(ABC, Generic[At]):
    """An open index, at its own kind of place; the class methods open one.

    Attributes:
        place: where.
        catalog: what it holds.
    """

    def __init__(self, place: At, catalog: Records) -> None:
        self.place = place
        self.catalog = catalog

    @classmethod
    @contextmanager
    def write(cls, place: At, embedder: Embedder) -> Iterator[Self]:
        """Open for writing; make the index if there is none, and what is searched if unfit.

        Args:
            place: of the store's own kind.
            embedder: what its vectors are made with.

        Raises:
            IndexBusy: somebody else is at it, who must be alone.
            IndexMismatch: made with another embedding model.
        """
        with cls._writing(place, alone=False) as index:
            index._check(embedder)
            if index.catalog.meta("embedder") is None:
                with index.catalog.transaction():
                    index.catalog.set_meta("embedder", embedder.fingerprint)
            yield index
            index.catalog.join_words()

    @classmethod
    def write_as_it_is(cls, place: At) -> AbstractContextManager[Self]:
        """Open for writing, alone, whatever the embedding model."""
        return cls._writing(place, alone=True)

    @classmethod
    @abstractmethod
    def _writing(cls, place: At, *, alone: bool) -> AbstractContextManager[Self]:
        """Open for writing, alone where the store bears several writers."""

    @classmethod
    def read(cls, place: At, embedder: Embedder) -> Self:
        """Open for reading the state of now.

        Args:
            place: of the store's own kind.
            embedder: must be the model it was made with.

        Raises:
            EmptyIndex: there is nothing to read.
            IndexMismatch: made with another embedding model, or by another version.
        """
        index = cls.look(place)
        try:
            index._check(embedder)
        except OperationError:
            index.close()
            raise
        return index

    @classmethod
    def look(cls, place: At) -> Self:
        """Open for reading, whatever the embedding model.

        Raises:
            EmptyIndex: there is nothing to read.
        """
        index = cls._there(place)
        if index is None:
            raise nothing_at(place)
        return index

    @classmethod
    @contextmanager
    def peek(cls, place: At) -> Iterator[Records | None]:
        """Open for reading without making anything; None if there is none."""
        index = cls._there(place)
        try:
            yield None if index is None else index.catalog
        finally:
            if index is not None:
                index.close()

    @classmethod
    @abstractmethod
    def _there(cls, place: At) -> Self | None:
        """Open for reading, whatever the embedding model; None where nothing is indexed."""

    def _check(self, embedder: Embedder) -> None:
        """Refuse an embedding model that is not the index's."""
        made_with = self.catalog.meta("embedder")
        if made_with not in {None, embedder.fingerprint}:
            raise IndexMismatch(
                f"The index {self.place} was made with the embedding model {made_with}, not "
                f"{embedder.fingerprint}; run `tradewire index --reembed` to bring it to the new "
                "one, or set TRADEWIRE_EMBEDDER back."
            )

    def again(self, embedder: Embedder) -> Self:
        """Open the latest state in the place of this one, which is closed all the same."""
        return self.read(self.place, embedder)

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is, or was, being read."""
        return self.catalog.is_latest()

    @abstractmethod
    def remark(self) -> str | None:
        """Return what a reader should know of what is searched now, None if nothing."""

    def rest(self) -> None:
        """Hear that nobody reads for now: what the state costs others may be let go of."""

    @property
    def rested(self) -> bool:
        """Tell whether the state was let go of since it was last asked for."""
        return False

    def close(self) -> None:
        """Let go of everything."""
        self.catalog.close()

    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity) of the state being read, best first.

        Where a scope is narrow, and where the quick way gives up, every vector of the scope is
        looked at, which is exact.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look.
        """
        found = None if is_narrow(scope, self.catalog.database) else self._near(query, k, scope)
        return self.catalog.passages.nearest(query, k, scope) if found is None else found

    @abstractmethod
    def _near(self, query: Vectors, k: int, scope: Scope) -> list[tuple[str, float]] | None:
        """Return about the nearest, quickly; None where too few are found so, or none can be."""

    def switch(self, fresh: Sequence[Prepared] = ()) -> AbstractContextManager[None]:
        """Make what is put and removed inside happen in one switch; these are what will be put."""
        ids = [chunk.chunk_id for p in fresh for chunk in p.chunks]
        wholes = [e.whole for p in fresh for e in p.embedded]
        return self._switch(ids, np.stack(wholes) if wholes else np.zeros((0, 0), np.float32))

    @abstractmethod
    def _switch(self, chunk_ids: Sequence[str], rows: Vectors) -> AbstractContextManager[None]:
        """Switch with the vectors of chunks that come; the first ever set the dimensions."""

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy, inside ``switch``."""
        self.catalog.remove(article_id)

    def sweep(self) -> None:
        """Clear away what earlier writers left behind."""

    @abstractmethod
    def reembedding(self, fingerprint: str) -> AbstractContextManager[None]:
        """Make what is replaced inside the vectors of another embedding model, in one switch."""

    @abstractmethod
    def vector_ids(self) -> set[str] | None:
        """Return the ids of all vectors that are searched; None if they cannot be looked at here.

        Raises:
            VectorsUnfit: not now, or not before they are made anew.
        """

    @abstractmethod
    def make_anew(self) -> None:
        """Make what is searched anew from what is stored."""


Store = KeptAt[Any]


def nothing_at(place: Place) -> EmptyIndex:
    """Return the error that nothing is indexed at a place."""
    return EmptyIndex(
        f"Nothing is indexed at {place}; run `tradewire index FOLDER` with your articles."
    )


def store_at(place: Place) -> type[Store]:
    """Return what opens an index that is kept there.

    Raises:
        OperationError: what speaks to such a server is not installed.
    """
    if isinstance(place, Server):
        try:
            from index.store.postgres.index_server import ServerIndex
        except ModuleNotFoundError as error:
            raise OperationError(
                f"{place} cannot be opened: {error.name} is not installed; run "
                "`pip install 'tradewire[server]'`."
            ) from error
        return ServerIndex
    from index.store.index_folder import Index

    return Index
