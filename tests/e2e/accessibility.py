"""A view looked at by axe-core, in both themes."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In the other theme only colours differ; axe is put into a page once, and hands out only what is wrong.
LOOK = """async (tags) => {
  const root = document.documentElement, was = root.dataset.theme, told = [];
  for (const [theme, runOnly] of [["light", tags], ["dark", ["color-contrast", "link-in-text-block"]]]) {
    root.dataset.theme = theme;
    const found = await axe.run({ runOnly, resultTypes: ["violations"],
      // Takes every address within the page for a link that skips; ours open in the reader.
      rules: { "skip-link": { enabled: false } } });
    for (const one of found.violations) told.push(`${theme}: ${one.id}: ${one.help}: ` +
      one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "));
  }
  root.dataset.theme = was;
  return told;
}"""


def check(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    told = page.evaluate(LOOK, WCAG)
    assert not told, "\n".join(told)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
