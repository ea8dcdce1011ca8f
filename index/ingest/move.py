"""Bring what is indexed in one place to another, without reading or embedding anything again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice

from index.errors import EmptyIndex, UsageError
from index.ingest.plan import STEP
from index.ingest.rules import FOUND_BY, has_older
from index.models.embedder import Embedder
from index.store.catalog import Prepared, Records
from index.store.place import Place
from index.store.seam import Store, store_at


def move(
    old: Place,
    new: Place,
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> int:
    """Copy an index into another: articles, copies, quotes, vectors and stamps, as they are.

    The old one stays. Stopped at any point, the new one holds whole articles, and the same again
    goes on: what is there as it should be is left alone.

    Args:
        old: of the index to copy.
        new: of the index to copy into; made if it does not exist.
        embedder: of the model that the old one was made with.
        progress: told how many of how many articles are done.

    Returns:
        The number of articles copied, copies included.

    Raises:
        UsageError: both are the same place.
        EmptyIndex: there is nothing to copy.
        IndexMismatch: one of them was made with another model.
    """
    if str(old) == str(new):
        raise UsageError(f"--from {old}: it is the index itself; name another with --index.")
    with closing(store_at(old).read(old, embedder)) as source:
        if source.catalog.empty():
            raise EmptyIndex(f"The index {old} holds no article; there is nothing to copy.")
        with store_at(new).write(new, embedder) as target:
            target.sweep()
            return _copied(source.catalog, target, progress)


def _copied(old: Records, target: Store, progress: Callable[[int, int], None]) -> int:
    there = target.catalog.known()
    wanted = old.known()
    originals = [row.article_id for row in old.rows()]
    waiting = iter(originals)
    reprints: dict[str, list[str]] = {}
    for copy, original in old.copies.links():
        reprints.setdefault(original, []).append(copy)
    copied = done = 0
    while step := list(islice(waiting, STEP)):
        # A copy follows its original: it could not stand without.
        groups = {id_: [id_, *reprints.get(id_, ())] for id_ in step}
        fresh = [id_ for id_ in step if any(there.get(g) != wanted[g] for g in groups[id_])]
        _copy(old, target, {id_: groups[id_][1:] for id_ in fresh})
        copied += sum(len(groups[id_]) for id_ in fresh)
        done += len(step)
        progress(done, len(originals))
    target.catalog.stamps.keep(old.stamps.all())
    with target.catalog.transaction():
        if value := old.meta("cleaned by"):
            target.catalog.set_meta("cleaned by", value)
        if not there or has_older(old):
            target.catalog.set_meta(FOUND_BY, old.meta(FOUND_BY) or "")
    return copied


def _copy(old: Records, target: Store, reprints: Mapping[str, Sequence[str]]) -> None:
    """Copy articles, each with its copies."""
    fresh = [_stored(old, id_) for id_ in reprints]
    with target.switch(fresh):
        for id_ in sorted([*reprints, *chain.from_iterable(reprints.values())]):
            target.remove(id_)
        for article in fresh:
            target.catalog.put(article)
        for id_, copies in reprints.items():
            for copy in map(old.story, copies):
                target.catalog.copies.put(copy.article, id_, copy.raw_hash)


def _stored(old: Records, article_id: str) -> Prepared:
    story = old.story(article_id)
    chunks = old.passages.chunks_of(article_id)
    vectors = old.passages.embedded([chunk.chunk_id for chunk in chunks])
    return Prepared(
        article=story.article,
        sentences=old.passages.sentences(story.article),
        chunks=chunks,
        embedded=[vectors[chunk.chunk_id] for chunk in chunks],
        quotes=[found.quote for found in old.ledger.quotes([article_id])],
        raw_hash=story.raw_hash,
    )
