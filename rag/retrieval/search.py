"""Retrieval by itself, and the ledger by itself: what the answers are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.words import content_stems
from index.types import touched
from rag.question.understand import check_question, understand
from rag.retrieval.bm25 import lexical
from rag.retrieval.fusion import SHIPPED, Fusion
from rag.retrieval.passages import FoundPassage, passages
from rag.retrieval.retriever import Reranker, retrieve
from rag.types import Filters

NEAR = 0.3
# Articles have several chunks among the best; so many are ranked that enough articles remain.
CHUNKS_A_RESULT, FEWEST = 12, 120
WHOLE_ARTICLES = 300


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
    chunks = max(FEWEST, CHUNKS_A_RESULT * top_k)
    found = retrieve(query, library, chunks, reranker, fusion)
    expression = lexical(query, library).expression
    whole = library.article_words(expression, WHOLE_ARTICLES, found.scope)
    return passages(found.candidates, whole, found.vector, library, top_k, fusion)


def find_quotes(library: Library, *, filters: Filters, about: str | None) -> list[ArticleQuote]:
    """Return quotes within the filters; with ``about``, those on the topic, nearest first.

    Args:
        library: the index.
        filters: which articles, and whose words.
        about: a topic; None takes all, latest article first.
    """
    within = asdict(replace(filters, speaker=None))
    scope, _undated = library.scope(**within)
    found = library.quotes(speaker=filters.speaker, scope=scope)
    return found if about is None else _on_topic(found, about, library)


def _on_topic(found: Sequence[ArticleQuote], about: str, library: Library) -> list[ArticleQuote]:
    """Keep quotes whose sentence shares the topic's words or meaning, nearest first."""
    vector = library.embedder.query(about)
    words = content_stems(about)
    ranked = []
    for item in found:
        sentences = touched(library.sentences(item.article_id), item.quote)
        near = max((library.similarity(s, vector) for s in sentences), default=0.0)
        shared = words & content_stems(" ".join(s.text for s in sentences))
        if shared or near >= NEAR:
            ranked.append((near + 0.5 * len(shared) / (len(words) or 1), item))
    return [item for _score, item in sorted(ranked, key=lambda pair: -pair[0])]
