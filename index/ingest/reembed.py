"""Bring a whole index to another embedding model, in one switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from index.ingest.plan import STEP
from index.ingest.write import passage
from index.models.embedder import Embedder
from index.store.place import Place
from index.store.seam import Store, nothing_at, store_at


def reembed(
    place: Place, embedder: Embedder, progress: Callable[[int, int], None] = lambda *_: None
) -> int:
    """Embed every chunk of the index at ``place`` anew; texts, ids and quotes stay.

    Everything is one transaction: until its end the old vectors answer, stopped before it nothing
    has changed. What was embedded is kept by the embedder's cache, if it has one.

    Args:
        place: of an index.
        embedder: of the model that the index is for from now on.
        progress: told how many of how many chunks are done.

    Returns:
        The number of chunks.

    Raises:
        EmptyIndex: there is no index.
        IndexBusy: another process writes to it.
    """
    with store_at(place).peek(place) as there:
        if there is None or there.empty():
            raise nothing_at(place)
    with store_at(place).write_as_it_is(place) as index:
        if index.catalog.meta("embedder") == embedder.fingerprint:
            return 0
        total, done = index.catalog.passages.chunk_count(), 0
        ids = iter([row.article_id for row in index.catalog.rows()])
        with index.reembedding(embedder.fingerprint):
            while step := list(islice(ids, STEP)):
                done += _step(index, step, embedder)
                progress(done, total)
    return total


def _step(index: Store, article_ids: Sequence[str], embedder: Embedder) -> int:
    """Embed the chunks of some articles anew; return how many they are."""
    chunks, texts = [], []
    for article_id in article_ids:
        article = index.catalog.article(article_id)
        assert article is not None
        spans, parts = (
            index.catalog.passages.sentences(article), index.catalog.passages.chunks_of(article_id),
        )  # fmt: skip
        chunks += parts
        texts += [passage(chunk, spans) for chunk in parts]
    index.catalog.passages.replace_vectors(chunks, embedder.passages(texts))
    return len(chunks)
