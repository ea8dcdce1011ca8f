"""Settled stories into the store: divide, embed, and make them exist in one switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.ingest.chunking import chunks
from index.ingest.stories import Settled
from index.models.embedder import Embedder, Passage
from index.quotes.extract import extract_quotes
from index.store.seam import Store
from index.text.sentences import sentences
from index.types import Article, Chunk, Quote, Sentence, Story

# Articles embedded and committed together: enough to fill the embedder's batches, few enough
# that memory stays flat and an interruption loses seconds.
STEP = 32
NOTHING_REREAD: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    article: Article
    raw_hash: str
    sentences: Sequence[Sentence]
    chunks: Sequence[Chunk]
    quotes: Sequence[Quote]

    @property
    def passages(self) -> list[Passage]:
        return [passage(chunk, self.sentences) for chunk in self.chunks]


def store(
    index: Store,
    settled: Settled,
    embedder: Embedder,
    reread: Mapping[str, str] = NOTHING_REREAD,
) -> None:
    """Bring a store to what was settled.

    Args:
        index: open for writing.
        settled: what is to be stored, and what no more.
        embedder: of the model the index was made with.
        reread: by id, new hashes of sources that gave the articles that are stored already.
    """
    if not (settled.touched or reread):
        return
    fresh = [_prepared(story) for story in settled.originals.values()]
    ids = [chunk.chunk_id for p in fresh for chunk in p.chunks]
    embedded = embedder.passages([passage for p in fresh for passage in p.passages])
    whole = np.stack([e.whole for e in embedded]) if embedded else np.zeros((0, 0), np.float32)
    rows = iter(embedded)
    with index.switch(ids, whole):
        # In one order: two writers never wait for each other.
        for article_id in sorted(settled.touched):
            index.remove(article_id)
        for p in fresh:
            vectors = [next(rows) for _ in p.chunks]
            index.catalog.put(p.article, p.sentences, p.chunks, vectors, p.quotes, p.raw_hash)
        for story, original in settled.copies.values():
            index.catalog.copies.put(story.article, original, story.raw_hash)
        for article_id, raw_hash in reread.items():
            index.catalog.reread(article_id, raw_hash)


def _prepared(story: Story) -> _Prepared:
    article = story.article
    spans = sentences(article.article_id, article.text)
    return _Prepared(
        article=article,
        raw_hash=story.raw_hash,
        sentences=spans,
        chunks=chunks(article, spans),
        quotes=extract_quotes(article.text),
    )


def passage(chunk: Chunk, sentences: Sequence[Sentence]) -> Passage:
    """Return what of a chunk is embedded: the title says what a passage alone often does not."""
    return Passage(
        heading="" if chunk.title in chunk.text else chunk.title,
        text=chunk.text,
        sentences=tuple(
            (s.start - chunk.start, s.end - chunk.start)
            for s in sentences[chunk.first_sentence : chunk.last_sentence + 1]
        ),
    )
