"""Windows of whole sentences, the units of retrieval."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Article, Chunk, Sentence

# About 170 tokens: the embedder reads 256, and small windows keep what is said together apart
# from what is not.
TARGET = 700
FULL_ENOUGH = 0.6


def chunks(article: Article, sentences: Sequence[Sentence]) -> list[Chunk]:
    """Return windows of about ``TARGET`` characters that overlap by one sentence.

    A window ends early at the end of a paragraph once it is full enough; it exceeds the target
    only where a single sentence does.
    """
    found: list[Chunk] = []
    first = 0
    while first < len(sentences):
        last = _last(sentences, first)
        found.append(_chunk(article, sentences, first, last, len(found)))
        if last == len(sentences) - 1:
            break
        first = last if last > first else last + 1
    return found


def _last(sentences: Sequence[Sentence], first: int) -> int:
    start = sentences[first].start
    last = first
    while last + 1 < len(sentences) and sentences[last + 1].end - start <= TARGET:
        ends_paragraph = sentences[last].paragraph != sentences[last + 1].paragraph
        if ends_paragraph and sentences[last].end - start >= FULL_ENOUGH * TARGET:
            break
        last += 1
    return last


def _chunk(
    article: Article, sentences: Sequence[Sentence], first: int, last: int, number: int
) -> Chunk:
    start, end = sentences[first].start, sentences[last].end
    return Chunk(
        article_id=article.article_id,
        chunk_id=f"{article.article_id}:{article.content_hash[:8]}:{number}",
        first_sentence=first,
        last_sentence=last,
        start=start,
        end=end,
        text=article.text[start:end],
    )
