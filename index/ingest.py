"""Bring sources into the index: plan, build, swap.

Vectors are written first, under ids that carry the content's hash, and noted as stray; then one
SQLite transaction makes the article exist and claims its vectors; then what the old version left
behind is swept away. Stopped at any point, readers see the old article or the new one, and the
next run sweeps the strays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np

from index.catalog import Known
from index.chunk import chunks
from index.clean import clean
from index.embed import Embedder, Passage
from index.errors import UnknownArticle
from index.load import Options, Problem, expand, file_of, read
from index.quotes import extract_quotes
from index.rawhash import raw_hash
from index.segment import sentences
from index.store import Index
from index.types import Article, Chunk, Quote, RawArticle, Sentence

Status = Literal["added", "changed", "unchanged", "removed", "duplicate", "skipped", "failed"]

# Articles embedded and committed together: enough to fill the embedder's batches, few enough
# that memory stays flat and an interruption loses seconds.
STEP = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one source."""

    source: str
    status: Status
    article_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of all sources, in order."""

    sources: tuple[SourceReport, ...] = field(default=())

    def count(self, status: Status) -> int:
        """Return how many sources ended that way."""
        return sum(report.status == status for report in self.sources)

    @property
    def stored(self) -> bool:
        """Tell whether anything was stored, or was there already."""
        return any(r.status in {"added", "changed", "unchanged", "removed"} for r in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorted:
    """A source with its fate; the clean article where there is something to store."""

    report: SourceReport
    article: Article | None = None
    raw_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    article: Article
    raw_hash: str
    sentences: Sequence[Sentence]
    chunks: Sequence[Chunk]
    quotes: Sequence[Quote]

    @property
    def chunk_ids(self) -> list[str]:
        return [chunk.chunk_id for chunk in self.chunks]

    @property
    def passages(self) -> list[Passage]:
        return [_passage(chunk, self.sentences) for chunk in self.chunks]


def _passage(chunk: Chunk, sentences: Sequence[Sentence]) -> Passage:
    """Return what of a chunk is embedded: the title says what a passage alone often does not."""
    return Passage(
        heading="" if chunk.title in chunk.text else chunk.title,
        text=chunk.text,
        sentences=tuple(
            (s.start - chunk.start, s.end - chunk.start)
            for s in sentences[chunk.first_sentence : chunk.last_sentence + 1]
        ),
    )


def ingest(
    folder: Path,
    sources: Sequence[str],
    embedder: Embedder,
    *,
    options: Options | None = None,
    dry_run: bool = False,
    prune: bool = False,
    progress: Callable[[SourceReport], None] = lambda _report: None,
) -> IngestReport:
    """Add or refresh every article of ``sources`` in the index at ``folder``.

    Args:
        folder: the index; made if it does not exist.
        sources: files, folders, globs, addresses.
        embedder: must be the model the index was made with.
        options: how sources are read, where their names do not say it.
        dry_run: only report what would happen.
        prune: also remove articles whose file is gone from a folder named in ``sources``.
        progress: told of each source as soon as its fate is known.

    Raises:
        NotAnIndex, IndexMismatch: the folder holds something else, or another model's vectors.
        IndexBusy: another process writes to it.
    """
    options = options or Options()
    if dry_run:
        known = Index.peek(folder)
        return IngestReport(sources=tuple(_plan_only(known, sources, options, prune, progress)))
    with Index.write(folder, embedder) as index:
        _sweep(index)
        reports = list(_store_all(index, sources, options, embedder, progress))
        if prune:
            reports += _prune(index, sources, progress)
        return IngestReport(sources=tuple(reports))


def remove(folder: Path, article_ids: Sequence[str], embedder: Embedder) -> int:
    """Remove articles from every store; all are there or nothing is removed.

    Raises:
        UnknownArticle: naming the first id that is not in the index.
    """
    with Index.write(folder, embedder) as index:
        known = index.catalog.known()
        for article_id in article_ids:
            if article_id not in known:
                raise UnknownArticle(
                    f"No article '{article_id}' in the index; `tradewire list` shows the ids."
                )
        with index.catalog.transaction():
            for article_id in article_ids:
                _let_go(index, article_id)
        _sweep(index)
    return len(set(article_ids))


def _incoming(sources: Sequence[str], options: Options) -> Iterator[RawArticle | Problem]:
    """Read every source in order; an id seen before in this run is a problem."""
    first_seen: dict[str, str] = {}
    for source in sources:
        for path, root in expand(source):
            for item in read(path, root, options):
                if isinstance(item, RawArticle) and item.article_id in first_seen:
                    first = first_seen[item.article_id]
                    reason = f"duplicate id '{item.article_id}'; the first, {first}, was kept"
                    yield Problem(source=item.source, status="failed", reason=reason)
                    continue
                if isinstance(item, RawArticle):
                    first_seen[item.article_id] = item.source
                yield item


def _fate(article: Article, known: Mapping[str, Known]) -> tuple[Status, str | None]:
    """Tell whether an article is new, changed or unchanged, and what the reader should know."""
    if article.article_id not in known:
        return "added", None
    old = known[article.article_id]
    if old.content_hash == article.content_hash:
        return "unchanged", None
    other = old.source != article.source
    return "changed", f"replaces the article from {old.source}" if other else None


def _sorted_out(
    known: Mapping[str, Known], sources: Sequence[str], options: Options
) -> Iterator[_Sorted]:
    """Clean each incoming article and say what should become of it."""
    for item in _incoming(sources, options):
        if isinstance(item, Problem):
            report = SourceReport(source=item.source, status=item.status, reason=item.reason)
            yield _Sorted(report=report)
            continue
        seen = raw_hash(item)
        old = known.get(item.article_id)
        if old is not None and old.raw_hash == seen:
            yield _Sorted(report=_report(item, "unchanged", None))
            continue
        article = clean(item)
        if not article.text.strip():
            nothing = "nothing is left of it after cleaning"
            report = SourceReport(source=item.source, status="skipped", reason=nothing)
            yield _Sorted(report=report)
            continue
        status, reason = _fate(article, known)
        yield _Sorted(report=_report(item, status, reason), article=article, raw_hash=seen)


def _report(item: RawArticle, status: Status, reason: str | None) -> SourceReport:
    return SourceReport(
        source=item.source,
        status=status,
        article_id=item.article_id,
        reason="; ".join(filter(None, [reason, *item.problems])) or None,
    )


def _plan_only(
    known: Mapping[str, Known],
    sources: Sequence[str],
    options: Options,
    prune: bool,
    progress: Callable[[SourceReport], None],
) -> Iterator[SourceReport]:
    for item in _sorted_out(known, sources, options):
        progress(item.report)
        yield item.report
    if prune:
        for article_id, source in _gone(known, sources):
            yield SourceReport(source=source, status="removed", article_id=article_id)


def _store_all(
    index: Index,
    sources: Sequence[str],
    options: Options,
    embedder: Embedder,
    progress: Callable[[SourceReport], None],
) -> Iterator[SourceReport]:
    """Store in steps; a report is given only after its article is safely in."""
    sorted_out = _sorted_out(index.catalog.known(), sources, options)
    while step := list(islice(sorted_out, STEP)):
        fresh = [
            _prepare(item.article, item.raw_hash)
            for item in step
            if item.article is not None and item.report.status in {"added", "changed"}
        ]
        if fresh:
            _swap_in(index, fresh, embedder)
        for item in step:
            progress(item.report)
            yield item.report


def _prepare(article: Article, raw_hash: str) -> _Prepared:
    spans = sentences(article.article_id, article.text)
    return _Prepared(
        article=article,
        raw_hash=raw_hash,
        sentences=spans,
        chunks=chunks(article, spans),
        quotes=extract_quotes(article.text),
    )


def _swap_in(index: Index, fresh: Sequence[_Prepared], embedder: Embedder) -> None:
    """Write vectors, then let one transaction make the articles exist, then sweep."""
    ids = [id_ for prepared in fresh for id_ in prepared.chunk_ids]
    with index.catalog.transaction():
        index.catalog.mark_stray(ids)
    embedded = embedder.passages([passage for p in fresh for passage in p.passages])
    if ids:
        owners = [p.article for p in fresh for _ in p.chunks]
        index.vectors.put(ids, owners, np.stack([e.whole for e in embedded]))
    rows = iter(embedded)
    with index.catalog.transaction():
        for p in fresh:
            _let_go(index, p.article.article_id)
            vectors = [next(rows) for _ in p.chunks]
            index.catalog.put(p.article, p.sentences, p.chunks, vectors, p.quotes, p.raw_hash)
        index.catalog.unmark_stray(ids)
    _sweep(index)


def _let_go(index: Index, article_id: str) -> None:
    """Take an article out of the catalogue and note its vectors as stray."""
    index.catalog.mark_stray(c.chunk_id for c in index.catalog.chunks_of(article_id))
    index.catalog.remove(article_id)


def _sweep(index: Index) -> None:
    """Delete the vectors that no article owns."""
    strays = index.catalog.strays()
    if strays:
        index.vectors.delete(strays)
        with index.catalog.transaction():
            index.catalog.unmark_stray(strays)


def _gone(known: Mapping[str, Known], sources: Sequence[str]) -> list[tuple[str, str]]:
    """Return (id, source) of articles whose file stood in a given folder and is gone."""
    folders = [Path(source).resolve() for source in sources if Path(source).is_dir()]
    gone = []
    for article_id, old in known.items():
        path = file_of(old.source)
        inside = path is not None and any(path.is_relative_to(folder) for folder in folders)
        if inside and path is not None and not path.exists():
            gone.append((article_id, old.source))
    return gone


def _prune(
    index: Index, sources: Sequence[str], progress: Callable[[SourceReport], None]
) -> list[SourceReport]:
    gone = _gone(index.catalog.known(), sources)
    with index.catalog.transaction():
        for article_id, _source in gone:
            _let_go(index, article_id)
    _sweep(index)
    reports = [
        SourceReport(source=source, status="removed", article_id=article_id)
        for article_id, source in gone
    ]
    for report in reports:
        progress(report)
    return reports
