"""A view looked at by axe-core, in both themes."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Takes every address within the page for a link that skips; ours open in the reader.
    "rules": {"skip-link": {"enabled": False}},
}


THEME = "name => { document.documentElement.dataset.theme = name; }"


def check(page: Page) -> None:
    theme = page.evaluate("document.documentElement.dataset.theme")
    for name in ("light", "dark"):
        page.evaluate(THEME, name)
        found = Axe().run(page, options=WCAG)
        told = [
            f"{name}: {v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}"
            for v in found.response["violations"]
        ]
        assert not told, "\n".join(told)
    page.evaluate(THEME, theme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
