"""An embedder whose questions are embedded once, for measurements that ask them many times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from index.models.embedder import Embedded, Embedder, Passage, Vectors


class Remembering:
    """An embedder that embeds each question once."""

    def __init__(self, embedder: Embedder) -> None:
        self.fingerprint = embedder.fingerprint
        self.documents: Callable[[Sequence[str]], Vectors] = embedder.documents
        self.passages: Callable[[Sequence[Passage]], list[Embedded]] = embedder.passages
        self.query: Callable[[str], Vectors] = cache(embedder.query)
