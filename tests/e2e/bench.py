"""What a reader waits for in the browser: ``python -m tests.e2e.bench``, or ``make bench-room``.

A question is asked once the page is at rest, with the suggestions under the last answer. Each time is taken inside the page, from the key or the click to the change on screen, over warm
questions in extractive mode; the page itself from its address to the moment one can type.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from index.ingest.pipeline import ingest
from index.library import Library
from rag.build import build_embedder
from rag.chain import AnswerChain
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.conftest import SEED
from tests.e2e.conftest import CHROMIUM, FLAGS
from ui.history.history import History
from ui.server.launch import serve

RUNS = 15
FIRST_EVIDENCE = """question => new Promise(done => {
  const turns = document.querySelector('#turns');
  const box = document.querySelector('#question');
  box.value = question;
  const start = performance.now();
  const look = new MutationObserver(() => {
    if (!turns.lastElementChild.querySelector('.card, .sentence, .refusal')) return;
    look.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  look.observe(turns, { childList: true, subtree: true });
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
})"""
MARKED = """link => new Promise(done => {
  const page = document.querySelector('#page'), start = performance.now();
  page.replaceChildren();
  const look = new MutationObserver(() => {
    if (!page.querySelector('#marked')) return;
    look.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  look.observe(page, { childList: true, subtree: true });
  link.click();
})"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Print what a reader waits for in the browser.")
    parser.add_argument("--index", type=Path, help="an index of yours; the seed article if none")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=arguments.index or Path(folder) / "index", mode="extractive")
        embedder = build_embedder(settings)
        if arguments.index is None:
            ingest(settings.index, [str(SEED)], embedder)
        library = Library.open(settings.index, embedder)
        chain = AnswerChain(library, settings, reader=OnnxReader())
        server, address = serve(chain, history=History(Path(folder) / "history.sqlite"))
        print(f"{len(library.articles()):,} articles\n")
        print("| what | target | median | slowest | n |\n|---|---|---|---|---|", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            _measure(browser, address, library)
            browser.close()
        server.close()
        library.close()


def _measure(browser: Browser, address: str, library: Library) -> None:
    _row("page usable", 2000, [_opened(browser, address)[1] for _ in range(5)])
    page, _ms = _opened(browser, address)
    questions = [f"What did {name} say?" for name, _n in library.speakers()[: RUNS + 1]]
    evidence, clicks = [], []
    for question in questions:
        evidence.append(float(page.evaluate(FIRST_EVIDENCE, question)))
        page.wait_for_selector(".turn.done:last-child .suggestion")
        for link in page.query_selector_all(".turn:last-child sup a.cite")[:2]:
            clicks.append(float(page.evaluate(MARKED, link)))
    # The first question loads the embedder; the others are what is meant by warm.
    _row("first evidence after Enter", 300, evidence[1:])
    _row("citation click to marked words", 150, clicks)


def _opened(browser: Browser, address: str) -> tuple[Page, float]:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("[data-ready=yes] #question")
    return page, 1000 * (time.perf_counter() - start)


def _row(what: str, target: int, times: list[float]) -> None:
    median, slowest = statistics.median(times), max(times)
    print(
        f"| {what} | ≤ {target} ms | {median:.0f} ms | {slowest:.0f} ms | {len(times)} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
