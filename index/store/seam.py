"""What the product asks of a store: held by the index folder and by the server alike.

One contract runs over every store (tests/contract/test_stores.py). Words are asked for by an
expression: phrases in double quotes, joined by AND or OR, in brackets where both occur; ``phrase``
in ``index.store.full_text`` writes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, Self

from index.models.embedder import Embedder, Vectors
from index.store.catalog import Records
from index.store.place import Place
from index.store.scope import Scope


class Store(Protocol):
    """An open index, wherever it is kept; the class methods open one."""

    @property
    def catalog(self) -> Records:
        """Return what it holds."""

    @classmethod
    def write(cls, place: Place, embedder: Embedder, /) -> AbstractContextManager[Self]:
        """Open for writing; make the index if there is none.

        Args:
            place: of the store's own kind.
            embedder: what its vectors are made with.

        Raises:
            IndexBusy: somebody else is at it, who must be alone.
            IndexMismatch: made with another embedding model.
        """

    @classmethod
    def write_as_it_is(cls, place: Place, /) -> AbstractContextManager[Self]:
        """Open for writing, alone, whatever the embedding model."""

    @classmethod
    def read(cls, place: Place, embedder: Embedder, /) -> Self:
        """Open for reading the state of now.

        Args:
            place: of the store's own kind.
            embedder: must be the model it was made with.

        Raises:
            EmptyIndex: there is nothing to read.
            IndexMismatch: made with another embedding model.
        """

    @classmethod
    def look(cls, place: Place, /) -> Self:
        """Open an index that there is for reading, whatever the embedding model."""

    @staticmethod
    def peek(place: Place, /) -> AbstractContextManager[Records | None]:
        """Open for reading without making anything; None if there is none."""

    def again(self, embedder: Embedder) -> Self:
        """Open the latest state in the place of this one, which is closed all the same."""

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""

    def remark(self) -> str | None:
        """Return what a reader should know of what is searched now, None if nothing."""

    def rest(self) -> None:
        """Hear that nobody reads for now: what the state costs others may be let go of."""

    @property
    def rested(self) -> bool:
        """Tell whether the state was let go of since it was last asked for."""

    def close(self) -> None:
        """Let go of everything."""

    def nearest(self, query: Vectors, k: int, scope: Scope = ...) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look; everything unless told.
        """

    def switch(self, chunk_ids: Sequence[str], rows: Vectors) -> AbstractContextManager[None]:
        """Make what is put and removed inside happen in one switch, with these chunks' vectors.

        Args:
            chunk_ids: of the chunks that come.
            rows: the vector of each.
        """

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy, inside ``switch``."""

    def sweep(self) -> None:
        """Clear away what earlier writers left behind."""

    def reembedding(self, fingerprint: str) -> AbstractContextManager[None]:
        """Make what is replaced inside the vectors of another embedding model, in one switch."""

    def vector_ids(self) -> set[str] | None:
        """Return the ids of all vectors that are searched; None if they cannot be looked at here.

        Raises:
            VectorsUnfit: not now, or not before they are made anew.
        """

    def make_anew(self) -> None:
        """Make what is searched anew from what is stored."""
