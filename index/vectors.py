"""Dense vectors of chunks in embedded Chroma."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embed import Vectors
from index.scope import EVERYTHING, Scope
from index.types import Article

COLLECTION = "chunks"


class VectorStore:
    """Vectors by id, each belonging to an article; cosine similarity, higher is nearer."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        self._client = chromadb.PersistentClient(
            path=str(folder), settings=Settings(anonymized_telemetry=False)
        )
        self._chunks = self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        self._batch = self._client.get_max_batch_size()

    def put(self, ids: Sequence[str], articles: Sequence[Article], rows: Vectors) -> None:
        """Write vectors with the article of each; writing an id again replaces it."""
        for at in range(0, len(ids), self._batch):
            part = slice(at, at + self._batch)
            self._chunks.upsert(
                ids=list(ids[part]),
                embeddings=rows[part],
                metadatas=[_known(article) for article in articles[part]],
            )

    def delete(self, ids: Iterable[str]) -> None:
        """Forget vectors; unknown ids are ignored."""
        doomed = list(ids)
        for at in range(0, len(doomed), self._batch):
            self._chunks.delete(ids=doomed[at : at + self._batch])

    def nearest(self, query: Vectors, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (id, cosine similarity) within a scope, best first."""
        if k <= 0 or scope.articles == ():
            return []
        found = self._chunks.query(
            query_embeddings=np.asarray([query]),
            n_results=k,
            where=_where(scope),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - d) for id_, d in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """Return every id (for checks, not for answering)."""
        return set(self._chunks.get(include=[])["ids"])

    def close(self) -> None:
        """Let go of the files, so that the next opening sees what others wrote."""
        self._client.close()  # type: ignore[attr-defined]


def _known(article: Article) -> dict[str, str | int]:
    """Return what a scope may ask for; an undated article has no day."""
    known: dict[str, str | int] = {
        "article_id": article.article_id,
        "publisher": (article.publisher or "").lower(),
    }
    if article.published:
        known["day"] = _day(article.published)
    return known


def _where(scope: Scope) -> Any:
    """Return Chroma's filter: one operator a condition."""
    parts: list[dict[str, Any]] = []
    if scope.since:
        parts.append({"day": {"$gte": _day(scope.since)}})
    if scope.until:
        parts.append({"day": {"$lte": _day(scope.until)}})
    if scope.publisher:
        parts.append({"publisher": scope.publisher.lower()})
    if scope.articles is not None:
        parts.append({"article_id": {"$in": list(scope.articles)}})
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"$and": parts}


def _day(iso: str) -> int:
    """Return a day as a number that compares like it: 2025-04-09 is 20250409."""
    return int(iso[:10].replace("-", ""))
