"""A real Chromium before a real server, over the seed article and a few invented ones."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from index.ingest.pipeline import ingest
from index.library import Library
from index.models.embedder import SentenceTransformerEmbedder
from rag.chain import AnswerChain
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.conftest import SEED
from tests.helpers.fakes import ScriptedModel, WordEmbedder
from ui.history.history import History
from ui.server.launch import serve

# Long enough for a machine on which others work too; who finds what he looks for waits no longer.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
NAMES = (os.environ.get("TRADEWIRE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if name and (path := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
NEWS = [
    {
        "id": "steel-march",
        "title": "Norway raises steel duty",
        "publisher": "Harbour Times",
        "author": "Ida Vik",
        "date": "2025-03-03",
        "url": "https://news.example/steel-march",
        "text": "The duty on steel imports rose to 25% on Monday.\n\n“We will not accept a quota on our "
        "steel,” Norwegian Trade Minister Kari Nordmann told reporters. “A quota would hurt both "
        "sides.”\n\nCanadian envoy Peter Stone said that Ottawa may lift its duty on salmon.",
    },
    {
        "id": "steel-june",
        "title": "Steel duty falls after Oslo talks",
        "publisher": "Harbour Times",
        "date": "2025-06-10",
        "url": "https://news.example/steel-june",
        "text": "The duty on steel imports fell to 15% after the talks in Oslo.\n\n“The talks were "
        "frank and useful,” Norwegian Trade Minister Kari Nordmann said.\n\n“Our mills can breathe "
        "again,” said union leader Anna Berg.",
    },
    {
        "id": "grain",
        "title": "Grain shipments resume",
        "publisher": "Port Daily",
        "date": "2025-08-20",
        "text": "Grain shipments from Odesa resumed on Friday after two weeks. Exporters loaded 40,000 "
        "tonnes of wheat.\n\n“The port is open again,” said harbour master Olena Koval.",
    },
]
EVIL = """Trade in tin grows

Trade in tin grew by 12% in May. <img src=x onerror="window.hurt=1"> ${window.hurt=1} {{7*7}} <script>window.hurt=1</script>

“Tin <b onmouseover='window.hurt=1'>is</b> the new steel `${window.hurt=1}`,” said trader Ada Tinner.

“Tin has no end </li></ul></section><h1>owned</h1> and no beginning,” said <svg onload=window.hurt=1> broker Bo Bolt.
"""

TIN = "By how much did trade in tin grow in May?"

# Every shift counts, also those that a browser forgives since a key was pressed just before.
WATCH_SHIFTS = """window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(one => window.shifts.push({ value: one.value,
  moved: one.sources.map(({ node, previousRect: was, currentRect: is }) =>
    `${node?.id || node?.className || node?.textContent}: ${was.x} ${was.y} → ${is.x} ${is.y}`) })))
  .observe({ type: "layout-shift", buffered: true });"""

Opened = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: run `make chromium`, or name one in TRADEWIRE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def news_chain(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: SentenceTransformerEmbedder
) -> Iterator[AnswerChain]:
    folder = tmp_path_factory.mktemp("news")
    lines = "\n".join(json.dumps(record) for record in NEWS)
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    index = folder / "index"
    ingest(index, [str(SEED), str(folder / "news.jsonl")], real_embedder)
    library = Library.open(index, real_embedder)
    yield AnswerChain(library, Settings(index=index, mode="extractive"), reader=OnnxReader())
    library.close()


@pytest.fixture(scope="package")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return History(tmp_path_factory.mktemp("history") / "history.sqlite")


@pytest.fixture(scope="package")
def news_address(news_chain: AnswerChain, history: History) -> Iterator[str]:
    server, address = serve(news_chain, history=history)
    yield address
    server.close()


@pytest.fixture(scope="package")
def evil_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("evil")
    (folder / "tin.txt").write_text(EVIL, encoding="utf-8")
    embedder = WordEmbedder()
    ingest(folder / "index", [str(folder / "tin.txt")], embedder)
    library = Library.open(folder / "index", embedder)
    yield library
    library.close()


@pytest.fixture(scope="package")
def evil_address(evil_library: Library) -> Iterator[str]:
    chain = AnswerChain(
        evil_library, Settings(index=evil_library.folder, mode="extractive"), reader=OnnxReader()
    )
    server, address = serve(chain)
    yield address
    server.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Return a function that opens an address in a browser of its own."""
    contexts = []

    def open_(address: str, *, width: int = 1280, height: int = 800, **more: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("[data-ready=yes]", state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Opened, news_address: str) -> Page:
    return opened(news_address)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a browser test that failed run once more, which the report then says."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


class Held:
    """Replies to the page that wait until they are let go: what is done meanwhile comes first."""

    def __init__(self, page: Page, *whats: str) -> None:
        self._routes: list[Route] = []
        self._whats = whats
        page.route("**/room", self._hold)

    def _hold(self, route: Route) -> None:
        if json.loads(route.request.post_data or "{}").get("do") in self._whats:
            self._routes.append(route)
        else:
            route.continue_()

    @property
    def waiting(self) -> int:
        return len(self._routes)

    def let_go(self, page: Page) -> None:
        """Let what was held go on, and wait until the page has heard of it and drawn."""
        while self._routes:
            with page.expect_event("requestfinished"):
                self._routes.pop(0).continue_()
        page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer stands."""
    page.click("nav [data-view=ask]")
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_function(
        "asked => { const last = [...document.querySelectorAll('.turn')].pop();"
        " return last && last.classList.contains('done') && last.querySelector('h2').textContent === asked; }",
        arg=question,
    )


@contextmanager
def served(chain: AnswerChain, folder: Path, **how: Any) -> Iterator[str]:
    """Serve a chain with a history of its own while the block runs."""
    server, address = serve(chain, history=History(folder / "history.sqlite"), **how)
    try:
        yield address
    finally:
        server.close()


class Busy(ScriptedModel):
    """Drafts one sentence, then words without end until it is closed."""

    # As long as the longest that people really have.
    name = "qwen2.5-coder-1.5b-instruct-q4_k_m"

    def stream(self, messages: object) -> Iterator[str]:
        try:
            yield "Trade in tin grew by 12% in May. "
            while not self.closed.wait(0.05):
                yield "And "
        finally:
            self.closed.set()


class Deaf(Busy):
    """Goes on in the middle of a word, whoever tells it to stop, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def stream(self, messages: object) -> Iterator[str]:
        yield "Copper fell "
        self.let_go.wait(PATIENCE / 1000)
        self.closed.set()
