"""What should become of each source, told by what is known of the articles that are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from index.cleaning.clean import clean
from index.cleaning.version import raw_hash
from index.ingest.load import Options, Unread, expand, file_of, opened
from index.ingest.report import SourceReport, Status, because
from index.ingest.stories import Settled, Stories
from index.ingest.workers.crew import HERE, Workers
from index.store.catalog import Known
from index.text.language import foreign
from index.types import Article, Problem, RawArticle, Story

# So many articles are planned, embedded and committed together: enough to fill the embedder's
# batches, few enough that memory stays flat and an interruption loses seconds.
STEP = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A source with its fate.

    Attributes:
        story: what is to be stored; None where there is nothing new.
        reread: the hash of a source that was cleaned anew and gave the same article as before.
    """

    report: SourceReport
    story: Story | None = None
    reread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """An incoming article.

    Attributes:
        problems: what could not be understood on the way.
        raw_hash: of what it was cleaned from, and of the code that did.
        article: None where its hash is the one that is stored.
    """

    source: str
    article_id: str
    problems: tuple[str, ...]
    raw_hash: str
    article: Article | None


_Incoming = RawArticle | Problem | Unread
_Read = Cleaned | Problem


def plan(
    known: Mapping[str, Known],
    sources: Sequence[str],
    options: Options,
    workers: Workers = HERE,
) -> Iterator[Planned]:
    """Read and clean each incoming article and say what should become of it.

    Args:
        known: what is stored, by article id.
        sources: as the user named them.
        options: how to read them.
        workers: who clean.
    """
    pieces = _pieces(_incoming(sources, options), known)
    read = chain.from_iterable(workers.in_order(cleaned, pieces))
    for item in _first_of_each(read):
        if isinstance(item, Problem):
            report = SourceReport(source=item.source, status=item.status, reason=item.reason)
            yield Planned(report=report)
        else:
            yield _planned(item, known.get(item.article_id))


def cleaned(piece: Sequence[tuple[_Incoming, str | None]]) -> list[_Read]:
    """Read and clean incoming articles, each with the hash that is stored of it, or None."""
    return [_cleaned(item.read() if isinstance(item, Unread) else item, old) for item, old in piece]


def _cleaned(item: RawArticle | Problem, old: str | None) -> _Read:
    if isinstance(item, Problem):
        return item
    seen = raw_hash(item)
    return Cleaned(
        source=item.source,
        article_id=item.article_id,
        problems=item.problems,
        raw_hash=seen,
        article=None if old == seen else clean(item),
    )


def gone(known: Mapping[str, Known], sources: Sequence[str]) -> list[SourceReport]:
    """Return the articles whose file stood in a given folder and is gone.

    Args:
        known: what is stored, by article id.
        sources: as the user named them.
    """
    folders = [Path(source).resolve() for source in sources if Path(source).is_dir()]
    reports = []
    for article_id, old in known.items():
        path = file_of(old.source)
        inside = path is not None and any(path.is_relative_to(folder) for folder in folders)
        if inside and path is not None and not path.exists():
            reports.append(SourceReport(source=old.source, status="removed", article_id=article_id))
    return reports


def placed(report: SourceReport, stories: Stories) -> SourceReport:
    """Say of a report's article whether it stands for its story, as things are now.

    Args:
        report: of one source.
        stories: after all of the run is settled.
    """
    original = None if report.article_id is None else stories.original_of(report.article_id)
    if original is None or report.status == "removed":
        return report
    status: Status = "unchanged" if report.status == "unchanged" else "duplicate"
    return replace(
        report, status=status, reason=because(f"duplicate of '{original}'", report.reason)
    )


def noted(report: SourceReport, settled: Settled, stories: Stories) -> SourceReport:
    """Add to a report what its article did to others.

    Args:
        report: of one source.
        settled: what its step came to.
        stories: after that step.
    """
    id_ = report.article_id
    notes = [
        f"fuller than '{other}', which is kept as its copy"
        for other in sorted(settled.replaced)
        if stories.original_of(other) == id_
    ] + [
        f"'{copy}' was its copy and now stands for the story"
        for copy, former in sorted(settled.freed.items())
        if former == id_ and copy in settled.originals
    ]
    return replace(report, reason=because(report.reason, *notes)) if id_ else report


def _incoming(sources: Sequence[str], options: Options) -> Iterator[_Incoming]:
    for source in sources:
        for path, root in expand(source):
            yield from opened(path, root, options)


def _pieces(
    incoming: Iterator[_Incoming], known: Mapping[str, Known]
) -> Iterator[list[tuple[_Incoming, str | None]]]:
    while items := list(islice(incoming, STEP)):
        yield [(item, _stored_hash(item, known)) for item in items]


def _stored_hash(item: _Incoming, known: Mapping[str, Known]) -> str | None:
    old = None if isinstance(item, Problem) else known.get(item.article_id)
    return None if old is None else old.raw_hash


def _first_of_each(items: Iterable[_Read]) -> Iterator[_Read]:
    """Let the first article of an id pass; those that follow in the same run are a problem."""
    first_seen: dict[str, str] = {}
    for item in items:
        if isinstance(item, Cleaned):
            if first := first_seen.get(item.article_id):
                reason = f"duplicate id '{item.article_id}'; the first, {first}, was kept"
                yield Problem(source=item.source, status="failed", reason=reason)
                continue
            first_seen[item.article_id] = item.source
        yield item


def _planned(item: Cleaned, old: Known | None) -> Planned:
    if item.article is None or (old is not None and old.raw_hash == item.raw_hash):
        return Planned(report=_report(item, "unchanged", None))
    article = item.article
    if not article.text.strip():
        nothing = "nothing is left of it after cleaning"
        return Planned(report=SourceReport(source=item.source, status="skipped", reason=nothing))
    status, reason = _fate(article, old)
    report = _report(item, status, because(reason, foreign(article.language)))
    if status == "unchanged":
        return Planned(report=report, reread=item.raw_hash)
    return Planned(report=report, story=Story(article=article, raw_hash=item.raw_hash))


def _fate(article: Article, old: Known | None) -> tuple[Status, str | None]:
    """Tell whether an article is new, changed or unchanged, and what the reader should know."""
    if old is None:
        return "added", None
    if old.content_hash == article.content_hash:
        return "unchanged", None
    other = old.source != article.source
    return "changed", f"replaces the article from {old.source}" if other else None


def _report(item: Cleaned, status: Status, reason: str | None) -> SourceReport:
    return SourceReport(
        source=item.source,
        status=status,
        article_id=item.article_id,
        reason=because(reason, *item.problems),
    )
