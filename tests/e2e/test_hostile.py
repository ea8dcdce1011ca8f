"""Hostile articles and questions in a real Chromium: nothing runs, nothing leaves, nothing breaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened, ask

pytestmark = pytest.mark.browser


@pytest.fixture
def evil(opened: Opened, evil_address: str) -> Page:
    page = opened(evil_address)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    page.on(
        "request",
        lambda r: r.url.startswith((evil_address, "blob:", "data:")) or pytest.fail(r.url),
    )
    return page


def unhurt(page: Page) -> None:
    assert page.evaluate("window.hurt") is None
    foreign = page.locator("#desk :is(img, script, svg, iframe, h1):not(#plot)")
    expect(foreign).to_have_count(0)
    expect(page.locator("#composer, #reader, #top")).to_have_count(3)


def test_nothing_from_an_article_runs(evil: Page) -> None:
    ask(evil, "By how much did trade in tin grow?")
    evil.locator("sup a.cite").first.hover()
    evil.locator("sup a.cite").first.click()
    reader = evil.locator("#page .body")
    expect(reader).to_contain_text("{{7*7}}")
    expect(reader).to_contain_text("${window.hurt=1}")
    # Live markup does not even get into the index; what is left is shown as text.
    expect(reader).not_to_contain_text("<script>")
    unhurt(evil)


def test_nothing_from_a_quote_runs_in_any_view(evil: Page) -> None:
    evil.click("nav [data-view=quotes]")
    expect(evil.locator("#quote-list")).to_contain_text("`${window.hurt=1}`")
    expect(evil.locator("#quote-list")).not_to_contain_text("<h1>")
    evil.click("nav [data-view=timeline]")
    evil.fill("#timeline-fields [name=about]", "tin")
    expect(evil.locator("#timeline-rows")).to_contain_text("Tin")
    evil.click("nav [data-view=articles]")
    expect(evil.locator("#article-list")).to_contain_text("Trade in tin grows")
    unhurt(evil)


def test_a_question_is_shown_as_typed(evil: Page) -> None:
    for question in (
        "What about <b>bananas</b> and <script>window.hurt=1</script>?",
        "<img src=x onerror=window.hurt=1> ${window.hurt=1} {{7*7}}",
        "[click](javascript:window.hurt=1) `$$\\href{javascript:alert(1)}{x}$$`",
        "tin " * 400 + "t" * 300,
    ):
        evil.fill("#question", question)
        evil.press("#question", "Enter")
        expect(evil.locator(".turn.done h2")).to_contain_text(question[:60].strip())
        evil.click("#drawer-button")
        expect(evil.locator(".conversations .open").first).to_contain_text(question[:60].strip())
        evil.keyboard.press("Escape")
        unhurt(evil)
        assert evil.evaluate("document.documentElement.scrollWidth <= innerWidth")
        evil.click("#fresh")


def test_a_path_that_was_not_uploaded_is_not_read(evil: Page) -> None:
    """Whoever speaks to the server past the page gets no file of the machine."""
    from ui.page.adding import add

    class Shelf:
        from pathlib import Path

        files = Path("/tmp/index")

    *_, last = add(Shelf(), {"files": ["/etc/passwd"]})  # type: ignore[arg-type]
    assert "was not uploaded here" in last["report"]
    *_, last = add(Shelf(), {"address": "file:///etc/passwd"})  # type: ignore[arg-type]
    assert "is no web address" in last["report"]
