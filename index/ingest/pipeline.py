"""Bring sources into the index: plan what should become of each, settle the stories, write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, tee

from index.cleaning.version import cleaning_hash
from index.errors import UnknownArticle
from index.ingest.load import Options
from index.ingest.plan import STEP, gone, noted, placed, plan
from index.ingest.report import IngestReport, SourceReport
from index.ingest.rules import note_rules
from index.ingest.stories import Settled, Stories
from index.ingest.workers.crew import HERE, Workers
from index.ingest.write import prepared, store, write
from index.models.embedder import Embedder
from index.store.catalog import Known, Records
from index.store.place import Place
from index.store.seam import Store, store_at
from index.types import Stamp
from index.web.articles import as_address

_Progress = Callable[[SourceReport], None]


@dataclass(frozen=True, slots=True)
class _Step:
    """Some sources, settled; ``reread`` as in ``write``."""

    settled: Settled
    reread: Mapping[str, str]
    reports: Sequence[SourceReport]


def ingest(
    place: Place,
    sources: Sequence[str],
    embedder: Embedder,
    *,
    options: Options | None = None,
    dry_run: bool = False,
    prune: bool = False,
    workers: Workers = HERE,
    progress: _Progress = lambda _report: None,
) -> IngestReport:
    """Add or refresh every article of ``sources`` in the index at ``place``.

    Args:
        place: of the index; made if it does not exist.
        sources: files, folders, globs, addresses.
        embedder: must be the model the index was made with.
        options: how sources are read, where their names do not say it.
        dry_run: only report what would happen.
        prune: also remove articles whose file is gone from a folder named in ``sources``.
        workers: who reads, cleans and embeds; this process settles the stories and writes.
        progress: told of each source as soon as its fate is known.

    Raises:
        NotAnIndex, IndexMismatch: the place holds something else, or another model's vectors.
        IndexBusy: another process writes to it.
    """
    options = options or Options()
    stamps = options.web.stamps
    if dry_run:
        with store_at(place).peek(place) as catalog:
            stamps.update(_stamps(catalog) if catalog else {})
            known = catalog.known() if catalog else {}
            stories = Stories(catalog)
            steps = _in_steps(known, stories, sources, options, prune, workers)
            return _told((r for step in steps for r in step.reports), stories, progress)
    with store_at(place).write(place, embedder) as index:
        index.sweep()
        if index.catalog.empty():
            note_rules(index.catalog)
        stories = Stories(index.catalog)
        stamps.update(_stamps(index.catalog))
        steps = _in_steps(index.catalog.known(), stories, sources, options, prune, workers)
        report = _told(_stored(steps, index, stories, embedder, workers), stories, progress)
        _keep_stamps(index.catalog, stamps)
        return report


def remove(place: Place, article_ids: Sequence[str], embedder: Embedder) -> list[str]:
    """Remove articles from every store; all are there or nothing is removed.

    Args:
        place: of the index.
        article_ids: of articles or copies.
        embedder: the index's model; a copy that takes a place is embedded.

    Returns:
        The ids of former copies that now stand for a removed article's story.

    Raises:
        UnknownArticle: naming the first id that is not in the index.
    """
    with store_at(place).write(place, embedder) as index:
        known = index.catalog.known()
        for article_id in article_ids:
            if article_id not in known:
                raise UnknownArticle(
                    f"No article '{article_id}' in the index; `tradewire list` shows the ids."
                )
        index.sweep()
        settled = Stories(index.catalog).settle(gone=article_ids)
        store(index, settled, embedder)
        if any(as_address(known[article_id].source) for article_id in article_ids):
            index.catalog.stamps.forget()
    return sorted(settled.freed.keys() & settled.originals.keys())


def _stored(
    steps: Iterator[_Step], index: Store, stories: Stories, embedder: Embedder, workers: Workers
) -> Iterator[SourceReport]:
    """Prepare and write one step after the other; a report is given once its article is safely in."""
    steps, ahead = tee(steps)
    pieces = (list(step.settled.originals.values()) for step in ahead)
    made = workers.in_order(partial(prepared, embedder=embedder), pieces)
    for step, fresh in zip(steps, made, strict=True):
        write(index, step.settled, fresh, step.reread)
        stories.stored(step.settled)
        yield from step.reports


def _told(coming: Iterator[SourceReport], stories: Stories, progress: _Progress) -> IngestReport:
    """Tell of each source as its report comes, and return them all."""
    reports = []
    for report in coming:
        progress(placed(report, stories))
        reports.append(report)
    # A later source may have turned out to be fuller than an earlier one, or have gone.
    return IngestReport(sources=tuple(placed(report, stories) for report in reports))


def _in_steps(
    known: Mapping[str, Known],
    stories: Stories,
    sources: Sequence[str],
    options: Options,
    prune: bool,
    workers: Workers,
) -> Iterator[_Step]:
    """Plan the sources and settle their stories, in steps."""
    planned = plan(known, sources, options, workers)
    step = list(islice(planned, STEP))
    last = False
    while not last:
        following = list(islice(planned, STEP))
        # What is gone goes with the last step: a few changes are one switch.
        last = not following
        pruned = gone(known, sources) if prune and last else []
        doomed = [report.article_id for report in pruned if report.article_id]
        settled = stories.settle([p.story for p in step if p.story], doomed)
        reports = [noted(r, settled, stories) for r in [*(p.report for p in step), *pruned]]
        reread = {str(p.report.article_id): p.reread for p in step if p.reread}
        yield _Step(settled, reread, reports)
        step = following


def _stamps(catalog: Records) -> dict[str, Stamp]:
    """Return the stamps of pages as they would be cleaned today; no others spare a reading."""
    return catalog.stamps.all() if catalog.meta("cleaned by") == cleaning_hash() else {}


def _keep_stamps(catalog: Records, stamps: Mapping[str, Stamp]) -> None:
    if stamps and catalog.meta("cleaned by") != cleaning_hash():
        catalog.stamps.forget()
        with catalog.transaction():
            catalog.set_meta("cleaned by", cleaning_hash())
    catalog.stamps.keep(stamps)
