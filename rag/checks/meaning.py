"""Nearness in meaning, by the default embedder where its weights lie on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from index.models import weights
from index.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.checks.features import Similarity

DEFAULT = "all-minilm-l6-v2"


def similarity_by(embedder: Embedder) -> Similarity:
    """Return the cosine of a sentence to the nearest passage, as an embedder sees it."""

    def nearest(claim: str, passages: Sequence[str]) -> float:
        rows = embedder.documents([claim, *passages])
        return float((rows[1:] @ rows[0]).max())

    return nearest


def default_similarity() -> Similarity | None:
    """Return the default embedder's similarity; None without its weights: nothing is fetched."""
    return None if weights.installed(DEFAULT) is None else _default()


@cache
def _default() -> Similarity:
    return similarity_by(SentenceTransformerEmbedder(DEFAULT))
