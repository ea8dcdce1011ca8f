"""An index on a server, opened for writing beside others, or for reading one state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from index.errors import EmptyIndex, IndexBusy, OperationError
from index.models.embedder import Embedder, Vectors
from index.store.catalog import check_model, claim_model
from index.store.place import Server
from index.store.postgres.catalog import Catalog
from index.store.postgres.replica import behind
from index.store.postgres.schema import bring_up, check, layout
from index.store.postgres.session import Session
from index.store.postgres.word_counts import join
from index.store.scope import ENOUGH, EVERYTHING, Scope, is_narrow

# Writers share it; who must be alone has it alone.
_WRITING = 7_594_036_431_811_801_187
_MAKING = _WRITING + 1
_GRAPH = "dimensions"


class ServerIndex:
    """An index in a database; see ``index.store.seam.Store``."""

    def __init__(self, server: Server, catalog: Catalog) -> None:
        self.server = server
        self.catalog = catalog
        self._rested_at: str | None = None

    @classmethod
    @contextmanager
    def write(cls, server: Server, embedder: Embedder) -> Iterator[ServerIndex]:
        """Open for writing, beside other writers; make the tables if there are none.

        Args:
            server: the database.
            embedder: what its vectors are made with.
        """
        with cls._writing(server, "pg_try_advisory_lock_shared") as index:
            claim_model(index.catalog, server, embedder)
            yield index
            join(index.catalog.session)

    @classmethod
    @contextmanager
    def write_as_it_is(cls, server: Server) -> Iterator[ServerIndex]:
        """Open for writing, alone, whatever the embedding model."""
        with cls._writing(server, "pg_try_advisory_lock") as index:
            yield index

    @classmethod
    @contextmanager
    def _writing(cls, server: Server, lock: str) -> Iterator[ServerIndex]:
        with closing(Catalog(server)) as catalog:
            bring_up(catalog.session)
            (alone,) = catalog.session.rows(f"SELECT {lock}(%s) AS got", [_WRITING])
            if not alone["got"]:
                raise IndexBusy(
                    f"{_holder(catalog.session)} is writing to {server}; "
                    "wait for it to finish, then run again."
                )
            yield cls(server, catalog)

    @classmethod
    def read(cls, server: Server, embedder: Embedder) -> ServerIndex:
        """Open for reading the state of now.

        Args:
            server: the database, whose copy is read if it has one.
            embedder: must be the model it was made with.

        Raises:
            EmptyIndex: there is nothing to read.
            IndexMismatch: made with another embedding model, or by another version.
        """
        index = cls.look(server)
        try:
            if layout(index.catalog.session) is None:
                raise EmptyIndex(
                    f"Nothing is indexed at {server}; run `tradewire index FOLDER` with your "
                    "articles."
                )
            check_model(index.catalog, server, embedder)
        except OperationError:
            index.close()
            raise
        return index

    @classmethod
    def look(cls, server: Server) -> ServerIndex:
        """Open an index that there is for reading, whatever the embedding model."""
        catalog = Catalog(server.for_readers, pinned=True)
        check(server, layout(catalog.session))
        return cls(server, catalog)

    @staticmethod
    @contextmanager
    def peek(server: Server) -> Iterator[Catalog | None]:
        """Open for reading without making anything; None if there is none."""
        with closing(ServerIndex.look(server)) as index:
            yield index.catalog if layout(index.catalog.session) else None

    def again(self, embedder: Embedder) -> ServerIndex:
        """Open the latest state in the place of this one."""
        return ServerIndex.read(self.server, embedder)

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is, or was, being read.

        One that was let go of is taken up again.
        """
        before, self._rested_at = self._rested_at, None
        try:
            if before is not None:
                return before == self.catalog.meta("generation")
            return self.catalog.is_latest()
        except OperationError:
            return False

    def remark(self) -> str | None:
        """Return how far a copy is behind, None where it is not, or not by what a reader notices."""
        return None if self.server.replica is None else behind(self.catalog.session)

    def rest(self) -> None:
        """Let go of the state: as long as it is held, the server may not clear up behind it."""
        if self.catalog.session.open:
            self._rested_at = self.catalog.seen
            self.catalog.close()

    @property
    def rested(self) -> bool:
        """Tell whether the state was let go of since it was last asked for."""
        return self._rested_at is not None

    def close(self) -> None:
        """Give the connection back."""
        self.catalog.close()

    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first.

        The graph is searched on until enough of the nearest lie within the scope; where it gives
        up before, and where the scope is narrow, every vector of it is looked at.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look.
        """
        if not is_narrow(scope, self.catalog.session):
            found = self.catalog.passages.near(query, k, scope)
            if scope == EVERYTHING or len(found) * ENOUGH >= k:
                return found
        return self.catalog.passages.nearest(query, k, scope)

    @contextmanager
    def switch(self, chunk_ids: Sequence[str], rows: Vectors) -> Iterator[None]:
        """Make what is put and removed inside happen in one transaction, vectors included.

        Args:
            chunk_ids: of the chunks that come.
            rows: the vector of each; the first ever set the number of dimensions.
        """
        if len(chunk_ids) and self.catalog.meta(_GRAPH) is None:
            self._make_graph(rows.shape[1])
        with self.catalog.transaction():
            yield

    def _make_graph(self, dimensions: int) -> None:
        with self.catalog.session.unannounced():
            # Two first writers would both make it.
            self.catalog.session.rows("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
            self.catalog.passages.make_graph(dimensions)
            self.catalog.set_meta(_GRAPH, str(dimensions))

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy, inside ``switch``."""
        self.catalog.remove(article_id)

    def sweep(self) -> None:
        """Nothing to do: a transaction that broke off has left nothing."""

    @contextmanager
    def reembedding(self, fingerprint: str) -> Iterator[None]:
        """Make what is replaced inside the vectors of another embedding model, in one switch."""
        with self.catalog.transaction():
            self.catalog.passages.drop_graph()
            yield
            self.catalog.set_meta("embedder", fingerprint)
            self._graph_of_now()

    def vector_ids(self) -> set[str] | None:
        """Return the ids of all chunks: each has its vector in its row."""
        return {id_ for ids, _rows in self.catalog.passages.vectors() for id_ in ids}

    def make_anew(self) -> None:
        """Make the graph anew."""
        with self.catalog.transaction():
            self.catalog.passages.drop_graph()
            self._graph_of_now()

    def _graph_of_now(self) -> None:
        dimensions = self.catalog.passages.dimensions()
        if dimensions is not None:
            self.catalog.passages.make_graph(dimensions)
            self.catalog.set_meta(_GRAPH, str(dimensions))


def _holder(session: Session) -> str:
    """Name another who writes, if there still is one."""
    row = session.row(
        "SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() LIMIT 1"
    )
    return "Another tradewire" if row is None else f"Another {row['name']}"
