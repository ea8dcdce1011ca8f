"""Somebody who has never seen the page: only what it shows leads from the questions to the export."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
# The pane keeps the last citation's mark until the next one's article is there, hence the wait.
MARKS_READ = """cited =>
    [...document.querySelectorAll("#page mark.now")].map(mark => mark.textContent).join("") === cited"""


def test_three_questions_two_citations_and_an_export(page: Page) -> None:
    questions = (
        "What did Li Chenggang say?",
        "Which countries reached a framework?",
        "What did Howard Lutnick say about the Geneva consensus?",
    )
    for number, question in enumerate(questions, 1):
        page.get_by_label("Your question").fill(question)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".turn.done")).to_have_count(number)
        expect(page.locator(".turn").last.locator("sup a.cite").first).to_be_visible()
    for link in (page.locator("sup a.cite").first, page.locator("sup a.cite").last):
        cited = link.get_attribute("data-quote")
        link.click()
        page.wait_for_function(MARKS_READ, arg=cited)
        expect(page.locator("#marked")).to_be_in_viewport()
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.locator(":focus")).to_have_text("Markdown")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    written = download.value.path().read_text(encoding="utf-8")
    for question in questions:
        assert question in written
