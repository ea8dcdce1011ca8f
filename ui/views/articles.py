"""What is indexed, and what became of what was added. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.ingest.report import SourceReport
from index.store.catalog import ArticleRow
from ui.plain_errors import plain
from ui.views.safe_html import Source, day, labelled, more, place, several, text

SHOWN = 100
PieceOf = Callable[[str], str | None]
"""Tells of an article id what sort of opinion piece it is; None for the news."""
_HELD = frozenset({"added", "changed", "unchanged"})
_FATES: dict[str, str] = {
    "added": "added",
    "changed": "brought up to date",
    "unchanged": "already there",
    "duplicate": "a copy of another",
    "skipped": "no article",
    "failed": "could not be read",
    "removed": "removed",
}


def articles(rows: Sequence[ArticleRow], total: int, most: int, piece: PieceOf) -> str:
    """Return the list of articles.

    Args:
        rows: those that were looked for.
        total: how many there are.
        most: how many rows to show.
        piece: tells of an article id what sort of opinion piece it is.
    """
    if not total:
        return (
            "<div class='empty none'><h3>No articles yet</h3><p>Drop files above, or paste an address. "
            "You can ask about them as soon as they are listed here.</p></div>"
        )
    if not rows:
        return (
            "<div class='empty'><h3>No such article</h3><p>None of your articles has these words "
            "in its title, publisher, author or text.</p></div>"
        )
    listed = "".join(_row(row, piece(row.article_id)) for row in rows[:most])
    count = (
        f"{several(len(rows), 'article')} of {total:,}"
        if len(rows) < total
        else several(total, "article")
    )
    begun = f", the first {most:,} shown" if len(rows) > most else ""
    return (
        f"<p class='count' role='status'>{count}{begun}</p><ul class='articles'>{listed}</ul>"
        f"{more(most, len(rows), SHOWN)}"
    )


def _row(row: ArticleRow, piece: str | None) -> str:
    name = row.title or row.article_id
    # What sort of piece it is names its author.
    known = (row.publisher, None if piece else row.author, day(row.published))
    size = f"{several(row.sentences, 'sentence')}, {several(row.quotes, 'quote')}"
    told = Source(where=" · ".join([*filter(None, known), size]), piece=piece)
    return (
        f"<li><a class='cite title' href='#{place(row.article_id, 0, 0)}'>{text(name)}</a>"
        f"<span class='where'>{labelled(told)}</span>"
        f"<button type='button' class='quiet remove' data-article='{text(row.article_id)}' "
        f"aria-label='Remove {text(name)}'>Remove</button></li>"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the reading of sources is: of how many articles (0: nobody knows), since how long."""

    total: int
    seconds: float = 0.0

    def told(self, done: int) -> str:
        """Say how many are read, and how long the others take."""
        if not self.total or done > self.total:
            return f"Reading … {several(done, 'article')} so far" if done else "Reading …"
        left = self.seconds / done * (self.total - done) if done else 0.0
        time = f", about {_duration(left)} left" if left >= 1 else ""
        return f"Reading … {done:,} of {self.total:,}{time}"


def _duration(seconds: float) -> str:
    unit, thing = (60, "minute") if seconds >= 90 else (1, "second")
    return several(round(seconds / unit), thing)


def report(
    rows: Sequence[SourceReport], waiting: Progress | None = None, error: str | None = None
) -> str:
    """Return what became of each source so far, one line each.

    Args:
        rows: what is known of the sources.
        waiting: how far the reading is; None once it is over.
        error: what ended it early.
    """
    listed = "".join(_line(row) for row in rows)
    head = waiting.told(len(rows)) if waiting else f"{several(len(rows), 'file')} read."
    failed = f"<div class='failed' role='alert'>{text(error)}</div>" if error else ""
    known = (
        f" value='{min(len(rows), waiting.total)}' max='{waiting.total}'"
        if waiting and waiting.total
        else ""
    )
    bar = f"<progress aria-label='Adding articles'{known}></progress>" if waiting else ""
    told = "" if error and not rows else f"<p role='status'>{text(head)}</p>"
    return f"{told}{bar}{failed}<ul class='report'>{listed}</ul>"


def _line(row: SourceReport) -> str:
    name = text(Path(row.source).name or row.source)
    if row.article_id and row.status in _HELD:
        name = f"<a class='cite' href='#{place(row.article_id, 0, 0)}'>{name}</a>"
    reason = f" <span class='where'>{text(plain(row.reason))}</span>" if row.reason else ""
    return f"<li class='{row.status}'><b>{name}</b> <span>{text(_FATES[row.status])}</span>{reason}</li>"
