"""What a reader meets while an answer forms, and when the server is slow, gone, or another one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.conftest import ROOT
from tests.e2e.conftest import TIN, Busy, Deaf, Opened, ask, served

pytestmark = pytest.mark.browser


def busy_chain(library: Library, model: Busy) -> AnswerChain:
    return AnswerChain(library, Settings(index=library.folder, mode="llm"), model)


def send(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.press("#question", "Enter")


def test_the_articles_answer_while_the_model_works_and_stop_keeps_their_answer(
    opened: Opened, evil_library: Library, tmp_path: Path
) -> None:
    model = Deaf()
    with served(busy_chain(evil_library, model), tmp_path, wait_seconds=600) as address:
        page = opened(address)
        send(page, TIN)
        expect(page.locator(".sentence")).to_contain_text("12%")
        expect(page.locator(".doing")).to_contain_text(
            "The language model is putting it into words"
        )
        expect(page.locator(".clock")).to_contain_text(re.compile(r"\d s"))
        assert not model.closed.is_set()
        page.locator("#stop").click()
        expect(page.locator(".doing")).to_have_text("Stopped; here is what the articles say.")
        expect(page.locator(".foot .who")).to_contain_text("without a language model")
        expect(page.locator(".turn")).not_to_contain_text("Copper")
        expect(page.locator("#send")).to_be_visible()
        # Nobody has waited for the model.
        assert not model.closed.is_set()
        model.let_go.set()
        assert model.closed.wait(60)


def test_a_slow_model_is_not_waited_for_without_end(
    opened: Opened, evil_library: Library, tmp_path: Path
) -> None:
    model = Busy()
    with served(busy_chain(evil_library, model), tmp_path, wait_seconds=1) as address:
        page = opened(address)
        ask(page, TIN)
        expect(page.locator(".sentence")).to_contain_text("12%")
        expect(page.locator(".foot .who")).to_contain_text("took longer than 1 seconds")
        assert model.closed.wait(60)


def test_a_question_is_asked_again_another_way(
    opened: Opened, evil_library: Library, tmp_path: Path
) -> None:
    with served(busy_chain(evil_library, Busy()), tmp_path, wait_seconds=1) as address:
        page = opened(address)
        ask(page, TIN)
        page.get_by_role("button", name="More").click()
        page.get_by_role("button", name="In the articles’ own words").click()
        expect(page.locator(".turn.done .foot .who")).not_to_contain_text("took longer")
        expect(page.locator(".turn")).to_have_count(1)


class Elsewhere:
    """The real server in a process of its own, which can be killed and started again."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._process: subprocess.Popen[str] | None = None
        self.address = self.start()

    def start(self, port: str | None = None) -> str:
        named = ("--port", port) if port else ()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from ui.cli.main import main; main()", "chat", "--no-browser"),
                *("--index", str(self._index), "--mode", "extractive", *named),
            ],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := re.search(r"http://\S+", line):
                return found[0]
        raise AssertionError("the server does not start")

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        if number == signal.SIGKILL:
            self._process.wait()


@pytest.fixture
def elsewhere(seed_index: Path) -> Iterator[Elsewhere]:
    server = Elsewhere(seed_index)
    yield server
    server.signal(signal.SIGKILL)


def test_a_server_that_dies_and_comes_back(opened: Opened, elsewhere: Elsewhere) -> None:
    page = opened(elsewhere.address)
    ask(page, "What did Li Chenggang say?")
    # It stands still in the middle of a question, then dies.
    elsewhere.signal(signal.SIGSTOP)
    send(page, "What did Howard Lutnick say?")
    page.fill("#question", "And what next?")
    elsewhere.signal(signal.SIGKILL)
    turn = page.locator(".turn").last
    expect(turn.locator(".failed")).to_contain_text("your question is kept here")
    expect(turn.locator("h2")).to_have_text("What did Howard Lutnick say?")
    expect(page.locator("#question")).to_have_value("And what next?")
    expect(page.locator("#notice")).to_contain_text("tradewire does not answer")
    for toast in page.locator(".toast-wrap, .toast-body").all():
        expect(toast).to_be_hidden()
    elsewhere.start(elsewhere.address.rstrip("/").rsplit(":", 1)[1])
    expect(page.locator("#notice")).to_contain_text("tradewire answers again")
    turn.locator(".failed").get_by_role("button", name="Ask again").click()
    again = page.locator(".turn").last
    expect(again.locator(".sentence").first).to_be_visible()
    expect(page.locator(".turn h2")).to_have_text(
        ["What did Li Chenggang say?", "What did Howard Lutnick say?"]
    )
    expect(page.locator("#question")).to_have_value("And what next?")
    page.click("nav [data-view=timeline]")
    page.fill("#timeline-fields [name=speaker]", "Lutnick")
    expect(page.locator("#timeline-rows li.said").first).to_be_visible()


def test_a_server_that_says_nothing_ends_the_turn(opened: Opened, elsewhere: Elsewhere) -> None:
    page = opened(elsewhere.address)
    elsewhere.signal(signal.SIGSTOP)
    send(page, "What did Li Chenggang say?")
    expect(page.locator(".turn .failed")).to_contain_text("your question is kept here")
    elsewhere.signal(signal.SIGCONT)
