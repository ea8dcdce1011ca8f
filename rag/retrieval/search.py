"""Retrieval by itself, and the ledger by itself: what the answers are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from index.library import Library
from index.models.embedder import Vectors
from index.store.full_text import phrase
from index.store.ledger import ArticleQuote
from index.store.scope import Scope
from index.text.words import content_stems, content_words
from index.types import Chunk, Quote, overlap, touched
from rag.question.understand import check_question, understand
from rag.retrieval.bm25 import lexical
from rag.retrieval.fusion import SHIPPED, Fusion
from rag.retrieval.passages import FoundPassage, passages
from rag.retrieval.retriever import Reranker, Retriever
from rag.types import Filters

NEAR = 0.3
# Quotes on a topic are looked for in so many passages by meaning, and so many by words: what is
# further off is hardly on it, and nobody waits longer for a larger archive.
NEAREST = 1000
# Articles have several chunks among the best; so many are ranked that enough articles remain.
CHUNKS_A_RESULT, FEWEST = 12, 120
WHOLE_ARTICLES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuote:
    """A quote with the article it stands in."""

    article_id: str
    title: str | None
    publisher: str | None
    published: str | None
    quote: Quote


def search(
    question: str,
    library: Library,
    *,
    filters: Filters,
    top_k: int,
    reranker: Reranker | None = None,
    fusion: Fusion = SHIPPED,
) -> tuple[FoundPassage, ...]:
    """Return passages for a question, best first; see ``rag.retrieval.passages``.

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
    found = Retriever(library, top_k, reranker, fusion).retrieve(
        query, max(FEWEST, CHUNKS_A_RESULT * top_k)
    )
    expression = lexical(query, library).expression
    whole = library.article_words(expression, WHOLE_ARTICLES, found.scope)
    return passages(found.candidates, whole, found.vector, library, top_k, fusion)


def find_quotes(library: Library, *, filters: Filters, about: str | None) -> list[FoundQuote]:
    """Return quotes within the filters; with ``about``, those on the topic, nearest first.

    Args:
        library: the index.
        filters: which articles, and whose words.
        about: a topic; None takes all, latest article first.
    """
    scope, _undated = library.scope(
        since=filters.since,
        until=filters.until,
        publisher=filters.publisher,
        article=filters.article,
    )
    if about is None:
        found = library.quotes(speaker=filters.speaker, scope=scope)
    else:
        found = _on_topic(about, filters, scope, library)
    return [_found(q.article_id, q.quote, library) for q in found]


def _found(article_id: str, quote: Quote, library: Library) -> FoundQuote:
    article = library.article(article_id)
    return FoundQuote(
        article_id=article_id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        quote=quote,
    )


def _on_topic(about: str, filters: Filters, scope: Scope, library: Library) -> list[ArticleQuote]:
    """Return quotes whose sentence shares the topic's words or meaning, nearest first."""
    vector = library.embedder.query(about)
    words = content_stems(about)
    passages = _near(about, vector, scope, library)
    ranked = []
    for item in _quotes_in(passages, filters, scope, library):
        if not any(overlap(item.quote, chunk) for chunk in passages[item.article_id]):
            continue
        sentences = touched(library.sentences(item.article_id), item.quote)
        near = max((library.similarity(s, vector) for s in sentences), default=0.0)
        shared = words & content_stems(" ".join(s.text for s in sentences))
        if shared or near >= NEAR:
            ranked.append((near + 0.5 * len(shared) / (len(words) or 1), item))
    return [item for _score, item in sorted(ranked, key=lambda pair: -pair[0])]


def _quotes_in(
    articles: Iterable[str], filters: Filters, scope: Scope, library: Library
) -> Iterable[ArticleQuote]:
    if filters.speaker:
        inside = replace(scope, articles=tuple(articles))
        return library.quotes(speaker=filters.speaker, scope=inside)
    # By article they are kept, and the next topic mostly leads to the same ones.
    return chain.from_iterable(map(library.quotes_in, articles))


def _near(about: str, vector: Vectors, scope: Scope, library: Library) -> dict[str, list[Chunk]]:
    """Return the passages near a topic in meaning or words, by article."""
    expression = " OR ".join(map(phrase, content_words(about)))
    near = library.nearest_chunks(vector, NEAREST, scope)
    sharing = library.words(expression, NEAREST, scope) if expression else []
    by_article: dict[str, list[Chunk]] = {}
    found = library.chunks([id_ for id_, _score in (*near, *sharing)])
    for chunk in sorted(found.values(), key=lambda c: (c.article_id, c.start)):
        by_article.setdefault(chunk.article_id, []).append(chunk)
    return by_article
