"""The kept conversations as a list. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ui.conversations import Conversation, Hit
from ui.view import day, text


def conversations(found: Sequence[Conversation]) -> str:
    """Return conversations, the last changed first."""
    if not found:
        return (
            "<div class='empty'><p>Nothing kept yet. What you ask is kept here, with its sources, "
            "on this machine only.</p></div>"
        )
    return f"<ul class='conversations'>{''.join(_row(c, '') for c in found)}</ul>"


def hits(found: Sequence[Hit]) -> str:
    """Return conversations that hold the words looked for, with the words around them."""
    if not found:
        return "<div class='empty'><p>None of your conversations holds these words.</p></div>"
    rows = "".join(_row(hit.conversation, hit.excerpt) for hit in found)
    return f"<ul class='conversations'>{rows}</ul>"


def _row(c: Conversation, excerpt: str) -> str:
    turns = "1 question" if c.turns == 1 else f"{c.turns} questions"
    around = f"<span class='excerpt'>{text(excerpt)}</span>" if excerpt else ""
    name = text(c.title)
    change = "".join(
        _button(do, do.title(), f"{do.title()}: {name}") for do in ("rename", "delete")
    )
    export = "".join(
        _button(form, label, f"Export as {label}: {name}")
        for form, label in (("md", "Markdown"), ("html", "HTML"), ("json", "JSON"))
    )
    return (
        f"<li data-conversation='{text(c.id)}' data-title='{name}'>"
        f"<button type='button' class='open' data-do='open'>{name}</button>{around}"
        f"<span class='where'>{turns} · {text(day(c.changed))}</span>"
        f"<span class='tools'><span class='where'>Export as</span>{export}</span>"
        f"<span class='tools'>{change}</span></li>"
    )


def _button(do: str, label: str, name: str) -> str:
    return (
        f"<button type='button' class='quiet' data-do='{do}' aria-label='{name}'>{label}</button>"
    )
