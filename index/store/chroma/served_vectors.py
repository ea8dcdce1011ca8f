"""The vectors of one index on a Chroma server, in a collection that the catalogue names.

Made anew, they go into a new collection, and one transaction of the catalogue names it: readers
have the old one or the new one, whole, wherever they run. What was not noted to its end is swept
away by the next who makes them anew.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from index.models.embedder import Vectors
from index.store.chroma.connection import VectorsAway, connection
from index.store.embedded.catalog import Catalog
from index.store.embedded.vectors import GRAPH, VectorsUnfit
from index.store.place import VectorServer

_NOTE = "collection"
_PART, _PAGE = 1_000, 10_000


class _Collection(NamedTuple):
    """An index's own part of the name, how often it was made, and the server's id for it."""

    stem: str
    number: int
    id: str

    @property
    def name(self) -> str:
        return f"{self.stem}-{self.number}"


class ServedVectors:
    """Vectors by id; cosine similarity, higher is nearer. Whose they are the catalogue knows."""

    def __init__(self, server: VectorServer, catalog: Catalog) -> None:
        self.home = str(server)
        self._chroma = connection(server)
        self._catalog = catalog

    def put(self, ids: Sequence[str], rows: Vectors) -> None:
        """Write vectors; writing an id again replaces it.

        Args:
            ids: of the vectors.
            rows: a vector for each id.
        """
        self._put(self._noted().id, ids, rows)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget vectors; unknown ids are ignored."""
        doomed, path = list(ids), f"/{self._noted().id}/delete"
        for at in range(0, len(doomed), _PART):
            self._chroma.ask("POST", path, {"ids": doomed[at : at + _PART]})

    def nearest(self, query: Vectors, k: int) -> list[tuple[str, float]]:
        """Return up to ``k`` (id, cosine similarity), best first.

        Args:
            query: a vector of length 1.
            k: the most to return.

        Raises:
            VectorsAway: the server does not answer.
            VectorsUnfit: it has not this index's vectors.
        """
        if k <= 0:
            return []
        asked = {"query_embeddings": [np.asarray(query, np.float32).tolist()], "n_results": k}
        found = self._chroma.ask(
            "POST", f"/{self._noted().id}/query", {**asked, "include": ["distances"]}, quickly=True
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(id_, 1.0 - distance) for id_, distance in pairs]

    def ids(self) -> set[str]:
        """Return every id (for checks, not for answering); raises as ``nearest`` does."""
        found, path = set[str](), f"/{self._noted().id}/get"
        while True:
            page = {"include": [], "limit": _PAGE, "offset": len(found)}
            ids = self._chroma.ask("POST", path, page)["ids"]
            found.update(ids)
            if len(ids) < _PAGE:
                return found

    def fit(self) -> bool:
        """Tell whether the server has this index's collection.

        Raises:
            VectorsAway: the server does not answer.
        """
        try:
            self._chroma.ask("POST", f"/{self._noted().id}/get", {"include": [], "limit": 1})
        except VectorsAway:
            raise
        except VectorsUnfit:
            return False
        return True

    def spoil(self) -> None:
        """Note that they must not be used before they are made anew, inside a transaction."""
        self._catalog.set_meta(_NOTE, json.dumps(self._noted()._replace(id="")))

    def make_anew(self, parts: Iterable[tuple[Sequence[str], Vectors]]) -> None:
        """Write all vectors into a new collection, name it, and delete what was before."""
        before = self._note() or _Collection(f"tradewire-{secrets.token_hex(8)}", 0, "")
        fresh = before._replace(number=before.number + 1, id="")
        # The stem first: whoever goes on after a kill finds by it what was left behind.
        self._name(before, announced=False)
        self._sweep(fresh.stem, keep=before.name)
        made = self._chroma.ask("POST", "", {"name": fresh.name, "configuration": {"hnsw": GRAPH}})
        for ids, rows in parts:
            self._put(made["id"], ids, rows)
        self._name(fresh._replace(id=made["id"]), announced=True)
        self._sweep(fresh.stem, keep=fresh.name)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Do nothing: who asks looks afterwards whether something was written meanwhile."""
        yield

    def remark(self) -> str | None:
        """Return what a reader should know of them, None if nothing."""
        if self._chroma.away() is None:
            return None
        return (
            f"The vectors at {self.home} are away: passages were compared one by one, "
            "which gives the same and takes longer."
        )

    def close(self) -> None:
        """Nothing to let go of: the connection is the process's."""

    def _put(self, collection: str, ids: Sequence[str], rows: Vectors) -> None:
        for at in range(0, len(ids), _PART):
            part = np.asarray(rows[at : at + _PART], "<f4")
            coded = [base64.b64encode(row.tobytes()).decode("ascii") for row in part]
            body = {"ids": list(ids[at : at + _PART]), "embeddings": coded}
            self._chroma.ask("POST", f"/{collection}/upsert", body)

    def _sweep(self, stem: str, keep: str) -> None:
        """Delete this index's collections but one."""
        for one in self._chroma.ask("GET", ""):
            if one["name"].startswith(f"{stem}-") and one["name"] != keep:
                self._chroma.ask("DELETE", f"/{one['name']}")

    def _name(self, collection: _Collection, *, announced: bool) -> None:
        with self._catalog.transaction(announced=announced):
            self._catalog.set_meta(_NOTE, json.dumps(collection))

    def _note(self) -> _Collection | None:
        noted = self._catalog.meta(_NOTE)
        return _Collection(*json.loads(noted)) if noted else None

    def _noted(self) -> _Collection:
        noted = self._note()
        if noted is None or not noted.id:
            raise VectorsUnfit(f"The vectors at {self.home} have to be made anew.")
        return noted
