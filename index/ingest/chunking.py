"""Sentences to chunks: windows of whole sentences, the unit that retrieval finds."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Article, Chunk, Sentence

# About 120 tokens: what small embedders were trained on, and one thought. Larger windows and
# overlapping ones found no more (docs/retrieval.md).
TARGET = 560
# From this share on the end of a paragraph is the better place to stop.
_FULL_ENOUGH = 0.6


def chunks(article: Article, sentences: Sequence[Sentence], target: int = TARGET) -> list[Chunk]:
    """Return windows of about ``target`` characters, one after another.

    Every sentence is in exactly one chunk; only a single sentence makes a longer chunk.

    Args:
        article: whose title each chunk has.
        sentences: all of the article's, in order.
        target: in characters.
    """
    found: list[Chunk] = []
    first = 0
    while first < len(sentences):
        last = _last_of(sentences, first, target)
        found.append(_chunk(article, sentences[first : last + 1], len(found)))
        first = last + 1
    return found


def _last_of(sentences: Sequence[Sentence], first: int, target: int) -> int:
    """Return the last sentence of the chunk that begins with ``first``."""
    last = first
    paragraph_end = None
    while last + 1 < len(sentences) and _length(sentences, first, last + 1) <= target:
        last += 1
        full = _length(sentences, first, last) >= _FULL_ENOUGH * target
        if full and _ends_paragraph(sentences, last):
            paragraph_end = last
    if last == len(sentences) - 1 or paragraph_end is None:
        return last
    return paragraph_end


def _length(sentences: Sequence[Sentence], first: int, last: int) -> int:
    return sentences[last].end - sentences[first].start


def _ends_paragraph(sentences: Sequence[Sentence], number: int) -> bool:
    following = sentences[number + 1 : number + 2]
    return not following or following[0].paragraph != sentences[number].paragraph


def _chunk(article: Article, window: Sequence[Sentence], number: int) -> Chunk:
    start, end = window[0].start, window[-1].end
    return Chunk(
        article_id=article.article_id,
        chunk_id=f"{article.article_id}:{article.content_hash[:8]}:{number}",
        first_sentence=window[0].number,
        last_sentence=window[-1].number,
        start=start,
        end=end,
        text=article.text[start:end],
        title=article.title or "",
    )
