"""Settled stories into the store: divide, embed, and make them exist in one switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from index.ingest.chunking import chunks
from index.ingest.stories import Settled
from index.models.embedder import Embedder, Passage
from index.quotes.extract import extract_quotes
from index.store.catalog import Prepared
from index.store.seam import Store
from index.text.sentences import sentences
from index.types import Chunk, Sentence, Story


def store(index: Store, settled: Settled, embedder: Embedder) -> None:
    """Bring a store to what was settled.

    Args:
        index: open for writing.
        settled: what is to be stored, and what no more.
        embedder: of the model the index was made with.
    """
    write(index, settled, prepared(list(settled.originals.values()), embedder), {})


def prepared(stories: Sequence[Story], embedder: Embedder) -> list[Prepared]:
    """Divide stories, find their quotes and embed them.

    Args:
        stories: clean articles.
        embedder: as for ``embedded``.
    """
    return embedded([_divided(story) for story in stories], embedder)


def embedded(fresh: Sequence[Prepared], embedder: Embedder) -> list[Prepared]:
    """Add the vectors of their chunks to divided articles.

    Args:
        fresh: articles with their chunks.
        embedder: asked once for the passages of all.
    """
    passages = [passage(chunk, p.sentences) for p in fresh for chunk in p.chunks]
    rows = iter(embedder.passages(passages) if passages else ())
    return [replace(p, embedded=tuple(islice(rows, len(p.chunks)))) for p in fresh]


def write(
    index: Store, settled: Settled, fresh: Sequence[Prepared], reread: Mapping[str, str]
) -> None:
    """Bring a store to what was settled, whose originals are prepared; see ``store``.

    Args:
        index: opened for writing.
        settled: what is to be there and what is not.
        fresh: its originals, prepared.
        reread: {article id: new raw hash} of those that came out as they were.
    """
    if not (settled.touched or reread):
        return
    with index.switch(fresh):
        # In one order: two writers never wait for each other.
        for article_id in sorted(settled.touched):
            index.remove(article_id)
        for p in fresh:
            index.catalog.put(p)
        for story, original in settled.copies.values():
            index.catalog.copies.put(story.article, original, story.raw_hash)
        for article_id, raw_hash in reread.items():
            index.catalog.reread(article_id, raw_hash)


def _divided(story: Story) -> Prepared:
    article = story.article
    spans = sentences(article.article_id, article.text)
    return Prepared(
        article=article,
        raw_hash=story.raw_hash,
        sentences=spans,
        chunks=chunks(article, spans),
        quotes=extract_quotes(article.text),
    )


def passage(chunk: Chunk, sentences: Sequence[Sentence]) -> Passage:
    """Return what of a chunk is embedded: the title says what a passage alone often does not.

    Args:
        chunk: of an article.
        sentences: all of that article's.
    """
    return Passage(
        heading="" if chunk.title in chunk.text else chunk.title,
        text=chunk.text,
        sentences=tuple(
            (s.start - chunk.start, s.end - chunk.start)
            for s in sentences[chunk.first_sentence : chunk.last_sentence + 1]
        ),
    )
