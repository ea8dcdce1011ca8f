"""An index folder: the catalogue and the vectors, opened together for writing or reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.models.embedder import Embedder, Vectors
from index.store.embedded.catalog import Catalog
from index.store.embedded.folder import FILE, check_folder, writable, writing_alone
from index.store.embedded.passages import gather
from index.store.embedded.vectors import VectorsLockedAway, VectorStore, VectorsUnfit
from index.store.place import Split, folder_of
from index.store.scope import ENOUGH, EVERYTHING, WIDER, Scope
from index.store.seam import KeptAt

if TYPE_CHECKING:
    from index.store.chroma.served_vectors import ServedVectors

# So many vectors without an article are asked for in vain at most; beyond, the catalogue is asked.
_MOST_ORPHANS = 2_000
# Which vectors were written last: those of the folder (none noted), or a server's.
_HOME = "vectors at"


class Index(KeptAt[Path | Split]):
    """Both stores of one index folder; the vectors may be on a server."""

    catalog: Catalog

    def __init__(
        self, place: Path | Split, catalog: Catalog, vectors: VectorStore | ServedVectors
    ) -> None:
        super().__init__(place, catalog)
        self.vectors = vectors
        self._next: Index | None = None
        self._closed = False

    @classmethod
    @contextmanager
    def _writing(cls, place: Path | Split, *, alone: bool) -> Iterator[Self]:
        """Whoever writes is alone; vectors that are unfit are made anew."""
        folder = folder_of(place)
        check_folder(folder)
        with writable(folder), writing_alone(folder):
            catalog = Catalog.write(folder)
            with closing(cls(place, catalog, _vectors_of(place, catalog))) as index:
                if index._elsewhere() or not index.vectors.fit():
                    index.make_anew()
                yield index

    @classmethod
    def _there(cls, place: Path | Split) -> Self | None:
        folder = folder_of(place)
        check_folder(folder)
        if not (folder / FILE).exists():
            return None
        catalog = Catalog.read(folder)
        return cls(place, catalog, _vectors_of(place, catalog))

    def again(self, embedder: Embedder) -> Self:
        """Open the latest state in the place of this one.

        Only the latest state looks into the store of vectors, so what is open of it is handed on.
        """
        handed_on = isinstance(self.vectors, VectorStore) and not self.catalog.database.replaced()
        fresh = super().again(embedder)
        if handed_on:
            fresh.vectors, self._next = self.vectors, fresh
        return fresh

    def remark(self) -> str | None:
        """Return what a reader should know of what is searched now, None if nothing."""
        return self.vectors.remark()

    @contextmanager
    def _switch(self, chunk_ids: Sequence[str], rows: Vectors) -> Iterator[None]:
        """Make what is put and removed inside happen in one switch: write, switch, sweep.

        The vectors are written first and noted as orphans; then one SQLite transaction makes the
        articles exist and claims their vectors; then what the old versions left behind is swept
        away. Stopped at any point, readers see the old articles or the new ones, and the next
        writer sweeps the orphans.
        """
        if len(chunk_ids):
            self.catalog.orphans.expect(chunk_ids)
            self.vectors.put(chunk_ids, rows)
        with self.catalog.transaction():
            yield
            self.catalog.orphans.claim(chunk_ids)
        self.sweep()

    def remove(self, article_id: str) -> None:
        """Take an article out of the catalogue and note its vectors as orphans, inside ``switch``."""
        self.catalog.orphans.leave(c.chunk_id for c in self.catalog.passages.chunks_of(article_id))
        super().remove(article_id)

    def sweep(self) -> None:
        """Delete the vectors that no article owns."""
        orphans = self.catalog.orphans.to_sweep()
        if orphans:
            self.vectors.delete(orphans)
            self.catalog.orphans.forget()

    @contextmanager
    def reembedding(self, fingerprint: str) -> Iterator[None]:
        """Make what is replaced inside the vectors of another embedding model."""
        with self.catalog.transaction():
            yield
            gather(self.catalog.database.connection)
            self.catalog.set_meta("embedder", fingerprint)
            # Before the switch: nobody may take the old model's vectors for the new one's.
            self.vectors.spoil()
        self.make_anew()

    def vector_ids(self) -> set[str] | None:
        """Return the ids of all vectors in Chroma; None where nothing can be written beside it."""
        if self._elsewhere():
            home = self.catalog.meta(_HOME)
            where = f"to {home}" if home else "into the folder"
            raise VectorsUnfit(f"The vectors were last written {where}.")
        try:
            return self.vectors.ids()
        except VectorsLockedAway:
            return None

    def make_anew(self) -> None:
        """Fill Chroma anew from the catalogue."""
        self.vectors.make_anew(self.catalog.passages.vectors())
        if self._elsewhere():
            with self.catalog.transaction():
                self.catalog.set_meta(_HOME, self.vectors.home)

    def _elsewhere(self) -> bool:
        """Tell whether other vectors than those that are open were written last."""
        return (self.catalog.meta(_HOME) or "") != self.vectors.home

    def _near(self, query: Vectors, k: int, scope: Scope) -> list[tuple[str, float]] | None:
        """Ask Chroma while it is in step with the state being read.

        Its own filter looks at every passage of a scope, however many (docs/scale.md).
        """
        try:
            with self.vectors.held():
                orphans = None if self._elsewhere() else self._orphans()
                if orphans is None or orphans > _MOST_ORPHANS:
                    return None
                found = self._nearest_of_all(query, k, scope, orphans)
                # Nobody holds writers off a server: what they wrote meanwhile is seen afterwards.
                return found if self._orphans() == orphans else None
        except VectorsUnfit:
            return None

    def _orphans(self) -> int | None:
        """Return how many vectors no article owns; None where this is not the latest state."""
        return self.catalog.orphans.count_latest() if self.catalog.is_latest() else None

    def _nearest_of_all(
        self, query: Vectors, k: int, scope: Scope, orphans: int
    ) -> list[tuple[str, float]] | None:
        if scope == EVERYTHING:
            near = self.vectors.nearest(query, k + orphans)
            return self.catalog.passages.existing(near)[:k] if orphans else near
        for times in WIDER:
            near = self.vectors.nearest(query, times * k + orphans)
            found = self.catalog.passages.existing(near, scope)[:k]
            if len(found) * ENOUGH >= k or len(near) < times * k:
                return found
        return None

    def close(self) -> None:
        """Let go of both stores, but for what was handed on."""
        if self._next is None or self._next._closed:
            self.vectors.close()
        super().close()
        self._closed = True


def _vectors_of(place: Path | Split, catalog: Catalog) -> VectorStore | ServedVectors:
    if isinstance(place, Path):
        return VectorStore(place)
    from index.store.chroma.served_vectors import ServedVectors

    return ServedVectors(place.vectors, catalog)
