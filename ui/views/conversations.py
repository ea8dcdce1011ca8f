"""The kept conversations as a list. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ui.history.values import Conversation, Hit
from ui.views.safe_html import day, several, text


def conversations(found: Sequence[Conversation]) -> str:
    """Return conversations, pinned ones first, then the last changed."""
    if not found:
        return (
            "<div class='empty'><p>Nothing kept yet. What you ask is kept here, with its sources, "
            "on this machine only.</p></div>"
        )
    return f"<ul class='conversations'>{''.join(_row(Hit(conversation=c, excerpt='')) for c in found)}</ul>"


def hits(found: Sequence[Hit]) -> str:
    """Return conversations that hold the words looked for, with the words around them."""
    if not found:
        return "<div class='empty'><p>None of your conversations holds these words.</p></div>"
    return f"<ul class='conversations'>{''.join(map(_row, found))}</ul>"


def _row(hit: Hit) -> str:
    c, name = hit.conversation, text(hit.conversation.title)
    around = f"<span class='excerpt'>{text(hit.excerpt)}</span>" if hit.excerpt else ""
    turn = f" data-turn='{hit.turn}'" if hit.turn is not None else ""
    pin = ("unpin", "Unpin") if c.pinned else ("pin", "Pin")
    tools = "".join(
        _button(do, label, f"{label}: {name}")
        for do, label in (pin, ("rename", "Rename"), ("delete", "Delete"))
    )
    return (
        f"<li data-conversation='{text(c.id)}' data-title='{name}'{turn}{' class=pinned' if c.pinned else ''}>"
        f"<button type='button' class='open' data-do='open'>{name}</button>{around}"
        # The page shows the time in its reader's own zone.
        f"<span class='where'>{several(c.turns, 'question')} · "
        f"<time datetime='{text(c.changed)}'>{text(day(c.changed))}</time></span>"
        f"<span class='tools'>{tools}</span></li>"
    )


def _button(do: str, label: str, name: str) -> str:
    return (
        f"<button type='button' class='quiet' data-do='{do}' aria-label='{name}'>"
        f"<span class='icon {do}'></span>{label}</button>"
    )
