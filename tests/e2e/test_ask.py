"""Asking in a real Chromium: what forms, what is cited, what keys do."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.library import Library
from rag.chain import AnswerChain
from rag.events import EvidenceFound
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.e2e.conftest import TIN, Opened, ask, served
from ui.server.launch import serve

pytestmark = pytest.mark.browser
LI = "what did Li Chenggang say?"


def test_a_citation_opens_the_article_at_the_marked_sentence(page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    ask(page, LI)
    page.locator("sup a.cite[data-quote*='The two sides']").click()
    mark = page.locator("#marked")
    expect(mark).to_contain_text("The two sides have, in principle, reached a framework")
    expect(mark).to_be_in_viewport()
    expect(page.locator(".answer")).to_contain_text("Li Chenggang")
    assert {host.split(":")[0] for host in hosts if host} <= {"127.0.0.1"}


def test_evidence_lies_there_before_the_answer(
    opened: Opened, evil_library: Library, tmp_path: Path
) -> None:
    go_on = threading.Event()

    class Slow(AnswerChain):
        def events(self, asked, stop=None):  # type: ignore[no-untyped-def]
            for event in super().events(asked, stop):
                yield event
                if isinstance(event, EvidenceFound):
                    go_on.wait(120)

    chain = Slow(evil_library, Settings(index=evil_library.folder, mode="extractive"))
    with served(chain, tmp_path) as address:
        page = opened(address)
        page.fill("#question", TIN)
        page.press("#question", "Enter")
        card = page.locator(".card").first
        expect(card).to_contain_text("Trade in tin grew by 12% in May.")
        expect(card.locator(".where")).to_contain_text("no date given")
        expect(page.locator(".sentence")).to_have_count(0)
        expect(page.locator(".status")).to_contain_text("Reading what was found")
        go_on.set()
        expect(page.locator(".sentence")).to_contain_text("12%")
        expect(page.locator(".card")).to_have_count(0)


def test_every_sentence_tells_how_it_was_checked(page: Page) -> None:
    ask(page, LI)
    mark = page.locator("button.mark").first
    expect(mark).to_contain_text("word for word")
    why = page.locator(".why").first
    expect(why).to_be_hidden()
    mark.click()
    expect(why).to_contain_text("letter for letter")
    expect(why).to_contain_text("Rests on one passage of one article.")
    expect(mark).to_have_attribute("aria-expanded", "true")


def test_a_pointer_over_a_number_shows_its_words_and_where_they_stand(page: Page) -> None:
    ask(page, "What did Kari Nordmann say about a quota?")
    page.locator("sup a.cite").first.hover()
    card = page.locator("#hovercard")
    for words in (
        "We will not accept a quota",
        "Norway raises steel duty",
        "Harbour Times",
        "Ida Vik",
        "3 March 2025",
    ):
        expect(card).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_original_opens_at_the_cited_words(page: Page) -> None:
    ask(page, "What did Kari Nordmann say about a quota?")
    page.locator("sup a.cite").first.click()
    address = page.locator("#opened a.original").get_attribute("href")
    assert address is not None
    assert address.startswith("https://news.example/steel-march#:~:text=%E2%80%9CWe%20will%20not")


def test_keys_lead_through_the_sources(page: Page) -> None:
    ask(page, "What did Anna Berg and Olena Koval say?")
    page.keyboard.press("Escape")
    numbers = page.locator("sup a.cite")
    page.keyboard.press("j")
    expect(numbers.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(numbers.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(numbers.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#marked")).to_be_in_viewport()
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_have_value("")


def test_single_letter_keys_can_be_switched_off(page: Page) -> None:
    ask(page, LI)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.click("#shortcuts")
    page.locator("#keys .close").click()
    page.keyboard.press("j")
    expect(page.locator("sup a.cite:focus")).to_have_count(0)


def test_a_question_can_be_edited_and_asked_again(page: Page) -> None:
    ask(page, LI)
    page.get_by_role("button", name="Edit").click()
    expect(page.locator("#question")).to_have_value(LI)
    ask(page, "What did Anna Berg say?")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".answer")).to_contain_text("Our mills can breathe again")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn.done .answer")).to_contain_text("Our mills can breathe again")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_refusal_looks_different_and_offers_what_there_is(page: Page) -> None:
    ask(page, "What did Kari Nordmann say about bananas?")
    refusal = page.locator(".refusal")
    expect(refusal).to_contain_text("bananas")
    expect(page.locator("sup a.cite")).to_have_count(0)
    expect(refusal.locator(".instead a.cite").first).to_contain_text("Kari Nordmann")
    nearest = refusal.locator(".nearest a.cite").first
    nearest.click()
    expect(page.locator("#opened h2")).to_have_text(nearest.text_content() or "no title")


def test_three_further_questions_each_get_an_answer(page: Page) -> None:
    ask(page, "What did Kari Nordmann say about a quota?")
    offered = page.locator(".next button.suggestion")
    expect(offered).to_have_count(3)
    for question in offered.all_text_contents():
        ask(page, question)
        expect(page.locator(".turn").last.locator(".sentence").first).to_be_visible()


def test_a_first_visitor_sees_questions_that_work(page: Page) -> None:
    page.locator("#examples button").first.click()
    expect(page.locator(".sentence").first).to_be_visible()


def test_filters_are_chips_that_can_be_removed(page: Page) -> None:
    page.click("#filters")
    page.fill("#filter-fields [name=publisher]", "Port Daily")
    page.press("#filter-fields [name=publisher]", "Tab")
    chip = page.locator(".chip", has_text="publisher: Port Daily")
    expect(chip).to_be_visible()
    ask(page, "What did Kari Nordmann say about a quota?")
    expect(page.locator(".refusal")).to_be_visible()
    chip.get_by_role("button").click()
    expect(chip).to_have_count(0)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn.done .answer")).to_contain_text("We will not accept a quota")


def test_several_publishers_and_speakers_may_be_chosen(page: Page) -> None:
    page.click("#filters")
    for field, name in (
        ("speaker", "Anna Berg"),
        ("speaker", "Olena Koval"),
        ("publisher", "Port Daily"),
        ("publisher", "Harbour Times"),
    ):
        page.fill(f"#filter-fields [name={field}]", name)
        page.press(f"#filter-fields [name={field}]", "Enter")
    expect(page.locator(".chip")).to_have_count(4)
    page.set_viewport_size({"width": 380, "height": 760})
    for box in page.locator("#composer, .chip, #filter-fields label").all():
        at = box.bounding_box()
        assert at is not None
        assert at["x"] + at["width"] <= 380
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "What did both say?")
    answer = page.locator(".turn").last.locator(".answer")
    expect(answer).to_contain_text("Our mills can breathe again")
    expect(answer).to_contain_text("The port is open again")
    expect(answer).not_to_contain_text("quota")
    page.get_by_role("button", name="Remove the filter speaker: Olena Koval").click()
    expect(page.locator(".chip")).to_have_count(3)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn.done .answer")).to_contain_text("Our mills can breathe again")
    expect(page.locator(".turn.done .answer")).not_to_contain_text("The port is open again")


def test_filters_that_a_question_names_are_offered(page: Page) -> None:
    ask(page, "What did Kari Nordmann say in June 2025?")
    page.get_by_role("button", name="Only June 2025").click()
    expect(page.locator(".chip", has_text="from: 2025-06-01")).to_be_visible()
    expect(page.locator(".chip", has_text="to: 2025-06-30")).to_be_visible()
    expect(page.get_by_role("button", name="Only June 2025")).to_have_count(0)
    expect(page.get_by_role("button", name="Only Kari Nordmann")).to_be_visible()


def test_who_answers_is_always_there_to_see(page: Page) -> None:
    expect(page.locator("#mode")).to_contain_text("No language model")
    expect(page.locator("#mode")).to_contain_text("4 articles")
    ask(page, LI)
    expect(page.locator(".foot")).to_contain_text("without a language model")


def test_a_busy_port_is_named(evil_library: Library) -> None:
    import socket

    from index.errors import UsageError

    chain = AnswerChain(
        evil_library, Settings(index=evil_library.folder, mode="extractive"), reader=OnnxReader()
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"{port}.*--port"):
            serve(chain, port=port)
