"""Who said what, as the Quotes view lists it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rag.search import FoundQuote
from ui.view import passage, text, where

SHOWN = 60


def quotes(found: Sequence[FoundQuote]) -> str:
    """Return quotes as cards, the first ones of many, with how many there are."""
    if not found:
        return (
            "<div class='empty'><h3>No quote like that</h3><p>Nobody in your articles is quoted on "
            "this within these limits. Try a last name alone, or fewer words.</p></div>"
        )
    count = "1 quote" if len(found) == 1 else f"{len(found):,} quotes"
    more = f", the first {SHOWN} shown; narrow them above" if len(found) > SHOWN else ""
    rows = "".join(_quote(item) for item in found[:SHOWN])
    return f"<p class='count' role='status'>{count}{more}</p><ul class='quotes'>{rows}</ul>"


def _quote(item: FoundQuote) -> str:
    q = item.quote
    # A direct quotation wears its marks; a reported one is the article's own wording.
    words = f"“{q.text}”" if q.kind == "direct" else q.text
    kind = "in marks" if q.kind == "direct" else "reported"
    role = f" <span class='role'>{text(q.role)}</span>" if q.role else ""
    return (
        f"<li><b class='speaker'>{text(q.speaker or 'Speaker not named')}</b>{role}"
        f"{passage(item.article_id, q.start, q.end, words)}"
        f"<span class='where'>{text(kind if q.stance == 'said' else f'{q.stance}, {kind}')} · "
        f"{text(where(item.title, item.publisher, item.published))}</span></li>"
    )
