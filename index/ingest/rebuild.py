"""Bring today's rules for sentences and quotes, or another embedding model, to what is indexed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from index.ingest.plan import STEP
from index.ingest.rules import note_rules
from index.ingest.stories import Settled
from index.ingest.write import passage, store
from index.models.embedder import Embedder
from index.quotes.extract import extract_quotes
from index.store.place import Place
from index.store.seam import Store, nothing_at, store_at
from index.text.sentences import sentences
from index.types import Story


def rebuild(
    place: Place, embedder: Embedder, progress: Callable[[int, int], None] = lambda *_: None
) -> int:
    """Find sentences and quotes anew in every stored text; texts, ids and copies stay.

    Sources are not read. Stopped at any point, each article is as it was or as it should be.

    Args:
        place: of an index; made if it does not exist.
        embedder: must be the model the index was made with.
        progress: told how many of how many articles are done.

    Returns:
        The number of articles that came out otherwise than they were.

    Raises:
        NotAnIndex, IndexMismatch: the place holds something else, or another model's vectors.
        IndexBusy: another process writes to it.
    """
    with store_at(place).write(place, embedder) as index:
        index.sweep()
        ids = [row.article_id for row in index.catalog.rows()]
        changed = done = 0
        waiting = iter(ids)
        while step := list(islice(waiting, STEP)):
            stories = {id_: index.catalog.story(id_) for id_ in step}
            stale = {id_: s for id_, s in stories.items() if _is_stale(index, s)}
            store(index, Settled(originals=stale), embedder)
            changed += len(stale)
            done += len(step)
            progress(done, len(ids))
        note_rules(index.catalog)
        return changed


def _is_stale(index: Store, story: Story) -> bool:
    article = story.article
    stored = [found.quote for found in index.catalog.ledger.quotes([article.article_id])]
    if sorted(stored, key=repr) != sorted(extract_quotes(article.text), key=repr):
        return True
    spans = sentences(article.article_id, article.text)
    return list(index.catalog.passages.sentences(article)) != list(spans)


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
                done += _embed(index, step, embedder)
                progress(done, total)
    return total


def _embed(index: Store, article_ids: Sequence[str], embedder: Embedder) -> int:
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
