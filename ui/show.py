"""What the terminal shows: tables, texts, progress. Article text never becomes markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table
from rich.text import Text

from index.catalog import ArticleRow
from index.ingest import IngestReport, SourceReport
from index.library import Library
from index.types import Article
from rag.events import AnswerEvent, SentenceChecked
from rag.search import FoundQuote
from rag.types import Answer, Candidate

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)


def plain(value: Any) -> dict[str, Any]:
    """Return a frozen value as JSON types."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(value).items()}


# -- index ------------------------------------------------------------------------


@contextmanager
def ingest_progress(*, quiet: bool) -> Iterator[Callable[[SourceReport], None]]:
    """Show how many sources are done and each that went wrong."""
    if quiet or not _err.is_terminal:
        yield lambda report: None if quiet else _problem(report)
        return
    with Progress(TextColumn("{task.description}"), console=_err, transient=True) as bar:
        task = bar.add_task("reading …")
        done: Counter[str] = Counter()

        def told(report: SourceReport) -> None:
            done[report.status] += 1
            bar.update(task, description=", ".join(f"{n:,} {s}" for s, n in done.items()))
            _problem(report)

        yield told


@contextmanager
def questions_progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many questions a system was asked, and the time left."""
    if not _err.is_terminal:
        yield (
            lambda done, total: (
                _err.print(Text(f"{name}: {done} of {total}"))
                if done == total or done % 10 == 0
                else None
            )
        )
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _problem(report: SourceReport) -> None:
    if report.status == "failed":
        _err.print(Text(f"{report.source}: {report.reason}"))


def ingest_dict(report: IngestReport) -> dict[str, Any]:
    """Return the JSON object of ``index --json``."""
    return {
        "added": report.count("added"),
        "changed": report.count("changed"),
        "unchanged": report.count("unchanged"),
        "removed": report.count("removed"),
        "duplicates": report.count("duplicate"),
        "skipped": report.count("skipped"),
        "failed": report.count("failed"),
        "sources": [plain(source) for source in report.sources],
    }


def ingest_summary(report: IngestReport, *, dry_run: bool) -> str:
    """Return one line on what became of the sources."""
    counts = [
        f"{report.count(status):,} {status}"
        for status in ("added", "changed", "unchanged", "removed", "duplicate", "skipped", "failed")
        if report.count(status)
    ]
    if not counts:
        return "Nothing to index was found; tradewire reads .txt, .md, .html and .jsonl files."
    reasons = Counter(r.reason for r in report.sources if r.status == "skipped")
    skipped = "".join(f"\n  skipped: {n:,} × {reason}" for reason, n in reasons.most_common(5))
    return ("Would be: " if dry_run else "") + ", ".join(counts) + "." + skipped


def print_articles(rows: Sequence[ArticleRow]) -> None:
    """Print the list of articles as a table."""
    table = Table("id", "title", "publisher", "published", "sentences", "quotes", box=None)
    for row in rows:
        table.add_row(
            Text(row.article_id), Text(row.title or "–"), Text(row.publisher or "–"),
            Text((row.published or "no date")[:10]), str(row.sentences), str(row.quotes),
        )  # fmt: skip
    _out.print(table)


def print_texts(articles: Sequence[Article]) -> None:
    """Print stored articles with what is known of them and what cleaning changed."""
    for article in articles:
        known = [article.publisher, article.author, article.published or "no date", article.url]
        _out.print(Text(article.title or article.article_id, style="bold"))
        _out.print(Text(" · ".join(part for part in known if part), style="dim"))
        for change in article.changes:
            _out.print(Text(f"cleaned: {change}", style="dim"))
        _out.print(Text(f"\n{article.text}\n"))


# -- search and quotes ------------------------------------------------------------


def result_dict(candidate: Candidate) -> dict[str, Any]:
    """Return one JSON line of ``search --json``."""
    return {
        "article_id": candidate.article_id,
        "chunk_id": candidate.chunk_id,
        "rank": candidate.rank,
        "score": round(candidate.score, 6),
        "scores": {name: round(value, 6) for name, value in candidate.scores.items()},
        "start": candidate.start,
        "end": candidate.end,
        "text": candidate.text,
    }


def print_results(results: Sequence[Candidate], library: Library) -> None:
    """Print ranked passages with the score of each stage."""
    for c in results:
        stages = ", ".join(f"{name} {value:.3f}" for name, value in c.scores.items())
        title = library.article(c.article_id).title or c.article_id
        _out.print(Text(f"{c.rank}. {title}", style="bold"))
        _out.print(Text(f"   {c.score:.3f} = {stages}   {c.chunk_id}", style="dim"))
        _out.print(Text(f"{' '.join(c.text.split())}\n"))


def quote_dict(found: FoundQuote) -> dict[str, Any]:
    """Return one JSON line of ``quotes --json``."""
    return {
        "article_id": found.article_id,
        "title": found.title,
        "publisher": found.publisher,
        "published": found.published,
        **plain(found.quote),
    }


def print_quotes(found: Sequence[FoundQuote]) -> None:
    """Print who said what."""
    for item in found:
        q = item.quote
        who = q.speaker or "speaker not given"
        role = f", {q.role}" if q.role else ""
        where = " · ".join(
            part
            for part in (item.title or item.article_id, item.publisher, (item.published or "")[:10])
            if part
        )
        marks = ("“", "”") if q.kind == "direct" else ("", "  (reported)")
        _out.print(Text(f"{who}{role}: ", style="bold") + Text(f"{marks[0]}{q.text}{marks[1]}"))
        _out.print(Text(f"   {where}", style="dim"))


# -- answers ----------------------------------------------------------------------


def print_answer(events: Iterator[AnswerEvent]) -> Answer:
    """Print each sentence as it is ready, then sources; return the answer."""
    answer: Answer | None = None
    for event in events:
        if isinstance(event, SentenceChecked):
            _out.print(Text(event.sentence.text))
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None
    if answer.status == "failed":
        _err.print(Text(f"tradewire: {answer.error}"))
    elif not answer.sentences:
        _out.print(Text(answer.text))
    if answer.refusal:
        for said in answer.refusal.instead:
            _out.print(
                Text(f"  The articles do say: “{' '.join(said.quote.split())}”", style="dim")
            )
    for c in answer.citations:
        where = " · ".join(
            part
            for part in (c.title or c.article_id, c.publisher, (c.published or "no date")[:10])
            if part
        )
        _out.print(Text(f"[{c.number}] {where}", style="dim"))
        _out.print(Text(f"    “{' '.join(c.quote.split())}”", style="dim"))
    _err.print(
        Text(f"({_who(answer)}, {(answer.timings_ms.total or 0) / 1000:.1f} s)", style="dim")
    )
    return answer


def _who(answer: Answer) -> str:
    note = f"; {answer.note}" if answer.note else ""
    return (answer.model or "extractive, no language model") + note


# -- models -----------------------------------------------------------------------


def print_models(rows: Sequence[dict[str, Any]]) -> None:
    """Print the catalogue of weights."""
    table = Table("name", "role", "licence", "size", "installed", box=None)
    for row in rows:
        table.add_row(
            row["name"],
            row["role"],
            row["licence"],
            f"{row['bytes'] / 1e6:,.0f} MB",
            row["installed"] or "–",
        )
    _out.print(table)


@contextmanager
def bytes_progress(name: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show how much of a download is there."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(name, total=None)

        def told(label: str, done: int, total: int) -> None:
            bar.update(task, description=f"{name} {label}", completed=done, total=total or None)

        yield told
