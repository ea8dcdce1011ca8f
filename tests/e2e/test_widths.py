"""Every view at every width with the longest real names: nothing is cut off, nothing out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.chain import AnswerChain
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.e2e.conftest import Busy, Opened, ask, served

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 600, 768, 820, 1024, 1280, 1440, 1920)
# What can be seen of each control and each text must be all of it; what scrolls or is cut on
# purpose (one line of a long office) may be longer.
CUT_OFF = """() => {
  const seen = (box) => box.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const hides = (box) => /hidden|clip/.test(getComputedStyle(box).overflowX) && !/-webkit-box/.test(getComputedStyle(box).display);
  const told = [];
  for (const box of document.querySelectorAll(".room :is(a, button, input, textarea, h1, h2, h3, p, label, li, b, summary, kbd)")) {
    const at = box.getBoundingClientRect();
    if (!seen(box) || !at.width || box.closest(".unseen, #plot, .voices ul, #conversation-title")) continue;
    const name = `${box.tagName.toLowerCase()}#${box.id}.${box.className}: ${box.textContent.slice(0, 40)}`;
    if (at.left < -0.5 || at.right > innerWidth + 0.5) told.push(`outside the window: ${name}`);
    if (/^(BUTTON|P|A|H1|H2|LABEL)$/.test(box.tagName) && hides(box) && box.scrollWidth > box.clientWidth + 1) told.push(`cut: ${name}`);
    for (let outer = box.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const edge = outer.getBoundingClientRect();
      if (hides(outer) && (at.right > edge.right + 1 || at.left < edge.left - 1)) told.push(`cut by ${outer.id || outer.className}: ${name}`);
    }
  }
  const bar = document.querySelector("#top").getBoundingClientRect();
  const tops = [...document.querySelectorAll("#top button, #top a")].map((one) => [one, one.getBoundingClientRect()]);
  for (const [one, at] of tops) for (const [other, to] of tops) {
    if (one !== other && at.left < to.right - 1 && to.left < at.right - 1 && at.top < to.bottom - 1 && to.top < at.bottom - 1) told.push(`${one.textContent || one.id} lies over ${other.textContent || other.id}`);
  }
  if (bar.height > 112) told.push(`the head of the page takes ${bar.height} pixels`);
  if (document.documentElement.scrollWidth > innerWidth) told.push("the page scrolls sideways");
  return [...new Set(told)];
}"""


@pytest.fixture(scope="module")
def model_address(
    news_chain: AnswerChain, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    library = news_chain.library
    chain = AnswerChain(
        library, Settings(index=library.folder, mode="auto"), Busy(), reader=OnnxReader()
    )
    with served(chain, tmp_path_factory.mktemp("widths"), wait_seconds=0.1) as address:
        yield address


def check(page: Page, where: str) -> None:
    told = page.evaluate(CUT_OFF)
    assert not told, f"{where}: " + "\n".join(told)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off(opened: Opened, model_address: str, width: int) -> None:
    page = opened(model_address, width=width, height=800, reduced_motion="reduce")
    expect(page.locator("#mode")).to_contain_text("Local model ready")
    expect(page.locator("#mode")).to_have_attribute("title", Busy.name)
    expect(page.locator("#examples button").first).to_be_visible()
    check(page, "start")
    ask(page, "What did Kari Nordmann say about a quota?")
    expect(page.locator(".next .suggestion").first).to_be_visible()
    page.get_by_role("button", name="Not helpful").click()
    check(page, "answer")
    page.locator("sup a.cite").first.click()
    expect(page.locator("#marked")).to_be_in_viewport()
    expect(page.locator("#opened h2")).to_be_in_viewport()
    page.click("#find-button")
    check(page, "article")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.click("#filters")
    check(page, "filters")
    page.click("#filters")
    ask(page, "What did Kari Nordmann say about bananas?")
    check(page, "refusal")
    for view, ready in (
        ("quotes", ".quotes li"),
        ("timeline", "[data-topic]"),
        ("articles", ".articles li"),
    ):
        page.click(f"nav [data-view={view}]")
        expect(page.locator(ready).first).to_be_visible()
        check(page, view)
    page.click("nav [data-view=timeline]")
    page.locator("[data-topic]").first.click()
    expect(page.locator(".days li.said, .days li.figure").first).to_be_visible()
    check(page, "timeline of a topic")
    page.click("#drawer-button")
    expect(page.locator(".conversations li").first).to_be_visible()
    check(page, "conversations")


def test_what_is_printed_is_the_answer_with_its_sources(page: Page) -> None:
    ask(page, "What did Kari Nordmann say about a quota?")
    page.emulate_media(media="print")
    for shown in (".asked h2", ".sentence", ".sources", ".foot .who"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in ("#top", "#composer", "#reader", ".acts", ".next", ".tools"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.room')).position") == "static"


def test_only_the_articles_words_wear_the_serif(page: Page, tmp_path: Path) -> None:
    del tmp_path
    ask(page, "What did Kari Nordmann say about a quota?")
    letters = "one => getComputedStyle(one).fontFamily.includes('Iowan')"
    for quoted in (".sentence p", "#page .body"):
        assert page.locator(quoted).first.evaluate(letters)
    for said in (".asked h2", ".foot", ".suggestion", "#mode", ".refusal .no"):
        for one in page.locator(said).all():
            assert not one.evaluate(letters)
