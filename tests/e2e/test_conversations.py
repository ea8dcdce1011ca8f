"""Conversations in a real Chromium: kept, found, renamed, handed on, deleted, never mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened, ask
from ui.history import History

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
    page.click("#drawer-button")
    gone = rows.nth(1).get_by_role("button", name="Delete")
    gone.click()
    gone.click()
    expect(rows).to_have_count(1)
    expect(page.locator(".turn")).to_have_count(0)


def test_a_conversation_is_handed_on_with_its_sources(page: Page) -> None:
    ask(page, QUOTA)
    page.click("#drawer-button")
    for label, ending in (("Markdown", "md"), ("HTML", "html"), ("JSON", "json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Export as {label}").click()
        assert download.value.suggested_filename.endswith(f".{ending}")
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert "We will not accept a quota" in text
        assert "Harbour Times" in text
    assert json.loads(text)["turns"][0]["question"] == QUOTA


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
