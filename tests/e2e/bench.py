"""What a reader waits for in the browser: ``python -m tests.e2e.bench``, or ``make bench-room``.

A question is asked once the page is at rest, with the suggestions under the last answer. Each time is
taken inside the page, from the key or the click to the change on screen, over warm questions in
extractive mode; the page itself from its address to the moment one can type. Many readers ask without
browsers, in ``tests/stress/test_readers.py``: twenty browsers on one machine measure themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, Response, sync_playwright

from index.ingest.pipeline import ingest
from index.library import Library
from rag.build import build_embedder
from rag.chain import AnswerChain
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.conftest import SEED
from tests.e2e.conftest import CHROMIUM, FLAGS, PATIENCE, WATCH_SHIFTS
from tests.helpers.fakes import ScriptedModel
from ui.history.history import History
from ui.page.topics import topics
from ui.server.launch import serve

RUNS, STOPS = 8, 5
READ_FOR = ("Which figures are given for {}?", "When was {} announced?", "Why does {} matter?")
ASKED = """window.asked = (question, wanted) => new Promise(done => {
  const turns = document.querySelector('#turns');
  const box = document.querySelector('#question');
  box.value = question;
  const start = performance.now(), before = turns.lastElementChild;
  const look = new MutationObserver(() => {
    if (turns.lastElementChild === before || !turns.lastElementChild.querySelector(wanted)) return;
    look.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  look.observe(turns, { childList: true, subtree: true });
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
});"""
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
STOPPED = """() => new Promise(done => {
  const status = document.querySelector(".turn:last-child .status"), start = performance.now();
  const look = new MutationObserver(() => {
    if (!/Stopped/.test(status.textContent)) return;
    look.disconnect();
    done(performance.now() - start);
  });
  look.observe(status, { childList: true, subtree: true, characterData: true });
  document.querySelector("#stop").click();
})"""
AT_WORK = """() => {
  const turn = document.querySelector(".turn:last-child"), clock = turn.querySelector(".clock").textContent;
  if (turn.matches(".done")) return "done";
  return /into words/.test(turn.querySelector(".doing").textContent) && parseInt(clock) > 1 && "at work";
}"""
FIRST, EVIDENCE = ".sentence, .refusal", ".card, .sentence, .refusal"


class Endless(ScriptedModel):
    """Drafts words without end."""

    def stream(self, messages: object) -> Iterator[str]:
        while True:
            time.sleep(0.05)
            yield "And "


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
        at_work = AnswerChain(
            library, Settings(index=settings.index), Endless(), reader=OnnxReader()
        )
        server, address = serve(chain, history=History(Path(folder) / "history.sqlite"))
        with_model, model_address = serve(
            at_work, history=History(Path(folder) / "model.sqlite"), wait_seconds=600
        )
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{len(library.articles()):,} articles; the machine's load before: {load}\n")
        print(
            "| what | target | median | 95 % | slowest | n |\n|---|---|---|---|---|---|", flush=True
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            questions = list(_shipped() if arguments.index is None else _questions(library))
            _one_reader(browser, address, questions)
            _stops(browser, model_address, questions)
            browser.close()
        server.close()
        with_model.close()
        library.close()


def _shipped() -> Iterator[str]:
    """Yield the shipped questions that the shipped article answers, each by itself."""
    for line in (SEED.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["answerable"] and not row["history"]:
            yield row["question"]


def _questions(library: Library) -> Iterator[str]:
    """Yield what may be asked of an archive: what the reader has to read for, then whose words the ledger has."""
    named = topics(library)
    names = [name for name, _n in library.speakers()[: 2 * RUNS]]
    yield from (form.format(topic) for form, topic in product(READ_FOR, named))
    yield from (f"What did {name} say?" for name in names)
    yield from (f"What did {name} say about {topic}?" for topic, name in product(named, names))


def _one_reader(browser: Browser, address: str, questions: Sequence[str]) -> None:
    _row("page usable", 2000, [_opened(browser, address)[1] for _ in range(5)])
    page, _ms = _opened(browser, address)
    evidence, first, clicks = [], [], []
    page.evaluate("window.shifts.length = 0")
    for number, question in enumerate(questions[: 2 * RUNS + 1]):
        wanted = EVIDENCE if number % 2 else FIRST
        with page.expect_response(_suggests):
            waited = float(page.evaluate("([q, w]) => window.asked(q, w)", [question, wanted]))
        # The first question loads the embedder; the others are what is meant by warm.
        if number:
            (evidence if number % 2 else first).append(waited)
        for link in page.query_selector_all(".turn:last-child sup a.cite")[:2]:
            clicks.append(float(page.evaluate(MARKED, link)))
    _row("first evidence after Enter", 300, evidence)
    _row("first checked sentence after Enter", 800, first)
    _row("citation click to marked words", 30, clicks)
    shifts = float(page.evaluate("window.shifts.reduce((sum, one) => sum + one.value, 0)"))
    print(
        f"| layout shift, all answers together | 0 | {shifts:.3f} | | | {len(evidence + first)} |"
    )


def _suggests(reply: Response) -> bool:
    """Tell the last reply that follows an answer: what to ask next."""
    return '"next"' in (reply.request.post_data or "")


def _stops(browser: Browser, address: str, questions: Sequence[str]) -> None:
    page, _ms = _opened(browser, address)
    waited = []
    for question in questions:
        page.evaluate("([q, w]) => { window.asked(q, w); }", [question, FIRST])
        # What the ledger answers, and what is hopeless, a model is not asked.
        at_work = page.wait_for_function(AT_WORK).json_value() == "at work"
        if at_work:
            waited.append(float(page.evaluate(STOPPED)))
        page.wait_for_selector(".turn.done:last-child")
        if len(waited) == STOPS:
            break
    _row("Stop while a model works", 200, waited)


def _opened(browser: Browser, address: str) -> tuple[Page, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(2 * PATIENCE)
    page = context.new_page()
    page.add_init_script(WATCH_SHIFTS + ASKED)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("[data-ready=yes] #question")
    return page, 1000 * (time.perf_counter() - start)


def _row(what: str, target: int, times: Sequence[float]) -> None:
    median, p95 = np.percentile(times, [50, 95])
    print(
        f"| {what} | ≤ {target} ms | {median:.0f} ms | {p95:.0f} ms | {max(times):.0f} ms | {len(times)} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
