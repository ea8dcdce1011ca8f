"""What is indexed, and what became of what was added. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.catalog import ArticleRow
from index.report import SourceReport
from ui.view import day, place, text

SHOWN = 100
_FATES = {
    "added": "added",
    "changed": "brought up to date",
    "unchanged": "already there",
    "duplicate": "a copy of another",
    "skipped": "no article",
    "failed": "could not be read",
}


def articles(rows: Sequence[ArticleRow], total: int) -> str:
    """Return the list of articles: those of ``total`` that were looked for."""
    if not total:
        return (
            "<div class='empty'><h3>No articles yet</h3><p>Drop files above, or paste an address. "
            "You can ask about them as soon as they are listed here.</p></div>"
        )
    if not rows:
        return (
            "<div class='empty'><h3>No such article</h3><p>None of your articles has these words "
            "in its title, publisher, author or text.</p></div>"
        )
    listed = "".join(_row(row) for row in rows[:SHOWN])
    count = (
        f"{several(len(rows), 'article')} of {total:,}"
        if len(rows) < total
        else several(total, "article")
    )
    more = f", the first {SHOWN} shown" if len(rows) > SHOWN else ""
    return f"<p class='count' role='status'>{count}{more}</p><ul class='articles'>{listed}</ul>"


def _row(row: ArticleRow) -> str:
    name = row.title or row.article_id
    known = " · ".join(p for p in (row.publisher, row.author, day(row.published)) if p)
    size = f"{several(row.sentences, 'sentence')}, {several(row.quotes, 'quote')}"
    return (
        f"<li><a class='cite title' href='#{place(row.article_id, 0, 0)}'>{text(name)}</a>"
        f"<span class='where'>{text(known)} · {size}</span>"
        f"<button type='button' class='quiet remove' data-article='{text(row.article_id)}' "
        f"aria-label='Remove {text(name)}'>Remove</button></li>"
    )


def report(rows: Sequence[SourceReport], waiting: int, error: str | None = None) -> str:
    """Return what became of each source so far, one line each; ``waiting`` are still to come."""
    listed = "".join(
        f"<li class='{row.status}'><b>{text(Path(row.source).name or row.source)}</b> "
        f"<span>{text(_FATES.get(row.status, row.status))}</span>"
        f"{f' <span class=where>{text(row.reason)}</span>' if row.reason else ''}</li>"
        for row in rows
    )
    head = "Reading …" if waiting else f"{several(len(rows), 'source')} read."
    failed = f"<div class='failed' role='alert'>{text(error)}</div>" if error else ""
    bar = "<progress aria-label='Adding articles'></progress>" if waiting else ""
    return f"<p role='status'>{head}</p>{bar}{failed}<ul class='report'>{listed}</ul>"


def several(n: int, thing: str) -> str:
    """Return a number with its thing: 1 article, 2,000 articles."""
    return f"1 {thing}" if n == 1 else f"{n:,} {thing}s"
