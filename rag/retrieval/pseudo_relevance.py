"""Pseudo-relevance feedback: what the best articles are about pulls the question towards it.

Rocchio's formula (1971) on vectors: q' = q + β · mean of the best articles' best chunks. Of
articles on one event the one that answers is then nearer, whatever words the question chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.library import Library
from index.models.embedder import Vectors
from rag.retrieval.fusion import Fusion
from rag.types import Candidate


def fed_back(
    by_article: Sequence[Sequence[Candidate]], vector: Vectors, library: Library, fusion: Fusion
) -> list[list[Candidate]]:
    """Return each article's chunks, best first, with scores by the question pulled to the best articles.

    Args:
        by_article: the chunks of each article, the best article first.
        vector: the question's.
        library: the index.
        fusion: how many articles pull how strongly, and what the cosine counts.
    """
    if not fusion.pull:
        return [list(found) for found in by_article]
    embedded = library.embedded([c.chunk_id for found in by_article for c in found])
    pulling = [
        embedded[found[0].chunk_id].whole
        for found in by_article[: fusion.pulling]
        if found[0].chunk_id in embedded
    ]
    if not pulling:
        return [list(found) for found in by_article]
    pulled = vector + fusion.pull * np.mean(pulling, axis=0)
    way = pulled / np.linalg.norm(pulled) - vector
    nearer = {id_: float(found.whole @ way) for id_, found in embedded.items()}

    def pulled_to(c: Candidate) -> Candidate:
        pulled = nearer.get(c.chunk_id, 0.0)
        scores = {**c.scores, "pulled": pulled}
        return replace(c, score=c.score + fusion.dense * pulled, scores=scores)

    return [sorted(map(pulled_to, found), key=lambda c: -c.score) for found in by_article]
