"""How much each score counts when they are added up.

Adding scores beat adding reciprocal ranks on every set it was tried on; docs/retrieval.md has what
each of them earns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """The shares of the scores, and how many chunks have them.

    Attributes:
        dense, sentence, words: of a chunk, its cosine, that of its nearest sentence, its BM25.
        more, whole: of an article, what its next best chunks and the BM25 of all its words add
            to its best chunk.
        pull, pulling: how strongly, and how many of, the best articles pull the question's vector.
        depth: so many chunks are found by meaning, and as many by words.
    """

    dense: float = 0.5
    sentence: float = 0.5
    words: float = 0.03
    more: float = 0.05
    whole: float = 0.03
    pull: float = 0.5
    pulling: int = 10
    depth: int = 60

    def of_chunk(self, scores: Mapping[str, float]) -> float:
        """Return the weighted sum of a chunk's scores."""
        return (
            self.dense * scores["dense"]
            + self.sentence * scores["sentence"]
            + self.words * scores["words"]
        )


SHIPPED = Fusion()
