"""Whoever asks, the answer is the same: Python, command line, REST, MCP and the page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client
from playwright.sync_api import expect, sync_playwright
from typer.testing import CliRunner

import rag
from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.conftest import SEED_ID
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.helpers.reading import READER
from ui.cli.main import app
from ui.server.launch import serve

QUESTIONS: list[dict[str, Any]] = [
    {"question": "what did Li Chenggang say?"},
    {"question": "What is the capital of Switzerland?"},
    {"question": "hello"},
    {"question": "Why did the talks in London fail?", "article": SEED_ID, "top_k": 4},
    {
        "question": "and what did he tell reporters?",
        "history": [{"role": "user", "content": "What did Howard Lutnick say?"}],
    },
]


@pytest.fixture(scope="module")
def address(seed_index: Path, real_embedder: Any) -> Iterator[str]:
    library = Library.open(seed_index, real_embedder)
    server, address = serve(
        AnswerChain(library, Settings(index=seed_index, mode="extractive"), reader=READER)
    )
    yield address
    server.close()
    library.close()


def same(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without what differs from call to call."""
    return {k: v for k, v in answer.items() if k not in {"timings_ms", "trace_id", "id"}}


def printed(*arguments: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def called(address: str, calls: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    async def call() -> list[dict[str, Any]]:
        async with Client(f"{address}mcp") as client:
            results = [await client.call_tool(tool, arguments) for tool, arguments in calls]
        for result in results:
            assert not result.is_error
        return [json.loads(result.content[0].text) for result in results]  # type: ignore[union-attr]

    return asyncio.run(call())


def test_answers_are_the_same(address: str, seed_index: Path, tmp_path: Path) -> None:
    python = [
        same(rag.answer(**asked, mode="extractive", index=seed_index).to_dict())
        for asked in QUESTIONS
    ]
    assert {answer["status"] for answer in python} == {"answered", "refused"}
    with httpx.Client(base_url=address, timeout=60) as client:
        rest = [same(client.post("/api/answer", json=asked).json()) for asked in QUESTIONS]
    tools = [same(a) for a in called(address, [("answer", asked) for asked in QUESTIONS])]
    common = ("--index", str(seed_index), "--mode", "extractive")
    (alone,) = printed("ask", QUESTIONS[0]["question"], "--json", *common)
    (narrow,) = printed(
        "ask", QUESTIONS[3]["question"], "--article", SEED_ID, "--top-k", "4", "--json", *common
    )
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({**q, "id": 1}) + "\n" for q in QUESTIONS))
    printed("ask", "--batch", str(source), "--out", str(target), *common)
    batch = [same(json.loads(line)) for line in target.read_text().splitlines()]
    assert rest == python
    assert tools == python
    assert [same(alone), same(narrow)] == [python[0], python[3]]
    # The batch takes filters from its options, not from its lines.
    assert [batch[n] for n in (0, 1, 2, 4)] == [python[n] for n in (0, 1, 2, 4)]


def test_passages_and_quotes_are_the_same(address: str, seed_index: Path) -> None:
    search = {"question": "rare earth licences", "top_k": 3}
    quotes = {"speaker": "Li", "about": "framework"}
    index = ("--index", str(seed_index), "--json")
    found = printed("search", "rare earth licences", "--top-k", "3", *index)
    said = printed("quotes", "--speaker", "Li", "--about", "framework", *index)
    assert found
    assert said
    with httpx.Client(base_url=address, timeout=60) as client:
        assert client.post("/api/search", json=search).json() == {"results": found}
        assert client.post("/api/quotes", json=quotes).json() == {"quotes": said, "left_off": 0}
        listed = client.get("/api/articles").json()["articles"]
        shown = client.get(f"/api/articles/{SEED_ID}").json()
    assert called(address, [("search", search), ("quotes", quotes)]) == [
        {"results": found}, {"quotes": said, "left_off": 0}
    ]  # fmt: skip
    assert printed("list", *index) == listed
    assert printed("show", SEED_ID, *index) == [shown]


@pytest.mark.browser
def test_the_page_shows_the_same_sentences(address: str) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: run `make chromium`, or name one in TRADEWIRE_CHROMIUM")
    asked = QUESTIONS[0]
    answer = httpx.post(f"{address}api/answer", json=asked, timeout=60).json()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("[data-ready=yes]", state="attached")
        page.fill("#question", asked["question"])
        page.press("#question", "Enter")
        for sentence in answer["sentences"]:
            marks = "".join(f"[{number}]" for number in sentence["citations"])
            words = sentence["text"].removesuffix(marks).rstrip()
            expect(page.locator("body")).to_contain_text(words, timeout=20_000)
        browser.close()
