"""Passages by meaning and by words, scores added up; a reranker may put the best in order.

Score fusion: cosine of the passage, cosine of its nearest sentence, and a share of BM25; see
``rag.retrieval.fusion``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from index.library import Library
from index.models.embedder import Vectors
from index.store.scope import Scope
from rag.retrieval.bm25 import Lexical, lexical
from rag.retrieval.fusion import SHIPPED, Fusion
from rag.types import Candidate, Query

# Each time that a question names is looked into by itself; who names more asks for all of them at once.
FOR_EACH_TIME, MOST_TIMES = 6, 4
# So many passages a reranker reads.
RERANKED = 30
Reranker = Callable[[str, Sequence[str]], Sequence[float]]
"""From a question and passages to how well each meets it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found: the best chunks, and the articles of all that were looked at, best first.

    Attributes:
        vector: the question's.
        scope: what the filters let in.
        undated_left_out: how many articles only lack a date to be within them.
    """

    candidates: tuple[Candidate, ...]
    articles: tuple[str, ...]
    vector: Vectors
    scope: Scope
    undated_left_out: int


def retrieve(
    query: Query,
    library: Library,
    top_k: int,
    reranker: Reranker | None = None,
    fusion: Fusion = SHIPPED,
) -> Retrieval:
    """Return the best chunks for a question, within its filters.

    Args:
        query: the question.
        library: the index.
        top_k: how many.
        reranker: puts the best in its order; None leaves them.
        fusion: how the scores of the stages add up.
    """
    vector = library.embedder.query(query.standalone)
    scope, undated = library.scope(**asdict(query.filters))
    words = lexical(query, library)

    def ranked(within: Scope) -> list[Candidate]:
        fused = _ranked(words, vector, within, library, fusion)
        return fused if reranker is None or not fused else _reranked(query, fused, reranker)

    every = ranked(scope)
    best = every[:top_k]
    for within in _times(query, scope):
        known = {candidate.chunk_id for candidate in best}
        more = ranked(within)[:FOR_EACH_TIME]
        best += [candidate for candidate in more if candidate.chunk_id not in known]
    return Retrieval(
        candidates=tuple(replace(c, rank=rank) for rank, c in enumerate(best, 1)),
        articles=tuple(dict.fromkeys(c.article_id for c in every)),
        vector=vector,
        scope=scope,
        undated_left_out=undated,
    )


def _ranked(
    words: Lexical, vector: Vectors, scope: Scope, library: Library, fusion: Fusion
) -> list[Candidate]:
    """Return the passages near in meaning and those that share words, each with every stage's score."""
    near = library.nearest_chunks(vector, fusion.depth, scope)
    sharing = library.words(words.expression, fusion.depth, scope)
    ids = dict.fromkeys(id_ for id_, _score in (*near, *sharing))
    chunks = library.chunks(list(ids))
    found = []
    for id_, embedded in library.embedded(list(chunks)).items():
        scores = {
            "dense": float(embedded.whole @ vector),
            "sentence": float((embedded.sentences @ vector).max()),
            "words": words.bm25(chunks[id_].title, chunks[id_].text),
        }
        score = fusion.of_chunk(scores)
        found.append(Candidate(**asdict(chunks[id_]), score=score, scores=scores))
    return sorted(found, key=lambda c: (-c.score, c.chunk_id))


def _reranked(query: Query, fused: list[Candidate], reranker: Reranker) -> list[Candidate]:
    """Return the best in the reranker's order, the others behind them."""
    read, others = fused[:RERANKED], fused[RERANKED:]
    scores = reranker(query.standalone, [candidate.text for candidate in read])
    judged = [
        replace(c, score=score, scores={**c.scores, "reranker": score})
        for c, score in zip(read, scores, strict=True)
    ]
    behind = [replace(c, score=0.0) for c in others]
    return [*sorted(judged, key=lambda c: -c.score), *behind]


def _times(query: Query, scope: Scope) -> list[Scope]:
    """Return the scope narrowed to each time of a question that names several, and not too many."""
    if not 2 <= len(query.periods) <= MOST_TIMES or scope.since or scope.until:
        return []
    return [
        replace(
            scope,
            since=period.since.isoformat() if period.since else None,
            until=period.until.isoformat() if period.until else None,
        )
        for period in query.periods
    ]
