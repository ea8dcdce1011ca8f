"""Passages by meaning and by words, scores added up; a reranker may put the best in order.

Score fusion: cosine of the passage, cosine of its nearest sentence, and a share of BM25; see
``rag.retrieval.fusion``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.library import Library
from index.models.embedder import Vectors
from index.store.scope import Scope
from index.types import Chunk
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
    """What was found.

    Attributes:
        candidates: the best chunks, best first.
        articles: of all chunks that were looked at, the best first.
        vector: the question's.
        scope: what the filters let in.
        undated_left_out: how many articles only lack a date to be within them.
    """

    candidates: tuple[Candidate, ...]
    articles: tuple[str, ...]
    vector: Vectors
    scope: Scope
    undated_left_out: int


class Retriever:
    """Finds the chunks of a library that belong to a question."""

    def __init__(
        self,
        library: Library,
        top_k: int,
        reranker: Reranker | None = None,
        fusion: Fusion = SHIPPED,
    ) -> None:
        self._library = library
        self._top_k = top_k
        self._reranker = reranker
        self._fusion = fusion

    def retrieve(self, query: Query, top_k: int | None = None) -> Retrieval:
        """Return the best chunks for a question, within its filters.

        Args:
            query: the question.
            top_k: how many; None takes what the retriever was made with.
        """
        vector = self._library.embedder.query(query.standalone)
        f = query.filters
        scope, undated = self._library.scope(
            since=f.since,
            until=f.until,
            publisher=f.publisher,
            article=f.article,
            speaker=f.speaker,
        )
        words = lexical(query, self._library)
        every = self._reranked(query, self._ranked(words, vector, scope))
        best = every[: top_k or self._top_k]
        for within in _times(query, scope):
            known = {candidate.chunk_id for candidate in best}
            more = self._reranked(query, self._ranked(words, vector, within))[:FOR_EACH_TIME]
            best += [candidate for candidate in more if candidate.chunk_id not in known]
        return Retrieval(
            candidates=tuple(replace(c, rank=rank) for rank, c in enumerate(best, 1)),
            articles=tuple(dict.fromkeys(c.article_id for c in every)),
            vector=vector,
            scope=scope,
            undated_left_out=undated,
        )

    def _ranked(self, words: Lexical, vector: Vectors, scope: Scope) -> list[Candidate]:
        chunks = self._found(words, vector, scope)
        scores = self._scores(list(chunks.values()), words, vector)
        fused = {id_: self._fusion.of_chunk(found) for id_, found in scores.items()}
        ranked = sorted(fused, key=lambda id_: (-fused[id_], id_))
        return [
            _candidate(chunks[id_], rank, fused[id_], scores[id_])
            for rank, id_ in enumerate(ranked, 1)
        ]

    def _reranked(self, query: Query, ranked: list[Candidate]) -> list[Candidate]:
        """Return the best in the reranker's order, the others behind them; all as they are without."""
        if self._reranker is None or not ranked:
            return ranked
        read, others = ranked[:RERANKED], ranked[RERANKED:]
        scores = self._reranker(query.standalone, [candidate.text for candidate in read])
        judged = [
            replace(c, score=score, scores={**c.scores, "reranker": score})
            for c, score in zip(read, scores, strict=True)
        ]
        behind = [replace(c, score=0.0) for c in others]
        return [*sorted(judged, key=lambda c: -c.score), *behind]

    def _found(self, words: Lexical, vector: Vectors, scope: Scope) -> dict[str, Chunk]:
        """Return the passages near in meaning and those that share words."""
        near = self._library.nearest_chunks(vector, self._fusion.depth, scope)
        sharing = self._library.words(words.expression, self._fusion.depth, scope)
        ids = dict.fromkeys(id_ for id_, _score in (*near, *sharing))
        return self._library.chunks(list(ids))

    def _scores(
        self, chunks: Sequence[Chunk], words: Lexical, vector: Vectors
    ) -> dict[str, dict[str, float]]:
        """Return every stage's score for each passage, whichever stage found it."""
        embedded = self._library.embedded([chunk.chunk_id for chunk in chunks])
        return {
            chunk.chunk_id: {
                "dense": float(embedded[chunk.chunk_id].whole @ vector),
                "sentence": float((embedded[chunk.chunk_id].sentences @ vector).max()),
                "words": words.bm25(chunk.title, chunk.text),
            }
            for chunk in chunks
            if chunk.chunk_id in embedded
        }


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


def _candidate(chunk: Chunk, rank: int, score: float, scores: dict[str, float]) -> Candidate:
    return Candidate(
        article_id=chunk.article_id,
        chunk_id=chunk.chunk_id,
        rank=rank,
        score=score,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        first_sentence=chunk.first_sentence,
        last_sentence=chunk.last_sentence,
        scores=scores,
    )
