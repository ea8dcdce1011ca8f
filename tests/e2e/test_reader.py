"""The article's pane: never empty, always saying what is open, and leading through its marks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened, ask

pytestmark = pytest.mark.browser
QUOTA = "What did Kari Nordmann say about a quota?"
LI = "what did Li Chenggang say?"


def test_at_the_start_it_shows_the_archive(page: Page) -> None:
    expect(page.locator("#opened h2")).to_have_text("Your articles")
    expect(page.locator("#opened .period")).to_contain_text("4 articles")
    expect(page.locator(".newest a").first).to_have_text("Grain shipments resume")
    page.locator(".people a", has_text="Kari Nordmann").click()
    expect(page.locator("#quote-fields [name=speaker]")).to_have_value("Kari Nordmann")
    expect(page.locator("#quote-list .count")).to_contain_text("3 quotes")


def test_the_answers_first_words_open_by_themselves(page: Page) -> None:
    ask(page, QUOTA)
    expect(page.locator("#marked")).to_be_in_viewport()
    expect(page.locator("#opened h2")).to_have_text("Norway raises steel duty")
    expect(page.locator("#opened .where")).to_contain_text("Harbour Times · Ida Vik · 3 March 2025")
    expect(page.locator("sup a.cite").first).to_have_attribute("aria-current", "true")
    expect(page.locator("#question")).to_be_focused()
    page.locator("#reader .close").click()
    expect(page.locator("#opened h2")).to_have_text("Your articles")


def test_on_a_phone_nothing_covers_the_answer(opened: Opened, news_address: str) -> None:
    page = opened(news_address, width=390, height=800)
    expect(page.locator("#glance .newest a").first).to_have_text("Grain shipments resume")
    ask(page, QUOTA)
    expect(page.locator(".next .suggestion").first).to_be_visible()
    expect(page.locator("#reader")).to_be_hidden()


def test_the_marks_of_an_answer_are_led_through(page: Page) -> None:
    ask(page, QUOTA)
    expect(page.locator("#mark-count")).to_have_text("1 of 2 marks")
    for way in ("#mark-before .icon", "#mark-after .icon"):
        expect(page.locator(way)).to_be_visible()
    first = page.locator("#marked").text_content()
    page.click("#mark-after")
    expect(page.locator("#marked")).not_to_have_text(first or "")
    expect(page.locator("#marked")).to_be_in_viewport()
    expect(page.locator("#opened h2")).to_be_in_viewport()
    page.click("#mark-before")
    expect(page.locator("#marked")).to_have_text(first or "")


def test_words_are_found_in_the_article(page: Page) -> None:
    ask(page, LI)
    page.click("#find-button")
    page.fill("#find-words", "framework")
    expect(page.locator("#mark-count")).to_contain_text("places")
    found = page.evaluate(
        "[...CSS.highlights.get('found')].map(range => range.toString().toLowerCase())"
    )
    assert len(found) > 1
    assert set(found) == {"framework"}
    page.press("#find-words", "Enter")
    expect(page.locator("#mark-count")).to_contain_text("2 of")
    page.fill("#find-words", "xylophone")
    expect(page.locator("#mark-count")).to_have_text("nothing found")
    page.press("#find-words", "Escape")
    expect(page.locator("#mark-count")).to_contain_text("mark")


def test_back_leads_back(page: Page) -> None:
    ask(page, QUOTA)
    page.click("nav [data-view=quotes]")
    page.fill("#quote-fields [name=speaker]", "Nordmann")
    expect(page.locator("#quote-list .count")).to_contain_text("3 quotes")
    page.get_by_role("link", name="The talks were frank and useful").click()
    expect(page.locator("#opened h2")).to_have_text("Steel duty falls after Oslo talks")
    page.click("nav [data-view=articles]")
    expect(page.locator("#view-articles")).to_be_visible()
    page.go_back()
    expect(page.locator("#view-quotes")).to_be_visible()
    expect(page.locator("#quote-fields [name=speaker]")).to_have_value("Nordmann")
    page.go_back()
    expect(page.locator("#opened h2")).to_have_text("Norway raises steel duty")
    page.go_back()
    expect(page.locator("#view-ask")).to_be_visible()
    expect(page.locator(".turn h2")).to_have_text(QUOTA)
    page.go_forward()
    expect(page.locator("#view-quotes")).to_be_visible()


def test_an_address_can_be_handed_on(page: Page, opened: Opened) -> None:
    page.click("nav [data-view=quotes]")
    page.fill("#quote-fields [name=about]", "mills")
    page.get_by_role("link", name="Our mills can breathe again").click()
    expect(page.locator("#marked")).to_have_text("Our mills can breathe again,")
    page.wait_for_url("**/#quotes?about=mills&at=cite-*")
    other = opened(page.url)
    expect(other.locator("#quote-fields [name=about]")).to_have_value("mills")
    expect(other.locator("#marked")).to_have_text("Our mills can breathe again,")
    expect(other.locator("#marked")).to_be_in_viewport()


def test_an_answer_is_copied_by_itself_and_with_its_sources(
    opened: Opened, news_address: str
) -> None:
    page = opened(news_address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUOTA)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("Copied")
    alone = page.evaluate("navigator.clipboard.readText()")
    assert "We will not accept a quota" in alone
    assert "[1]" not in alone
    page.get_by_role("button", name="Copy with sources").click()
    page.wait_for_function(
        "navigator.clipboard.readText().then(text => text.includes('[1] Norway raises steel duty'))"
    )


def test_whose_quotes_there_are_more_of_is_offered(page: Page) -> None:
    ask(page, QUOTA)
    page.get_by_role("link", name="3 quotes of Kari Nordmann").click()
    expect(page.locator("#quote-list .count")).to_contain_text("3 quotes")
    expect(page.locator("#view-quotes")).to_be_visible()
