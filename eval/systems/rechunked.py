"""An index like another, cut into passages of another length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from index.ingest.chunking import chunks
from index.ingest.plan import STEP
from index.ingest.write import passage
from index.library import Library
from index.models.embedder import Embedder
from index.store.catalog import Prepared
from index.store.index_folder import Index
from index.types import Article, Sentence


def rechunked(library: Library, folder: Path, embedder: Embedder, target: int) -> Library:
    """Return a library of the same articles and sentences in passages of ``target`` characters.

    It holds no quotes and no copies.

    Args:
        library: the articles.
        folder: an empty one, for the new index.
        embedder: of the model the library was made with.
        target: about so many characters a passage.
    """
    ids = iter([row.article_id for row in library.articles()])
    with Index.write(folder, embedder) as index:
        while step := [library.article(id_) for id_ in islice(ids, STEP)]:
            _write(index, [(a, library.sentences(a.article_id)) for a in step], embedder, target)
    return Library.open(folder, embedder)


def _write(
    index: Index,
    articles: Sequence[tuple[Article, Sequence[Sentence]]],
    embedder: Embedder,
    target: int,
) -> None:
    cut = [chunks(article, sentences, target) for article, sentences in articles]
    embedded = embedder.passages(
        [
            passage(chunk, sentences)
            for (_article, sentences), parts in zip(articles, cut, strict=True)
            for chunk in parts
        ]
    )
    vectors = iter(embedded)
    with index.catalog.transaction():
        for (article, sentences), parts in zip(articles, cut, strict=True):
            own = [next(vectors) for _ in parts]
            index.catalog.put(
                Prepared(article=article, sentences=sentences, chunks=parts, embedded=own)
            )
    ids = [chunk.chunk_id for parts in cut for chunk in parts]
    index.vectors.put(ids, np.stack([e.whole for e in embedded]))
