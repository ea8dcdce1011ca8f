"""Who has gone on while the server took its time keeps what he does: nothing late takes it from him.

Each test holds the reply that comes late, so that what is done meanwhile certainly comes first.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.chain import AnswerChain
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.e2e.conftest import Deaf, Held, Opened, ask, served

pytestmark = pytest.mark.browser
QUOTA = "What did Kari Nordmann say about a quota?"
BERG = "What did Anna Berg say?"
# Open enough for the model to be asked; for somebody's words the ledger alone answers.
CHANGED = "How did the duty on steel imports change?"


def test_a_name_that_is_being_written_is_not_drawn_over(page: Page) -> None:
    ask(page, QUOTA)
    page.click("#drawer-button")
    row = page.locator(".conversations li")
    held = Held(page, "pin")
    row.get_by_role("button", name="Pin").click()
    row.get_by_role("button", name="Rename").click()
    page.get_by_label("New title").fill("Steel in")
    with page.expect_response("**/room"):
        held.let_go(page)
    page.keyboard.type(" March")
    expect(page.get_by_label("New title")).to_have_value("Steel in March")
    page.keyboard.press("Enter")
    expect(row.locator(".open")).to_have_text("Steel in March")
    expect(row.get_by_role("button", name="Unpin")).to_be_visible()


def test_a_pin_keeps_the_keys(page: Page) -> None:
    ask(page, QUOTA)
    page.click("#drawer-button")
    page.get_by_role("button", name="Pin: ").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Unpin: ")).to_be_focused()


def test_a_conversation_that_comes_late_does_not_take_a_new_questions_place(page: Page) -> None:
    ask(page, QUOTA)
    held = Held(page, "conversation")
    page.reload()
    page.wait_for_function("document.querySelector('#question')?.value === ''")
    ask(page, BERG)
    assert held.waiting == 1
    held.let_go(page)
    expect(page.locator(".turn h2")).to_have_text([BERG])


def test_filters_that_come_late_are_not_offered_in_another_conversation(page: Page) -> None:
    held = Held(page, "found")
    ask(page, "What did Kari Nordmann say in June 2025?")
    page.click("#fresh")
    held.let_go(page)
    expect(page.locator(".narrower")).to_have_count(0)


def test_an_article_that_comes_late_takes_no_keys_and_covers_no_other_view(
    opened: Opened, news_address: str
) -> None:
    page = opened(news_address, width=390, height=800)
    ask(page, QUOTA)
    held = Held(page, "article")
    page.locator("sup a.cite").first.click()
    page.locator("#question").focus()
    held.let_go(page)
    expect(page.locator("#reader")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    page.locator("#reader .close").click()
    page.locator("sup a.cite").first.click()
    page.click("nav [data-view=quotes]")
    held.let_go(page)
    expect(page.locator(".quotes li").first).to_be_visible()
    expect(page.locator("#reader")).to_be_hidden()


def test_what_a_reader_has_opened_while_the_model_works_stays_open(
    opened: Opened, news_chain: AnswerChain, tmp_path: Path
) -> None:
    library = news_chain.library
    model = Deaf()
    chain = AnswerChain(library, Settings(index=library.folder), model, reader=OnnxReader())
    with served(chain, tmp_path, wait_seconds=600) as address:
        page = opened(address)
        page.fill("#question", CHANGED)
        page.press("#question", "Enter")
        second = page.locator("sup a.cite").nth(1)
        second.click()
        expect(page.locator("#mark-count")).to_have_text(re.compile(r"^\d of \d"))
        held = Held(page, "article")
        page.locator("#stop").click()
        expect(page.locator(".next .suggestion").first).to_be_visible()
        assert held.waiting == 0
        expect(second).to_have_attribute("aria-current", "true")
        model.let_go.set()


def test_a_verdict_keeps_the_keys(page: Page) -> None:
    ask(page, QUOTA)
    page.get_by_role("button", name="Not helpful").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What was wrong?")).to_be_focused()
    held = Held(page, "rate")
    page.keyboard.type("I wanted the date.")
    page.keyboard.press("Enter")
    page.locator("#question").focus()
    held.let_go(page)
    expect(page.locator(".thumbs")).to_contain_text("noted")
    expect(page.locator("#question")).to_be_focused()
