"""WCAG 2.2 AA by axe-core, in every view, light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import check
from tests.e2e.conftest import WATCH_SHIFTS, Opened, ask

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 380])
def test_every_view_is_accessible(opened: Opened, news_address: str, width: int) -> None:
    page = opened(news_address, width=width, reduced_motion="reduce")
    expect(page.locator("#examples button").first).to_be_visible()
    page.click("#filters")
    check(page)
    page.click("#filters")
    ask(page, "What did Kari Nordmann say about a quota?")
    expect(page.locator(".next .suggestion").first).to_be_visible()
    page.locator("button.mark").first.click()
    page.locator("sup a.cite").first.click()
    expect(page.locator("#marked")).to_be_in_viewport()
    page.click("#find-button")
    page.fill("#find-words", "steel")
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_label("What was wrong?")).to_be_visible()
    page.get_by_role("button", name="Export", exact=True).click()
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
    expect(page.frame_locator("#plot").locator(".scatterlayer .trace")).to_have_count(2)
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


def test_an_answer_does_not_move_the_question(page: Page) -> None:
    """The box in which one writes stays where it is in every frame while an answer comes."""
    page.evaluate(
        """() => { window.places = new Set(); const box = document.querySelector("#question");
             const look = () => { const at = box.getBoundingClientRect();
               window.places.add(`${at.left} ${at.bottom}`); requestAnimationFrame(look); }; look(); }"""
    )
    ask(page, "What did Kari Nordmann say about a quota?")
    expect(page.locator(".next button.suggestion")).to_have_count(3)
    assert page.evaluate("window.places.size") == 1


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_nothing_moves_while_an_answer_forms(opened: Opened, news_address: str, width: int) -> None:
    page = opened(news_address, width=width)
    expect(page.locator("#examples button").first).to_be_visible()
    page.evaluate(WATCH_SHIFTS)
    for question, stands in (
        ("What did Anna Berg say?", ".sentence"),
        ("What do bananas cost?", ".refusal"),
        ("What did Kari Nordmann say?", ".sentence"),
    ):
        page.fill("#question", question)
        page.press("#question", "Enter")
        turn = page.locator(".turn.done:last-child")
        expect(turn.locator("h2")).to_have_text(question)
        expect(turn.locator(stands).first).to_be_visible()
        expect(turn.locator(".next li").first).to_be_visible()
        assert page.evaluate("window.shifts") == []
