"""How an answer looks: what was asked for stands first, and the closest sentences are no sure answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer, AnswerSentence
from rag.events import SentenceChecked
from rag.settings import Settings
from tests.e2e.accessibility import check
from tests.e2e.conftest import TIN, Deaf, Opened, ask, served

pytestmark = pytest.mark.browser


class Marking(AnswerChain):
    """Marks what was asked for, and is as sure as it is told to be."""

    how_sure: object = None

    def events(self, asked, stop=None) -> Iterator[object]:  # type: ignore[no-untyped-def, override]
        for event in super().events(asked, stop):
            if isinstance(event, SentenceChecked):
                yield replace(event, sentence=_marked(event.sentence))
            elif isinstance(event, Answer) and event.sentences:
                sentences = [_marked(s) for s in event.sentences]
                yield replace(event, sentences=sentences, confidence=self.how_sure)
            else:
                yield event


def _marked(sentence: AnswerSentence) -> AnswerSentence:
    at = sentence.text.find("12%")
    return replace(sentence, mark=(at, at + 3) if at >= 0 else None)


@pytest.fixture
def chain(evil_library: Library) -> Marking:
    return Marking(evil_library, Settings(index=evil_library.folder, mode="extractive"))


def test_the_figure_asked_for_stands_first_and_is_marked(
    opened: Opened, chain: Marking, tmp_path: Path
) -> None:
    with served(chain, tmp_path) as address:
        page = opened(address)
        ask(page, TIN)
        expect(page.locator(".lead")).to_have_text("12%")
        expect(page.locator(".sentence mark.key")).to_have_text("12%")
        expect(page.locator(".status")).to_contain_text("From 1 article, word for word")
        page.reload()
        expect(page.locator(".lead")).to_have_text("12%")


def test_the_closest_sentences_look_like_no_sure_answer(
    opened: Opened, chain: Marking, tmp_path: Path
) -> None:
    chain.how_sure = "low"
    with served(chain, tmp_path) as address:
        page = opened(address)
        ask(page, TIN)
        expect(page.get_by_role("heading", name="This may answer it:")).to_be_visible()
        expect(page.locator(".sentence sup a.cite").first).to_be_visible()
        expect(page.locator(".refusal")).to_have_count(0)
        expect(page.locator(".lead")).to_be_hidden()
        border = "one => getComputedStyle(one).borderTopStyle"
        assert page.locator(".answer").evaluate(border) == "dashed"
        check(page)


def test_what_only_may_answer_says_so_while_the_model_works_and_after_stop(
    opened: Opened, evil_library: Library, tmp_path: Path
) -> None:
    model = Deaf()
    chain = Marking(evil_library, Settings(index=evil_library.folder, mode="llm"), model)
    chain.how_sure = "low"
    with served(chain, tmp_path, wait_seconds=600) as address:
        page = opened(address)
        page.fill("#question", TIN)
        page.press("#question", "Enter")
        status = page.locator(".doing")
        expect(status).to_contain_text(
            "This may answer it · The language model is putting it into words"
        )
        page.locator("#stop").click()
        expect(status).to_have_text("This may answer it · Stopped; here is what the articles say.")
        model.let_go.set()
