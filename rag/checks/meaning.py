"""Nearness in meaning: the cosine of a sentence to the nearest passage."""

from __future__ import annotations

from collections.abc import Sequence

from index.models.embedder import Embedder
from rag.checks.features import Similarity


def similarity_by(embedder: Embedder) -> Similarity:
    """Return the cosine of a sentence to the nearest passage, as an embedder sees it."""

    def nearest(claim: str, passages: Sequence[str]) -> float:
        rows = embedder.documents([claim, *passages])
        return float((rows[1:] @ rows[0]).max())

    return nearest
