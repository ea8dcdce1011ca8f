"""First stage: chunks by meaning, by words and by their nearest sentence, scores added up.

Score fusion: cosine of the chunk + cosine of its nearest sentence + a share of BM25. Adding
scores beat adding reciprocal ranks on every set it was tried on (docs/retrieval.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.catalog import quoted
from index.embed import Vectors
from index.library import Library
from rag.thesaurus import american, related
from rag.types import Candidate, Filters, Query

WEIGHTS = {"dense": 1.0, "sentence": 1.0, "words": 0.03}
FIRST_STAGE = 40
SENTENCES = 60


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found: candidates best first, the question's vector, what the filters let in."""

    candidates: tuple[Candidate, ...]
    vector: Vectors
    articles: tuple[str, ...] | None = None
    undated_left_out: int = 0


class Retriever:
    """Finds the chunks of a library that belong to a question."""

    def __init__(self, library: Library, top_k: int) -> None:
        self._library = library
        self._top_k = top_k

    def retrieve(self, query: Query, top_k: int | None = None) -> Retrieval:
        """Return the best chunks for a question, within its filters."""
        vector = self._library.embedder.query(query.standalone)
        articles, undated = _inside(self._library, query.filters)
        scores = self._scores(query, vector, articles)
        chunks = self._library.chunks(list(scores))
        ranked = sorted(chunks.values(), key=lambda c: (-fused(scores[c.chunk_id]), c.chunk_id))[
            : top_k or self._top_k
        ]
        candidates = tuple(
            Candidate(
                article_id=chunk.article_id,
                chunk_id=chunk.chunk_id,
                rank=rank,
                score=fused(scores[chunk.chunk_id]),
                start=chunk.start,
                end=chunk.end,
                text=chunk.text,
                first_sentence=chunk.first_sentence,
                last_sentence=chunk.last_sentence,
                scores=scores[chunk.chunk_id],
            )
            for rank, chunk in enumerate(ranked, 1)
        )
        inside = None if articles is None else tuple(articles)
        return Retrieval(candidates, vector, inside, undated)

    def _scores(
        self, query: Query, vector: Vectors, articles: Sequence[str] | None
    ) -> dict[str, dict[str, float]]:
        """Return every stage's score for every chunk that any stage found."""
        library = self._library
        dense = dict(library.nearest_chunks(vector, FIRST_STAGE, articles))
        nearest = library.nearest_sentences(vector, SENTENCES, articles)
        holding = library.chunks_holding([sentence for sentence, _ in nearest])
        by_sentence: dict[str, float] = {}
        for sentence, similarity in nearest:
            if sentence in holding:
                by_sentence.setdefault(holding[sentence], similarity)
        expression = any_of(query.terms)
        words = dict(library.words(expression, FIRST_STAGE, articles))
        found = dict.fromkeys([*dense, *by_sentence, *words])
        words |= library.words_in(expression, [id_ for id_ in found if id_ not in words])
        missing = library.chunk_vectors([id_ for id_ in found if id_ not in dense])
        dense |= {id_: float(row @ vector) for id_, row in missing.items()}
        return {
            id_: {
                "dense": dense.get(id_, 0.0),
                "sentence": by_sentence.get(id_, dense.get(id_, 0.0)),
                "words": words.get(id_, 0.0),
            }
            for id_ in found
        }


def fused(scores: dict[str, float]) -> float:
    """Return the weighted sum of a chunk's scores."""
    return sum(weight * scores[name] for name, weight in WEIGHTS.items())


def any_of(terms: Sequence[str]) -> str:
    """Return the FTS5 expression for passages that hold any of the terms, or a word like it."""
    words = dict.fromkeys(word for term in terms for word in (term, american(term), *related(term)))
    return " OR ".join(quoted(word.replace("u.s.", "us")) for word in words)


def _inside(library: Library, filters: Filters) -> tuple[list[str] | None, int]:
    """Return the articles within the filters (None: all), and how many undated were left out."""
    if filters == Filters():
        return None, 0
    return library.matching(
        since=filters.since,
        until=filters.until,
        publisher=filters.publisher,
        article=filters.article,
        speaker=filters.speaker,
    )
