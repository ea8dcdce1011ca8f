"""The page in a real Chromium: what a reader sees, clicks, and cannot be hurt by."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from index.ingest import ingest
from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.fakes import ScriptedModel, WordEmbedder
from ui.web import serve

pytestmark = pytest.mark.browser

CHROMIUM = next(
    (
        path
        for name in (
            os.environ.get("TRADEWIRE_CHROMIUM", ""),
            "chromium",
            "chromium-browser",
            "google-chrome",
        )
        if name and (path := shutil.which(name))
    ),
    None,
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
EVIL = """Trade in tin grows

Trade in tin grew by 12% in May. <img src=x onerror="window.hurt=1"> ${window.hurt=1} {{7*7}} <script>window.hurt=1</script>

“Tin <b onmouseover='window.hurt=1'>is</b> the new steel `${window.hurt=1}`,” said trader Ada Tinner.
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: run `make chromium`, or name one in TRADEWIRE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def page_for(browser: Browser, chain: AnswerChain) -> Iterator[Page]:
    server, address = serve(chain)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    try:
        yield page
    finally:
        context.close()
        server.close()


@pytest.fixture(scope="module")
def evil_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("evil")
    (folder / "tin.txt").write_text(EVIL, encoding="utf-8")
    embedder = WordEmbedder()
    ingest(folder / ".index", [str(folder / "tin.txt")], embedder)
    library = Library.open(folder / ".index", embedder)
    yield library
    library.close()


@pytest.fixture
def evil_page(browser: Browser, evil_library: Library) -> Iterator[Page]:
    settings = Settings(index=evil_library.folder, mode="extractive")
    yield from page_for(browser, AnswerChain(evil_library, settings))


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def test_a_citation_opens_the_article_at_the_marked_sentence(
    browser: Browser, seed_index: Path, real_embedder: object
) -> None:
    library = Library.open(seed_index, real_embedder)  # type: ignore[arg-type]
    chain = AnswerChain(library, Settings(index=seed_index, mode="extractive"))
    for page in page_for(browser, chain):
        hosts: set[str] = set()
        page.on("request", lambda request, seen=hosts: seen.add(request.url.split("/")[2]))
        ask(page, "what did Li Chenggang say?")
        page.locator("sup a.cite").first.click()
        mark = page.locator("#marked")
        expect(mark).to_contain_text("The two sides have, in principle, reached a framework")
        expect(mark).to_be_in_viewport()
        expect(page.locator(".answer")).to_contain_text("Li Chenggang")
        assert {host.split(":")[0] for host in hosts if host} <= {"127.0.0.1"}
    library.close()


def test_first_time_visitors_see_questions_that_work(evil_page: Page) -> None:
    evil_page.get_by_text("What did Ada Tinner say?").first.click()
    expect(evil_page.locator(".answer")).to_contain_text("Ada Tinner")


def test_nothing_from_an_article_runs(evil_page: Page) -> None:
    ask(evil_page, "By how much did trade in tin grow?")
    evil_page.locator("sup a.cite").first.click()
    reader = evil_page.locator("#reader article")
    expect(reader).to_contain_text("{{7*7}}")
    expect(reader).to_contain_text("${window.hurt=1}")
    expect(reader.locator("img, script, b")).to_have_count(0)
    assert evil_page.evaluate("window.hurt") is None


def test_a_question_with_markup_is_shown_as_typed(evil_page: Page) -> None:
    ask(evil_page, "What about <b>bananas</b> and <script>window.hurt=1</script>?")
    expect(evil_page.locator(".asked").last).to_contain_text("<b>bananas</b>")
    evil_page.wait_for_selector(".status, .refusal")
    assert evil_page.evaluate("window.hurt") is None


def test_a_refusal_links_to_the_nearest_article(evil_page: Page) -> None:
    ask(evil_page, "What did Ada Tinner say about bananas?")
    evil_page.locator(".refusal a.cite").last.click()
    expect(evil_page.locator("#reader h2")).to_have_text("Trade in tin grows")


class WaitsForStop(ScriptedModel):
    """Drafts one sentence, then words without end until it is closed."""

    def stream(self, messages):  # type: ignore[no-untyped-def]
        try:
            yield "Trade in tin grew by 12% in May. "
            while not self.closed.wait(0.05):
                yield "And "
        finally:
            self.closed.set()


def test_stop_stops_the_models_work(browser: Browser, evil_library: Library) -> None:
    model = WaitsForStop()
    settings = Settings(index=evil_library.folder, mode="llm")
    for page in page_for(browser, AnswerChain(evil_library, settings, model)):
        ask(page, "By how much did trade in tin grow in May?")
        expect(page.locator(".sentence")).to_contain_text("12%")
        assert not model.closed.is_set()
        page.click("#stop")
        assert model.closed.wait(10)
        expect(page.locator(".status").last).to_contain_text("Stopped")


def test_two_browsers_do_not_mix(browser: Browser, evil_library: Library) -> None:
    chain = AnswerChain(evil_library, Settings(index=evil_library.folder, mode="extractive"))
    for first in page_for(browser, chain):
        other = browser.new_context().new_page()
        other.goto(first.url)
        ask(first, "By how much did trade in tin grow?")
        expect(first.locator(".answer")).to_contain_text("12%")
        expect(other.locator(".asked")).to_have_count(0)
        other.close()


def test_a_busy_port_is_named(evil_library: Library) -> None:
    import socket

    from index.errors import UsageError

    chain = AnswerChain(evil_library, Settings(index=evil_library.folder, mode="extractive"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"{port}.*--port"):
            serve(chain, port=port)
