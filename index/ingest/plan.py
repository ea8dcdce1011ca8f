"""What should become of each source, told by what is known of the articles that are stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.cleaning.clean import clean
from index.cleaning.version import raw_hash
from index.ingest.load import Options, expand, file_of, read
from index.ingest.report import SourceReport, Status, because
from index.ingest.stories import Settled, Stories
from index.store.catalog import Known
from index.text.language import foreign
from index.types import Article, Problem, RawArticle, Story


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


def plan(known: Mapping[str, Known], sources: Sequence[str], options: Options) -> Iterator[Planned]:
    """Clean each incoming article and say what should become of it."""
    for item in _incoming(sources, options):
        if isinstance(item, Problem):
            report = SourceReport(source=item.source, status=item.status, reason=item.reason)
            yield Planned(report=report)
        else:
            yield _planned(item, known.get(item.article_id))


def gone(known: Mapping[str, Known], sources: Sequence[str]) -> list[SourceReport]:
    """Return the articles whose file stood in a given folder and is gone."""
    folders = [Path(source).resolve() for source in sources if Path(source).is_dir()]
    reports = []
    for article_id, old in known.items():
        path = file_of(old.source)
        inside = path is not None and any(path.is_relative_to(folder) for folder in folders)
        if inside and path is not None and not path.exists():
            reports.append(SourceReport(source=old.source, status="removed", article_id=article_id))
    return reports


def placed(report: SourceReport, stories: Stories) -> SourceReport:
    """Say of a report's article whether it stands for its story, as things are now."""
    original = None if report.article_id is None else stories.original_of(report.article_id)
    if original is None or report.status == "removed":
        return report
    status: Status = "unchanged" if report.status == "unchanged" else "duplicate"
    return replace(
        report, status=status, reason=because(f"duplicate of '{original}'", report.reason)
    )


def noted(report: SourceReport, settled: Settled, stories: Stories) -> SourceReport:
    """Add to a report what its article did to others."""
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


def _planned(item: RawArticle, old: Known | None) -> Planned:
    seen = raw_hash(item)
    if old is not None and old.raw_hash == seen:
        return Planned(report=_report(item, "unchanged", None))
    article = clean(item)
    if not article.text.strip():
        nothing = "nothing is left of it after cleaning"
        return Planned(report=SourceReport(source=item.source, status="skipped", reason=nothing))
    status, reason = _fate(article, old)
    report = _report(item, status, because(reason, foreign(article.language)))
    if status == "unchanged":
        return Planned(report=report, reread=seen)
    return Planned(report=report, story=Story(article=article, raw_hash=seen))


def _fate(article: Article, old: Known | None) -> tuple[Status, str | None]:
    """Tell whether an article is new, changed or unchanged, and what the reader should know."""
    if old is None:
        return "added", None
    if old.content_hash == article.content_hash:
        return "unchanged", None
    other = old.source != article.source
    return "changed", f"replaces the article from {old.source}" if other else None


def _report(item: RawArticle, status: Status, reason: str | None) -> SourceReport:
    return SourceReport(
        source=item.source,
        status=status,
        article_id=item.article_id,
        reason=because(reason, *item.problems),
    )
