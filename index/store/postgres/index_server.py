"""An index on a server, opened for writing beside others, or for reading one state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Self

from index.errors import IndexBusy, OperationError
from index.models.embedder import Vectors
from index.store.place import Server
from index.store.postgres.catalog import Catalog
from index.store.postgres.schema import bring_up, check, layout
from index.store.postgres.session import Session
from index.store.scope import ENOUGH, EVERYTHING, Scope
from index.store.seam import KeptAt

# Writers share it; who must be alone has it alone.
_WRITING = 7_594_036_431_811_801_187
_MAKING = _WRITING + 1
_GRAPH = "dimensions"
# A reader waits as long for an article without wondering.
UNNOTICED = 30.0
# Nothing new may have come: then what was replayed last is as new as what there is.
_STATE = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AS follows,"
    " to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS last,"
    " CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 ELSE"
    " extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END AS seconds"
    " WHERE pg_is_in_recovery()"
)


class ServerIndex(KeptAt[Server]):
    """An index in a database."""

    catalog: Catalog
    _rested_at: str | None = None

    @classmethod
    @contextmanager
    def _writing(cls, place: Server, *, alone: bool) -> Iterator[Self]:
        """Make the tables if there are none, or bring them to today's layout."""
        lock = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
        with closing(Catalog(place)) as catalog:
            bring_up(catalog.database)
            (given,) = catalog.database.rows(f"SELECT {lock}(%s) AS got", [_WRITING])
            if not given["got"]:
                raise IndexBusy(
                    f"{_holder(catalog.database)} is writing to {place}; "
                    "wait for it to finish, then run again."
                )
            yield cls(place, catalog)

    @classmethod
    def _there(cls, place: Server) -> Self | None:
        catalog = Catalog(place.for_readers, pinned=True)
        try:
            found = layout(catalog.database)
            check(place, found)
        except OperationError:
            catalog.close()
            raise
        if found is None:
            catalog.close()
            return None
        return cls(place, catalog)

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
        return None if self.place.replica is None else _behind(self.catalog.database)

    def rest(self) -> None:
        """Let go of the state: as long as it is held, the server may not clear up behind it."""
        if self.catalog.database.open:
            self._rested_at = self.catalog.seen
            self.catalog.close()

    @property
    def rested(self) -> bool:
        """Tell whether the state was let go of since it was last asked for."""
        return self._rested_at is not None

    def _near(self, query: Vectors, k: int, scope: Scope) -> list[tuple[str, float]] | None:
        """Search the graph on until enough of the nearest lie within the scope."""
        found = self.catalog.passages.nearest(query, k, scope, by_graph=True)
        return found if scope == EVERYTHING or len(found) * ENOUGH >= k else None

    @contextmanager
    def _switch(self, chunk_ids: Sequence[str], rows: Vectors) -> Iterator[None]:
        """Make what is put and removed inside happen in one transaction, vectors included."""
        if len(chunk_ids) and self.catalog.meta(_GRAPH) is None:
            self._make_graph(rows.shape[1])
        with self.catalog.transaction():
            yield

    def _make_graph(self, dimensions: int) -> None:
        with self.catalog.database.unannounced():
            # Two first writers would both make it.
            self.catalog.database.rows("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
            self.catalog.passages.make_graph(dimensions)
            self.catalog.set_meta(_GRAPH, str(dimensions))

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


def _behind(session: Session) -> str | None:
    """Return how far behind a copy is, None if not so far that a reader notices."""
    state = session.row(_STATE)
    if state is None:
        return None
    if not state["follows"]:
        last = f"{state['last']} UTC" if state["last"] else "it was made"
        return (
            f"The copy {session.server} hears nothing new; what came after {last} may be missing."
        )
    if float(state["seconds"] or 0) > UNNOTICED:
        return f"The copy {session.server} is {float(state['seconds']):,.0f} s behind."
    return None
