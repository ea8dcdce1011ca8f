"""Conversations in a real Chromium: kept, found, renamed, handed on, deleted, never mixed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Held, Opened, ask
from ui.history.history import History

pytestmark = pytest.mark.browser
QUOTA = "What did Kari Nordmann say about a quota?"


def test_a_reload_loses_nothing(page: Page) -> None:
    ask(page, QUOTA)
    page.reload()
    expect(page.locator(".turn h2")).to_have_text(QUOTA)
    page.locator("sup a.cite").first.click()
    expect(page.locator("#marked")).to_contain_text("We will not accept a quota")
    ask(page, "And what did she say about the talks?")
    expect(page.locator(".turn")).to_have_count(2)


def test_a_conversation_is_found_renamed_and_deleted(page: Page) -> None:
    ask(page, QUOTA)
    page.click("#fresh")
    ask(page, "What did Olena Koval say?")
    page.click("#drawer-button")
    rows = page.locator(".conversations li")
    expect(rows).to_have_count(2)
    page.fill("#conversation-search", "quota")
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="Rename").click()
    page.get_by_label("New title").fill("Steel in March")
    page.get_by_label("New title").press("Enter")
    page.fill("#conversation-search", "")
    expect(page.locator(".conversations .open")).to_have_text(
        ["What did Olena Koval say?", "Steel in March"]
    )
    page.locator(".conversations .open").nth(1).click()
    expect(page.locator(".turn h2")).to_have_text(QUOTA)
    expect(page.locator("#conversation-title")).to_have_text("Steel in March")
    page.click("#drawer-button")
    rows.nth(1).get_by_role("button", name="Delete").click()
    expect(rows.nth(1)).to_be_hidden()
    expect(page.locator(".turn")).to_have_count(0)


def test_a_name_that_takes_long_to_save_does_not_take_the_keys_from_another_field(
    page: Page,
) -> None:
    ask(page, QUOTA)
    page.click("#drawer-button")
    held = Held(page, "rename")
    page.locator(".conversations li").get_by_role("button", name="Rename").click()
    page.get_by_label("New title").fill("Steel in March")
    with page.expect_request("**/room"):
        page.get_by_label("New title").press("Enter")
    search = page.locator("#conversation-search")
    search.focus()
    held.let_go(page)
    expect(page.locator(".conversations .open")).to_have_text("Steel in March")
    expect(search).to_be_focused()


def test_a_name_can_be_left_as_it_is(page: Page) -> None:
    ask(page, QUOTA)
    page.click("#drawer-button")
    row = page.locator(".conversations li")
    for leave in (
        lambda: row.get_by_role("button", name="Cancel").click(),
        lambda: page.keyboard.press("Escape"),
    ):
        row.get_by_role("button", name="Rename").click()
        page.get_by_label("New title").fill("Something else")
        leave()
        expect(row.locator(".open")).to_have_text(QUOTA)
    expect(page.locator("#drawer")).to_be_visible()


def test_what_is_deleted_can_be_taken_back(page: Page, opened: Opened, news_address: str) -> None:
    ask(page, QUOTA)
    page.click("#drawer-button")
    row = page.locator(".conversations li")
    row.get_by_role("button", name="Delete").click()
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Delete").click()
    # Whoever leaves the page has not taken it back.
    page.reload()
    page.click("#drawer-button")
    expect(page.locator("#conversation-list")).to_contain_text("Nothing kept yet")


def test_pinned_conversations_stand_first(page: Page) -> None:
    ask(page, QUOTA)
    page.click("#fresh")
    ask(page, "What did Olena Koval say?")
    page.click("#drawer-button")
    names = page.locator(".conversations .open")
    expect(names).to_have_text(["What did Olena Koval say?", QUOTA])
    page.get_by_role("button", name=f"Pin: {QUOTA}").click()
    expect(names).to_have_text([QUOTA, "What did Olena Koval say?"])
    page.get_by_role("button", name=f"Unpin: {QUOTA}").click()
    expect(names).to_have_text(["What did Olena Koval say?", QUOTA])


def test_words_that_are_searched_open_their_turn(page: Page) -> None:
    ask(page, QUOTA)
    ask(page, "What did Olena Koval say?")
    ask(page, "What did Anna Berg say?")
    page.click("#drawer-button")
    page.fill("#conversation-search", "port")
    expect(page.locator(".conversations .excerpt")).to_contain_text("port")
    page.locator(".conversations .open").click()
    expect(page.locator(".turn h2").nth(1)).to_be_in_viewport()
    found = page.evaluate("[...CSS.highlights.get('searched')].map(range => range.toString())")
    assert found
    assert {word.lower() for word in found} == {"port"}


def test_a_conversation_branches(page: Page) -> None:
    ask(page, QUOTA)
    ask(page, "What did Olena Koval say?")
    first = page.locator(".turn").first
    first.get_by_role("button", name="More").click()
    first.get_by_role("button", name="Branch from here").click()
    expect(page.locator(".turn h2")).to_have_text([QUOTA])
    ask(page, "What did Anna Berg say?")
    page.click("#drawer-button")
    expect(page.locator(".conversations .where")).to_contain_text(["2 questions", "2 questions"])


def test_a_conversation_is_handed_on_with_its_sources(page: Page) -> None:
    ask(page, QUOTA)
    written = {}
    for label, ending in (("Markdown", "md"), ("HTML", "html"), ("Word", "docx"), ("JSON", "json")):
        page.get_by_role("button", name="Export", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Export as {label}").click()
        assert download.value.suggested_filename.endswith(f".{ending}")
        written[ending] = Path(download.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(written.pop("docx"))) as packed:
        written["xml"] = packed.read("word/document.xml")
    for text in written.values():
        assert "We will not accept a quota" in text.decode()
        assert "Harbour Times" in text.decode()
    assert "steel-march" not in written["md"].decode().replace("news.example/steel-march", "")
    assert json.loads(written["json"])["turns"][0]["question"] == QUOTA


def test_a_verdict_is_kept_with_its_reason(page: Page, history: History) -> None:
    ask(page, QUOTA)
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("What was wrong?").fill("I wanted the date.")
    page.get_by_label("What was wrong?").press("Enter")
    expect(page.locator(".thumbs")).to_contain_text("noted")
    assert ("down", "I wanted the date.") in [
        (r.turn.thumb, r.turn.reason) for r in history.rated()
    ]


def test_two_browsers_do_not_mix(page: Page, opened: Opened, news_address: str) -> None:
    other = opened(news_address)
    ask(page, QUOTA)
    expect(other.locator(".turn")).to_have_count(0)
    other.click("#drawer-button")
    expect(other.locator("#conversation-list")).to_contain_text("Nothing kept yet")
