"""How the page looks: its colours, light and dark, its fonts and its files."""

from __future__ import annotations

from importlib import resources

# The system's own: nothing is fetched from elsewhere.
SANS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif"]
MONO = ["ui-monospace", "Consolas", "monospace"]

# Light and dark. page.css takes them from the theme, by Gradio's names.
PAPER, CARD, CALM = ("#faf8f3", "#15171b"), ("#ffffff", "#1d2026"), ("#f3efe6", "#272b33")
INK, SOFT, LINE = ("#1f2430", "#e9e6df"), ("#565e6b", "#a9afba"), ("#dcd6ca", "#3a3f49")
ACCENT, ON_ACCENT = ("#0b5a6f", "#86cfe2"), ("#ffffff", "#10242a")
COLOURS = {
    "body_background_fill": PAPER,
    "body_text_color": INK,
    "body_text_color_subdued": SOFT,
    "background_fill_primary": CARD,
    "background_fill_secondary": CALM,
    "block_background_fill": CARD,
    "border_color_primary": LINE,
    "input_background_fill": CARD,
    "input_placeholder_color": SOFT,
    "link_text_color": ACCENT,
    "button_primary_background_fill": ACCENT,
    "button_primary_background_fill_hover": ACCENT,
    "button_primary_text_color": ON_ACCENT,
    "button_secondary_background_fill": CALM,
    "button_secondary_background_fill_hover": LINE,
    "button_secondary_text_color": INK,
}


def static(name: str) -> str:
    """Return the text of a file beside this module."""
    return resources.files("ui.static").joinpath(name).read_text(encoding="utf-8")
