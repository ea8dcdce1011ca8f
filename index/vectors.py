"""Dense vectors in embedded Chroma: one collection for chunks, one for sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from index.embed import Vectors

Kind = Literal["chunks", "sentences"]
KINDS: tuple[Kind, ...] = ("chunks", "sentences")


class VectorStore:
    """Vectors by id, each belonging to an article; cosine similarity, higher is nearer."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        self._client = chromadb.PersistentClient(
            path=str(folder), settings=Settings(anonymized_telemetry=False)
        )
        self._collections = {
            kind: self._client.get_or_create_collection(
                kind, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
            for kind in KINDS
        }
        self._batch = self._client.get_max_batch_size()

    def put(self, kind: Kind, ids: Sequence[str], articles: Sequence[str], rows: Vectors) -> None:
        """Write vectors; writing an id again replaces it."""
        for at in range(0, len(ids), self._batch):
            part = slice(at, at + self._batch)
            metadatas: list[Any] = [{"article_id": article} for article in articles[part]]
            self._collections[kind].upsert(
                ids=list(ids[part]), embeddings=rows[part], metadatas=metadatas
            )

    def delete(self, kind: Kind, ids: Iterable[str]) -> None:
        """Forget vectors; unknown ids are ignored."""
        doomed = list(ids)
        for at in range(0, len(doomed), self._batch):
            self._collections[kind].delete(ids=doomed[at : at + self._batch])

    def nearest(
        self, kind: Kind, query: Vectors, k: int, articles: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (id, cosine similarity), best first; ``articles`` narrows the field."""
        if k <= 0 or articles == []:
            return []
        where: Any = None if articles is None else {"article_id": {"$in": list(articles)}}
        found = self._collections[kind].query(
            query_embeddings=np.asarray([query]), n_results=k, where=where, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - d) for id_, d in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, kind: Kind, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of those ids that exist."""
        if not ids:
            return {}
        found = self._collections[kind].get(ids=list(ids), include=["embeddings"])
        rows = found["embeddings"]
        if rows is None:
            return {}
        return {
            id_: np.asarray(row, dtype=np.float32)
            for id_, row in zip(found["ids"], rows, strict=True)
        }

    def ids(self, kind: Kind) -> set[str]:
        """Return every id of a collection (for checks, not for answering)."""
        return set(self._collections[kind].get(include=[])["ids"])

    def close(self) -> None:
        """Let go of the files, so that the next opening sees what others wrote."""
        self._client.close()  # type: ignore[attr-defined]
