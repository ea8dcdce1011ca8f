"""What a search gives: one passage an article, its best chunk with what stands around it.

A reader, and a program that reads on, wants the article's stretch that answers, and then another
article's view. Where there are fewer articles than results asked for, their other chunks follow as
they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.library import Library
from index.models.embedder import Vectors
from index.types import Sentence
from rag.retrieval.fusion import SHIPPED, Fusion
from rag.retrieval.pseudo_relevance import fed_back
from rag.types import Candidate

# About a screen and a half; a short article is shown whole.
LONGEST = 5_000
# So many of an article's chunks tell how good it is.
COUNTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """One result of a search: ``article.text[start:end] == text``.

    Attributes:
        chunk_id: the chunk that was found, the passage's reason for being here.
        chunk_start, chunk_end: where that chunk stands in the article.
        score: of the article; where only a chunk is shown, of that.
        scores: of the chunk in each stage.
    """

    article_id: str
    chunk_id: str
    rank: int
    score: float
    scores: Mapping[str, float]
    start: int
    end: int
    text: str
    chunk_start: int
    chunk_end: int


def passages(
    candidates: Sequence[Candidate],
    whole: Mapping[str, float],
    vector: Vectors,
    library: Library,
    top_k: int,
    fusion: Fusion = SHIPPED,
) -> tuple[FoundPassage, ...]:
    """Return up to ``top_k`` passages: each article's best, grown, then other chunks as they are.

    Args:
        candidates: the chunks found, best first.
        whole: {article id: BM25 of the whole article}, as far as it is known.
        vector: the question's.
        library: the index.
        top_k: how many.
        fusion: what an article's other chunks, and its words as a whole, add to its best chunk.
    """
    by_article: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_article.setdefault(candidate.article_id, []).append(candidate)

    def score(found: Sequence[Candidate]) -> float:
        next_ones = sum(max(0.0, c.score) for c in found[1:COUNTED])
        words = whole.get(found[0].article_id, 0.0)
        return found[0].score + fusion.more * next_ones + fusion.whole * words

    first = sorted(by_article.values(), key=lambda found: -score(found))
    ordered = sorted(fed_back(first, vector, library, fusion), key=lambda found: -score(found))
    results = [
        _passage(found[0], *_grown(found, library), score(found), library)
        for found in ordered[:top_k]
    ]
    firsts = {found[0].chunk_id for found in ordered}
    results += [
        _passage(c, c.start, c.end, c.score, library)
        for c in candidates
        if c.chunk_id not in firsts
    ]
    return tuple(replace(result, rank=rank) for rank, result in enumerate(results[:top_k], 1))


def _grown(found: Sequence[Candidate], library: Library) -> tuple[int, int]:
    """Return a stretch with the article's best chunk, the next ones if they fit, and sentences around."""
    first, last = found[0].first_sentence, found[0].last_sentence
    sentences = library.sentences(found[0].article_id)
    for other in found[1:]:
        wide = min(first, other.first_sentence), max(last, other.last_sentence)
        if _length(sentences, *wide) <= LONGEST:
            first, last = wide
    while True:
        before = first > 0 and _length(sentences, first - 1, last) <= LONGEST
        after = last + 1 < len(sentences) and _length(sentences, first, last + 1) <= LONGEST
        if not (before or after):
            return sentences[first].start, sentences[last].end
        first -= before
        last += after and _length(sentences, first, last + 1) <= LONGEST


def _length(sentences: Sequence[Sentence], first: int, last: int) -> int:
    return sentences[last].end - sentences[first].start


def _passage(c: Candidate, start: int, end: int, score: float, library: Library) -> FoundPassage:
    return FoundPassage(
        article_id=c.article_id,
        chunk_id=c.chunk_id,
        rank=c.rank,
        score=score,
        scores=c.scores,
        start=start,
        end=end,
        text=library.article(c.article_id).text[start:end],
        chunk_start=c.start,
        chunk_end=c.end,
    )
