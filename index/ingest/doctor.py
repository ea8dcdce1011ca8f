"""Check the stores of an index against each other, and repair what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from index.ingest.plan import STEP
from index.ingest.rules import has_older
from index.ingest.stories import Settled, Stories
from index.ingest.write import store
from index.models.embedder import Embedder
from index.store.chroma.connection import VectorsAway
from index.store.embedded.vectors import VectorsUnfit
from index.store.place import Place
from index.store.seam import Store, store_at

_NAMED = 5
_REPAIR = "run `tradewire doctor --repair`"
_COPY = "see to what the server that is written to sends it, or unset TRADEWIRE_READ_FROM"
_MODEL = "run `tradewire index --reembed`, or set TRADEWIRE_EMBEDDER back"
_ANEW = "delete the index folder and run `tradewire index SOURCE…` again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found.

    Attributes:
        check: what was looked at.
        problem: what is or was wrong, None if nothing.
        repaired: it is right now.
        way_out: what helps.
    """

    check: str
    problem: str | None = None
    repaired: bool = False
    way_out: str | None = None

    @property
    def sound(self) -> bool:
        """Tell whether all is well now."""
        return self.problem is None or self.repaired


@dataclass(frozen=True, slots=True)
class _Examination:
    """A check, what of the index it finds wrong, and how that is put right."""

    check: str
    find: Callable[[Store], str | None]
    repair: Callable[[Store, Embedder], None]


def examine(place: Place, embedder: Embedder, *, repair: bool = False) -> Iterator[Finding]:
    """Yield a finding for each check, after its repair if that is wanted.

    Args:
        place: of an index.
        embedder: the model that questions will be asked with.
        repair: put right what can be, alone.

    Raises:
        EmptyIndex: there is no index.
        IndexBusy: another process writes to it, and it should be repaired.
    """
    kind = store_at(place)
    with closing(kind.look(place)) as index:
        if not repair:
            yield from _examined(index, embedder, repair=False)
            return
    with kind.write_as_it_is(place) as index:
        yield from _examined(index, embedder, repair=True)


def _examined(index: Store, embedder: Embedder, *, repair: bool) -> Iterator[Finding]:
    damage = index.catalog.damage()
    yield _finding("catalogue file", damage, _ANEW)
    if damage:
        # Nothing that is read from it can be trusted.
        return
    away = False
    for e in _EXAMINATIONS:
        try:
            problem = e.find(index)
            if problem and repair:
                e.repair(index, embedder)
                again = e.find(index)
                yield Finding(check=e.check, problem=again or problem, repaired=again is None)
                continue
            yield _finding(e.check, problem, _REPAIR)
        except VectorsAway as error:
            problem, _, way_out = str(error).rstrip(".").partition("; ")
            yield _finding(e.check, problem, way_out)
            away = True
    made_with = index.catalog.meta("embedder")
    other = made_with not in {None, embedder.fingerprint}
    model = f"made with {made_with}, not {embedder.fingerprint}" if other else None
    yield _finding("embedding model", model, _MODEL)
    older = "some articles were read by older ones" if has_older(index.catalog) else None
    yield _finding("rules for sentences and quotes", older, "run `tradewire index --rebuild`")
    if not away and (remark := index.remark()):
        yield _finding("what readers ask", remark.rstrip("."), _COPY)


def _finding(check: str, problem: str | None, way_out: str) -> Finding:
    return Finding(check=check, problem=problem, way_out=way_out if problem else None)


def _unfaithful(index: Store) -> list[str]:
    """Return the articles whose sentences, chunks or quotes are not the words of their text."""
    catalog = index.catalog
    wrong = []
    for row in catalog.rows():
        article = catalog.article(row.article_id)
        assert article is not None
        chunks = catalog.passages.chunks_of(row.article_id)
        spans = [
            *((s.start, s.end) for s in catalog.passages.sentences(article)),
            *((q.quote.start, q.quote.end) for q in catalog.ledger.quotes([row.article_id])),
        ]
        sound = (
            bool(chunks)
            and all(0 <= start < end <= len(article.text) for start, end in spans)
            and all(article.text[c.start : c.end] == c.text for c in chunks)
        )
        if not sound:
            wrong.append(row.article_id)
    return wrong


def _store_again(index: Store, embedder: Embedder) -> None:
    """Divide and embed the damaged articles anew, from their stored texts."""
    wrong = _unfaithful(index)
    for at in range(0, len(wrong), STEP):
        stories = {id_: index.catalog.story(id_) for id_ in wrong[at : at + STEP]}
        copies = {
            copy.article_id: (index.catalog.story(copy.article_id), id_)
            for id_ in stories
            for copy in index.catalog.copies.of(id_)
        }
        store(index, Settled(originals=stories, copies=copies), embedder)


def _alone(index: Store) -> list[str]:
    known = {id_ for id_, _print in index.catalog.fingerprints()}
    return sorted(copy for copy, original in index.catalog.copies.links() if original not in known)


def _place_again(index: Store, embedder: Embedder) -> None:
    lost = [index.catalog.story(id_) for id_ in _alone(index)]
    store(index, Stories(index.catalog).settle(lost), embedder)


def _vectors(index: Store) -> str | None:
    wanted = {id_ for ids, _rows in index.catalog.passages.vectors() for id_ in ids}
    try:
        stored = index.vector_ids()
    except VectorsAway:
        raise
    except VectorsUnfit as error:
        return str(error).partition(";")[0].rstrip(".")
    if stored is None:
        return None
    missing = _several(wanted - stored, "vector", "missing")
    extra = _several(stored - wanted, "vector", "of no article")
    return "; ".join(filter(None, (missing, extra))) or None


def _make_anew(index: Store, embedder: Embedder) -> None:
    del embedder
    index.make_anew()
    index.sweep()


def _several(ids: Iterable[str], noun: str, what: str) -> str | None:
    """Return how many of something are wrong, naming the first; None if none is."""
    found = sorted(ids)
    if not found:
        return None
    named = ", ".join(f"'{id_}'" for id_ in found[:_NAMED])
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    return f"{len(found):,} × {noun} {what}: {named}{more}"


_EXAMINATIONS = (
    _Examination(
        "copies have their article",
        lambda index: _several(_alone(index), "copy", "of an article that is not there"),
        _place_again,
    ),
    _Examination(
        "parts are the words of their article",
        lambda index: _several(_unfaithful(index), "article", "does not match its parts"),
        _store_again,
    ),
    _Examination("vectors are those of the catalogue", _vectors, _make_anew),
)
