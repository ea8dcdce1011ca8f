"""The page's own files: what it looks like, and what moves in it."""

from __future__ import annotations

import hashlib
from importlib import resources

SCRIPTS = (
    "room.js", "address.js", "reader.js", "ask.js", "filters.js", "views.js", "adding.js",
    "conversations.js", "begin.js",
)  # fmt: skip
STYLES = ("tokens.css", "icons.css", "room.css", "turns.css", "views.css", "above.css", "print.css")


def static(name: str) -> str:
    """Return a file of the page."""
    return resources.files("ui.page.static").joinpath(name).read_text(encoding="utf-8")


def files() -> dict[str, tuple[str, str]]:
    """Return each address of the page with its media type and its text."""
    script, style = ("\n".join(map(static, names)) for names in (SCRIPTS, STYLES))
    # Browsers keep both for good; another version has another address.
    version = hashlib.sha256((script + style).encode()).hexdigest()[:12]
    return {
        "/": ("text/html", static("page.html").replace("$version", version)),
        "/page.js": ("text/javascript", script),
        "/page.css": ("text/css", style),
    }
