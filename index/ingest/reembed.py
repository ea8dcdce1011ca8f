"""Bring a whole index to another embedding model, in one switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from index.errors import EmptyIndex
from index.ingest.write import STEP, passage
from index.models.embedder import Embedder
from index.store.index_folder import Index


def reembed(
    folder: Path, embedder: Embedder, progress: Callable[[int, int], None] = lambda *_: None
) -> int:
    """Embed every chunk of the index at ``folder`` anew; texts, ids and quotes stay.

    Everything is one transaction: until its end the old vectors answer, stopped before it nothing
    has changed. What was embedded is kept by the embedder's cache, if it has one.

    Args:
        folder: an index.
        embedder: of the model that the index is for from now on.
        progress: told how many of how many chunks are done.

    Returns:
        The number of chunks.

    Raises:
        EmptyIndex: there is no index.
        IndexBusy: another process writes to it.
    """
    with Index.peek(folder) as there:
        if there is None or there.empty():
            raise EmptyIndex(
                f"Nothing is indexed at {folder}; run `tradewire index FOLDER` with your articles."
            )
    with Index.write_as_it_is(folder) as index:
        if index.catalog.meta("embedder") == embedder.fingerprint:
            return 0
        total, done = index.catalog.passages.chunk_count(), 0
        ids = iter([row.article_id for row in index.catalog.rows()])
        with index.catalog.transaction():
            while step := list(islice(ids, STEP)):
                done += _step(index, step, embedder)
                progress(done, total)
            index.catalog.set_meta("embedder", embedder.fingerprint)
            # Before the switch: nobody may take the old model's vectors for the new one's.
            index.vectors.spoil()
        index.vectors.make_anew(index.catalog.vectors())
    return total


def _step(index: Index, article_ids: Sequence[str], embedder: Embedder) -> int:
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
