"""What lies in the reader before an article is open: the archive at a glance. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from index.store.catalog import ArticleRow
from ui.views.safe_html import day, place, several, text

NEWEST, QUOTED = 6, 10


def head(rows: Sequence[ArticleRow]) -> str:
    """Return what names the archive, and the time that it spans."""
    told = (
        f"<p class='where period' data-count='{len(rows)}'>{text(_period(rows))}<span class='new'></span></p>"
        if rows
        else ""
    )
    return f"<h2 tabindex='-1'>Your articles</h2>{told}"


def archive(rows: Sequence[ArticleRow], speakers: Sequence[tuple[str, int]]) -> str:
    """Return the newest articles and the people most quoted.

    Args:
        rows: the articles, latest first, undated last.
        speakers: people, and how often each is quoted, most often first.
    """
    if not rows:
        return "<div class='empty'><p>Articles open here, at the exact words that an answer rests on.</p></div>"
    newest = "".join(
        f"<li><a class='cite title' href='#{place(row.article_id, 0, 0)}'>{text(row.title or row.article_id)}</a>"
        f"<span class='where'>{text(' · '.join(p for p in (row.publisher, day(row.published)) if p))}</span></li>"
        for row in rows[:NEWEST]
    )
    quoted = "".join(
        f"<li><a class='to' href='#quotes?speaker={quote(name, safe='')}'>{text(name)}</a>"
        f" <span class='number'>{n:,}</span></li>"
        for name, n in speakers[:QUOTED]
    )
    parts = [f"<div class='latest'><h3>Newest</h3><ul class='newest'>{newest}</ul></div>"]
    if quoted:
        parts.append(
            f"<div class='heard'><h3>Most quoted</h3><ul class='people'>{quoted}</ul></div>"
        )
    return f"<div class='archive'>{''.join(parts)}</div>"


def _period(rows: Sequence[ArticleRow]) -> str:
    days = sorted(row.published[:10] for row in rows if row.published)
    count = several(len(rows), "article")
    if not days:
        return count
    if days[0] == days[-1]:
        return f"{count}, {day(days[0])}"
    return f"{count}, {day(days[0])} to {day(days[-1])}"
