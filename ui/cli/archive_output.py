"""What the terminal shows of an archive: what became of sources, what is stored, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, get_args

from rich.table import Table
from rich.text import Text

from index.ingest.doctor import Finding
from index.ingest.load import expected
from index.ingest.report import IngestReport, SourceReport, Status
from index.sources.by_name import FORMATS
from index.store.catalog import ArticleRow
from index.store.copies import AlsoIn
from index.types import Article
from ui.cli.terminal import ERR, OUT, steps
from ui.json_forms import plain

# So many sources have a line each in the report; of more, the commonest reasons are told.
NAMED = 20
STATUSES: tuple[Status, ...] = get_args(Status)


@contextmanager
def ingest_progress(
    *, quiet: bool, sources: Sequence[str] = ()
) -> Iterator[Callable[[SourceReport], None]]:
    """Show how many articles are done, how fast, and the time left; and each that went wrong.

    Where nobody looks, only what went wrong is said, a line each.

    Args:
        quiet: whether nothing is shown.
        sources: as given; they tell how much there is to do.
    """
    if quiet or not ERR.is_terminal:
        yield lambda report: None if quiet else _problem(report)
        return
    with steps("reading …", rate=True) as shown:
        total, done = expected(sources), Counter[str]()

        def told(report: SourceReport) -> None:
            done[report.status] += 1
            seen = done.total()
            words = ", ".join(f"{n:,} {status}" for status, n in done.items())
            # An archive or a feed held more than was known before.
            shown(seen, max(seen, total), words)
            _problem(report)

        yield told


def findings_dict(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the JSON object of ``doctor --json``."""
    return {
        "sound": all(finding.sound for finding in findings),
        "findings": [plain(finding) | {"sound": finding.sound} for finding in findings],
    }


def print_findings(findings: Sequence[Finding]) -> None:
    """Print what each check found, one a line."""
    for f in findings:
        said = "ok" if f.problem is None else f.problem
        after = "; repaired" if f.repaired else f"; {f.way_out}" if f.way_out else ""
        OUT.print(Text(f"{f.check}: {said}{after}"))


def _problem(report: SourceReport) -> None:
    if report.status == "failed":
        ERR.print(Text(f"{report.source}: {report.reason}"))


def ingest_dict(report: IngestReport) -> dict[str, Any]:
    """Return the JSON object of ``index --json``."""
    counts = {"duplicates" if s == "duplicate" else s: report.count(s) for s in STATUSES}
    return {**counts, "sources": [plain(source) for source in report.sources]}


def ingest_summary(report: IngestReport, *, dry_run: bool) -> str:
    """Return what became of the sources: one line in all, then one for each, of many by reason.

    Failures have had their line when they happened.

    Args:
        report: what became of each source.
        dry_run: whether nothing was done, and it tells what would be.
    """
    counts = [f"{report.count(s):,} {s}" for s in STATUSES if report.count(s)]
    if not counts:
        return f"Nothing to index was found; tradewire reads {', '.join(FORMATS)} and addresses."
    total = f"{'Would be: ' if dry_run else ''}{', '.join(counts)}."
    if len(report.sources) <= NAMED:
        fates = (
            (f"  {s.status}: {s.source}", s.reason) for s in report.sources if s.status != "failed"
        )
        return "\n".join([total, *(": ".join(filter(None, fate)) for fate in fates)])
    # Of many the commonest reasons; which file it was stands in ``--json``.
    notes = []
    for name, statuses in (("skipped", {"skipped"}), ("to know", {"added", "changed"})):
        reasons = Counter(r.reason for r in report.sources if r.status in statuses and r.reason)
        notes += [f"  {name}: {n:,} × {reason}" for reason, n in reasons.most_common(5)]
    return "\n".join([total, *notes])


def print_articles(rows: Sequence[ArticleRow]) -> None:
    """Print the list of articles as a table."""
    table = Table(
        "id", "title", "publisher", "published", "language", "sentences", "quotes", "also in",
        box=None,
    )  # fmt: skip
    for row in rows:
        table.add_row(
            Text(row.article_id), Text(row.title or "–"), Text(row.publisher or "–"),
            Text((row.published or "no date")[:10]), row.language or "–", str(row.sentences),
            str(row.quotes), str(row.copies or "–"),
        )  # fmt: skip
    OUT.print(table)


def print_texts(articles: Sequence[Article], also_in: Sequence[Sequence[AlsoIn]]) -> None:
    """Print stored articles, what is known of them, what cleaning changed, where else they were.

    Args:
        articles: in the order in which they are printed.
        also_in: the copies of each, in the same order.
    """
    for article, copies in zip(articles, also_in, strict=True):
        known = [article.publisher, article.author, article.published or "no date", article.url]
        OUT.print(Text(article.title or article.article_id, style="bold"))
        OUT.print(Text(" · ".join(part for part in known if part), style="dim"))
        for copy in copies:
            where = [copy.publisher, copy.title, copy.published or "no date", copy.url]
            words = " · ".join(part for part in where if part)
            OUT.print(Text(f"also in: {words} ({copy.article_id})", style="dim"))
        for change in article.changes:
            OUT.print(Text(f"cleaned: {change}", style="dim"))
        OUT.print(Text(f"\n{article.text}\n"))
