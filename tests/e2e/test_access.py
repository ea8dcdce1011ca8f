"""WCAG 2.2 AA by axe-core, in every view, light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened, ask

pytestmark = pytest.mark.browser
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Takes every address within the page for a link that skips; ours open in the reader.
    "rules": {"skip-link": {"enabled": False}},
}


def check(page: Page) -> None:
    found = Axe().run(page, options=WCAG)
    told = [
        f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in found.response["violations"]
    ]
    assert not told, "\n".join(told)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 380),
        pytest.param("dark", 1280, marks=pytest.mark.stress),
        pytest.param("light", 380, marks=pytest.mark.stress),
    ],
)
def test_every_view_is_accessible(
    opened: Opened, news_address: str, scheme: str, width: int
) -> None:
    page = opened(news_address, width=width, color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("#examples button").first).to_be_visible()
    check(page)
    ask(page, "What did Kari Nordmann say about a quota?")
    expect(page.locator(".next .suggestion").first).to_be_visible()
    page.locator("button.mark").first.click()
    page.locator("sup a.cite").first.click()
    expect(page.locator("#marked")).to_be_in_viewport()
    check(page)
    page.keyboard.press("Escape")
    ask(page, "What did Kari Nordmann say about bananas?")
    check(page)
    page.click("nav [data-view=quotes]")
    expect(page.locator(".quotes li").first).to_be_visible()
    check(page)
    page.click("nav [data-view=timeline]")
    page.fill("#timeline-fields [name=about]", "duty on steel imports")
    if page.locator("#plot-fold:not([open])").count():
        page.click("#plot-fold summary")
    expect(page.locator("#plot .scatterlayer .trace")).to_have_count(2)
    check(page)
    page.click("nav [data-view=articles]")
    expect(page.locator(".articles li").first).to_be_visible()
    check(page)
    page.click("#keys-button")
    expect(page.locator("#keys")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.click("#drawer-button")
    expect(page.locator(".conversations li").first).to_be_visible()
    check(page)


def test_motion_stops_where_it_is_not_wanted(opened: Opened, news_address: str) -> None:
    page = opened(news_address, width=380, reduced_motion="reduce")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#reader')).transitionDuration")
        == "0s"
    )


def test_an_answer_does_not_move_the_page(page: Page) -> None:
    """The box in which one writes stays where it is while an answer comes and goes."""
    page.evaluate(
        """() => { window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
             if (!entry.hadRecentInput) window.moved += entry.value; })).observe({ type: "layout-shift", buffered: false }); }"""
    )
    before = page.locator("#question").bounding_box()
    ask(page, "What did Kari Nordmann say about a quota?")
    expect(page.locator(".next button.suggestion")).to_have_count(3)
    assert page.locator("#question").bounding_box() == before
    assert page.evaluate("window.moved") == 0
