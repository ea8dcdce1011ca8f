"""The page over an index that is not there yet: from nothing to the first answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.build import build_chat
from rag.settings import Settings
from tests.conftest import GRAIN, TALKS
from tests.e2e.accessibility import check
from tests.e2e.conftest import Opened, ask
from ui.server.launch import serve

pytestmark = pytest.mark.browser


@pytest.fixture
def empty_page(opened: Opened, tmp_path: Path) -> Iterator[Page]:
    chain = build_chat(Settings(index=tmp_path / "index", mode="extractive"))
    server, address = serve(chain)
    yield opened(address)
    server.close()
    chain.library.close()


def test_without_articles_the_page_tells_how_to_begin(empty_page: Page, tmp_path: Path) -> None:
    page = empty_page
    expect(page.locator("#first h2")).to_have_text("No articles yet")
    expect(page.locator("#welcome")).to_be_hidden()
    check(page)
    expect(page.locator("#mode")).to_contain_text("No articles yet")
    ask(page, "What did Kari Nordmann say?")
    expect(page.locator(".after .failed")).to_contain_text("no articles yet; add a file")
    check(page)
    page.click("#fresh")
    for view, words in (
        ("quotes", "Nobody in your articles"),
        ("timeline", "Choose a topic"),
        ("articles", "No articles yet"),
    ):
        page.click(f"nav [data-view={view}]")
        expect(page.locator(f"#view-{view} div.empty").last).to_contain_text(words)

    page.click("nav [data-view=ask]")
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.click("#first-files")
    chooser.value.set_files(tmp_path / "talks.txt")
    expect(page.locator("#report li.added")).to_contain_text("talks.txt")
    # What was added can be read, and three questions are made from it.
    page.get_by_role("link", name="talks.txt").click()
    expect(page.locator("#opened h2")).to_have_text("Ministers meet over steel")
    expect(page.locator("#report .suggestion")).to_have_count(3)
    page.locator("#report .suggestion", has_text="Kari Nordmann").click()
    expect(page.locator("#first")).to_be_hidden()
    expect(page.locator(".turn.done")).to_be_visible()
    page.locator("sup a.cite").first.click()
    expect(page.locator("#marked")).to_contain_text("We will not accept a quota")


def test_what_another_process_adds_is_noticed(empty_page: Page, tmp_path: Path) -> None:
    from index.ingest.pipeline import ingest
    from rag.build import build_embedder

    expect(empty_page.locator("#first")).to_be_visible()
    (tmp_path / "grain.txt").write_text(GRAIN, encoding="utf-8")
    settings = Settings(index=tmp_path / "index")
    ingest(settings.index, [str(tmp_path / "grain.txt")], build_embedder(settings))
    ask(empty_page, "What did Olena Koval say?")
    expect(empty_page.locator(".answer")).to_contain_text("The port is open again")
