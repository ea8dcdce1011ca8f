"""An index folder: the catalogue and the vectors, opened together for writing or reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import EmptyIndex, IndexMismatch
from index.models.embedder import Embedder, Vectors
from index.store.catalog import check_model, claim_model
from index.store.embedded.catalog import FILE, Catalog
from index.store.embedded.folder import check_folder, writable
from index.store.embedded.lock import writing_alone
from index.store.embedded.passages import gather
from index.store.embedded.vectors import VectorsLockedAway, VectorStore, VectorsUnfit
from index.store.place import Split, folder_of
from index.store.scope import ENOUGH, EVERYTHING, WIDER, Scope, is_narrow

if TYPE_CHECKING:
    from index.store.chroma.served_vectors import ServedVectors

# So many vectors without an article are asked for in vain at most; beyond, the catalogue is asked.
_MOST_ORPHANS = 2_000
# Which vectors were written last: those of the folder (none noted), or a server's.
_HOME = "vectors at"


class Index:
    """Both stores of one index folder; the vectors may be on a server."""

    rested = False

    def __init__(
        self, place: Path | Split, catalog: Catalog, vectors: VectorStore | ServedVectors
    ) -> None:
        self.place = place
        self.catalog = catalog
        self.vectors = vectors
        self._next: Index | None = None
        self._closed = False

    @classmethod
    @contextmanager
    def write(cls, place: Path | Split, embedder: Embedder) -> Iterator[Index]:
        """Open for writing, alone; make the index if there is none, and its vectors if unfit.

        Args:
            place: a folder, or one whose vectors are on a server.
            embedder: what its vectors are made with.

        Raises:
            IndexBusy: somebody else writes.
            IndexMismatch: made with another embedding model.
        """
        with cls.write_as_it_is(place) as index:
            claim_model(index.catalog, place, embedder)
            yield index
            index.catalog.join_words()

    @classmethod
    @contextmanager
    def write_as_it_is(cls, place: Path | Split) -> Iterator[Index]:
        """Open for writing, whatever the embedding model."""
        folder = folder_of(place)
        check_folder(folder)
        with writable(folder), writing_alone(folder):
            catalog = Catalog.write(folder)
            with closing(cls(place, catalog, _vectors_of(place, catalog))) as index:
                if index._elsewhere() or not index.vectors.fit():
                    index.make_anew()
                yield index

    @classmethod
    def read(
        cls, place: Path | Split, embedder: Embedder, vectors: VectorStore | None = None
    ) -> Index:
        """Open for reading the state of now.

        Args:
            place: of the index.
            embedder: must be the model it was made with.
            vectors: where they are open already.

        Raises:
            EmptyIndex: there is nothing to read.
            IndexMismatch: made with another embedding model.
        """
        folder = folder_of(place)
        check_folder(folder)
        if not (folder / FILE).exists():
            raise EmptyIndex(
                f"Nothing is indexed at {folder}; run `tradewire index FOLDER` with your articles."
            )
        catalog = Catalog.read(folder)
        index = cls(place, catalog, vectors or _vectors_of(place, catalog))
        try:
            check_model(catalog, place, embedder)
        except IndexMismatch:
            index.close()
            raise
        return index

    @classmethod
    def look(cls, place: Path | Split) -> Index:
        """Open an index that there is for reading, whatever the embedding model."""
        catalog = Catalog.read(folder_of(place))
        return cls(place, catalog, _vectors_of(place, catalog))

    @staticmethod
    @contextmanager
    def peek(place: Path | Split) -> Iterator[Catalog | None]:
        """Open the catalogue for reading without making anything; None if there is none."""
        folder = folder_of(place)
        check_folder(folder)
        if not (folder / FILE).exists():
            yield None
            return
        with closing(Catalog.read(folder)) as catalog:
            yield catalog

    def again(self, embedder: Embedder) -> Index:
        """Open the latest state in the place of this one.

        Only the latest state looks into the store of vectors, so what is open of it is handed on.
        """
        opened = self.vectors if isinstance(self.vectors, VectorStore) else None
        vectors = None if self.catalog.database.replaced() else opened
        fresh = Index.read(self.place, embedder, vectors)
        self._next = fresh if vectors is not None else None
        return fresh

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""
        return self.catalog.is_latest()

    def remark(self) -> str | None:
        """Return what a reader should know of what is searched now, None if nothing."""
        return self.vectors.remark()

    def rest(self) -> None:
        """Stay at this state: it costs others nothing but room in the log."""

    @contextmanager
    def switch(self, chunk_ids: Sequence[str], rows: Vectors) -> Iterator[None]:
        """Make what is put and removed inside happen in one switch: write, switch, sweep.

        The vectors are written first and noted as orphans; then one SQLite transaction makes the
        articles exist and claims their vectors; then what the old versions left behind is swept
        away. Stopped at any point, readers see the old articles or the new ones, and the next
        writer sweeps the orphans.

        Args:
            chunk_ids: of the chunks that come.
            rows: the vector of each.
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
        self.catalog.remove(article_id)

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

    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity) of the state being read, best first.

        Chroma is asked while it is in step with that state; else, and where a scope is so narrow
        that the nearest of all hold too few of it, the catalogue's own vectors of the scope are
        looked through, which is exact.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look.
        """
        found = None
        if not is_narrow(scope, self.catalog.database):
            try:
                with self.vectors.held():
                    found = self._nearest_of_all(query, k, scope)
            except VectorsUnfit:
                pass
        return self.catalog.passages.nearest(query, k, scope) if found is None else found

    def _nearest_of_all(
        self, query: Vectors, k: int, scope: Scope
    ) -> list[tuple[str, float]] | None:
        """Return the nearest of all that lie within a scope; None if Chroma does not serve.

        Its own filter looks at every passage of the scope, however many (docs/scale.md).
        """
        orphans = None if self._elsewhere() else self._orphans()
        if orphans is None or orphans > _MOST_ORPHANS:
            return None
        found = self._near(query, k, scope, orphans)
        # Nobody holds writers off a server: what they wrote meanwhile is seen afterwards.
        return found if self._orphans() == orphans else None

    def _orphans(self) -> int | None:
        """Return how many vectors no article owns; None where this is not the latest state."""
        return self.catalog.orphans.count_latest() if self.catalog.is_latest() else None

    def _near(
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
        self.catalog.close()
        self._closed = True


def _vectors_of(place: Path | Split, catalog: Catalog) -> VectorStore | ServedVectors:
    if isinstance(place, Path):
        return VectorStore(place)
    from index.store.chroma.served_vectors import ServedVectors

    return ServedVectors(place.vectors, catalog)
