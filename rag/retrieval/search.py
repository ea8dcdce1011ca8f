"""Retrieval by itself, and the ledger by itself: what the answers are made from.

A search gives one passage an article, its best chunk with what stands around it: a reader, and a program that
reads on, wants the article's stretch that answers, and then another article's view. Where there are fewer
articles than results asked for, their other chunks follow as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from index.library import Library
from index.models.embedder import Vectors
from index.store.full_text import phrase
from index.store.ledger import ArticleQuote
from index.store.scope import Scope
from index.text.words import content_stems, content_words
from index.types import Chunk, Sentence, overlap, touched
from rag.question.understand import check_question, understand
from rag.retrieval.bm25 import lexical
from rag.retrieval.fusion import SHIPPED, Fusion, fed_back
from rag.retrieval.retriever import Reranker, Retrieval, retrieve
from rag.types import Candidate, Filters, FoundPassage

NEAR = 0.3
# Quotes on a topic are looked for in so many passages by meaning, and so many by words: what is
# further off is hardly on it, and nobody waits longer for a larger archive.
NEAREST = 1000
# Articles have several chunks among the best; so many are ranked that enough articles remain.
CHUNKS_A_RESULT, FEWEST = 12, 120
WHOLE_ARTICLES = 300
# About a screen and a half; a short article is shown whole.
LONGEST = 5_000
# So many of an article's chunks tell how good it is.
COUNTED = 6


def search(
    question: str,
    library: Library,
    *,
    filters: Filters,
    top_k: int,
    reranker: Reranker | None = None,
    fusion: Fusion = SHIPPED,
) -> tuple[FoundPassage, ...]:
    """Return passages for a question, best first; each article's, then other chunks.

    Args:
        question: as asked.
        library: the index.
        filters: which articles may be looked at.
        top_k: how many passages.
        reranker: puts the best in its order; None leaves them.
        fusion: how the scores of the stages add up.

    Raises:
        UsageError: the question is empty or too long.
    """
    query = understand(check_question(question), (), filters, library)
    chunks = max(FEWEST, CHUNKS_A_RESULT * top_k)
    found = retrieve(query, library, chunks, reranker, fusion)
    expression = lexical(query, library).expression
    whole = library.article_words(expression, WHOLE_ARTICLES, found.scope)
    return _passages(found, whole, library, top_k, fusion)


def _passages(
    retrieval: Retrieval, whole: Mapping[str, float], library: Library, top_k: int, fusion: Fusion
) -> tuple[FoundPassage, ...]:
    """Return up to ``top_k`` passages, where ``whole`` is {article id: BM25 of the whole article}."""
    by_article: dict[str, list[Candidate]] = {}
    for candidate in retrieval.candidates:
        by_article.setdefault(candidate.article_id, []).append(candidate)

    def score(found: Sequence[Candidate]) -> float:
        next_ones = sum(max(0.0, c.score) for c in found[1:COUNTED])
        words = whole.get(found[0].article_id, 0.0)
        return found[0].score + fusion.more * next_ones + fusion.whole * words

    first = sorted(by_article.values(), key=lambda found: -score(found))
    pulled = fed_back(first, retrieval.vector, library, fusion)
    ordered = sorted(pulled, key=lambda found: -score(found))
    results = [
        _passage(found[0], *_grown(found, library), score(found), library)
        for found in ordered[:top_k]
    ]
    firsts = {found[0].chunk_id for found in ordered}
    results += [
        _passage(c, c.start, c.end, c.score, library)
        for c in retrieval.candidates
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


def find_quotes(library: Library, *, filters: Filters, about: str | None) -> list[ArticleQuote]:
    """Return quotes within the filters; with ``about``, those on the topic, nearest first.

    Args:
        library: the index.
        filters: which articles, and whose words.
        about: a topic; None takes all, latest article first.
    """
    scope, _undated = library.scope(**asdict(replace(filters, speaker=None)))
    if about is None:
        return library.quotes(speaker=filters.speaker, scope=scope)
    return _on_topic(about, filters, scope, library)


def _on_topic(about: str, filters: Filters, scope: Scope, library: Library) -> list[ArticleQuote]:
    """Return quotes whose sentence shares the topic's words or meaning, nearest first."""
    vector = library.embedder.query(about)
    words = content_stems(about)
    # Of one person all are looked at: those are few, and each may be asked for.
    found: Iterable[ArticleQuote] = (
        library.quotes(speaker=filters.speaker, scope=scope)
        if filters.speaker
        else _near(about, vector, scope, library)
    )
    ranked = []
    for item in found:
        sentences = touched(library.sentences(item.article_id), item.quote)
        near = max((library.similarity(s, vector) for s in sentences), default=0.0)
        shared = words & content_stems(" ".join(s.text for s in sentences))
        if shared or near >= NEAR:
            ranked.append((near + 0.5 * len(shared) / (len(words) or 1), item))
    return [item for _score, item in sorted(ranked, key=lambda pair: -pair[0])]


def _near(about: str, vector: Vectors, scope: Scope, library: Library) -> Iterator[ArticleQuote]:
    """Yield the quotes in the passages that are near a topic in meaning or words."""
    expression = " OR ".join(map(phrase, content_words(about)))
    near = library.nearest_chunks(vector, NEAREST, scope)
    sharing = library.words(expression, NEAREST, scope) if expression else []
    passages: dict[str, list[Chunk]] = {}
    for chunk in library.chunks([id_ for id_, _score in (*near, *sharing)]).values():
        passages.setdefault(chunk.article_id, []).append(chunk)
    for article_id in sorted(passages):
        for item in library.quotes_in(article_id):
            if any(overlap(item.quote, chunk) for chunk in passages[article_id]):
                yield item
