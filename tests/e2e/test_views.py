"""Quotes, Timeline and Articles in a real Chromium."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from index.ingest.pipeline import ingest
from index.library import Library
from rag.chain import AnswerChain
from rag.reader import OnnxReader
from rag.settings import Settings
from tests.e2e.conftest import Opened, ask, served
from tests.helpers.fakes import WordEmbedder

pytestmark = pytest.mark.browser
COPPER = """Copper levy announced

Chile will levy 7% on copper from October. “Copper pays for our schools,” said Finance Minister Luz Rojas.
"""


def view(page: Page, name: str) -> None:
    page.click(f"nav [data-view={name}]")


def test_quotes_are_filtered_by_speaker_topic_and_day(page: Page) -> None:
    view(page, "quotes")
    listed = page.locator("#quote-list .quotes li")
    page.fill("#quote-fields [name=speaker]", "Nordmann")
    expect(page.locator("#quote-list .count")).to_contain_text("3 quotes")
    expect(listed.first).to_contain_text("The talks were frank and useful")
    page.fill("#quote-fields [name=until]", "2025-03-31")
    expect(page.locator("#quote-list .count")).to_contain_text("2 quotes")
    page.fill("#quote-fields [name=until]", "")
    page.fill("#quote-fields [name=speaker]", "")
    page.fill("#quote-fields [name=about]", "port open")
    expect(listed.first).to_contain_text("Olena Koval")


def test_a_quote_opens_its_article(page: Page) -> None:
    view(page, "quotes")
    page.get_by_role("link", name="Our mills can breathe again").click()
    expect(page.locator("#marked")).to_have_text("Our mills can breathe again,")


def test_no_quote_is_said_in_words(page: Page) -> None:
    view(page, "quotes")
    page.fill("#quote-fields [name=speaker]", "Nobody Atall")
    expect(page.locator("#quote-list")).to_contain_text("No quote like that")


def test_a_person_is_chosen_among_those_who_are_quoted(page: Page) -> None:
    view(page, "quotes")
    page.get_by_role("button", name="Anna Berg").click()
    expect(page.locator("#quote-list .quotes li")).to_have_count(1)
    expect(page.locator("#quote-fields [name=speaker]")).to_have_value("Anna Berg")
    expect(page.get_by_role("button", name="Anna Berg")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Kari Nordmann").click()
    expect(page.locator("#quote-list .count")).to_contain_text("3 quotes")
    page.get_by_role("button", name="Kari Nordmann").click()
    expect(page.locator("#quote-fields [name=speaker]")).to_have_value("")


def test_the_timeline_begins_with_topics(page: Page) -> None:
    view(page, "timeline")
    expect(page.locator("#timeline-rows")).to_contain_text("Choose a topic")
    page.locator("[data-topic]", has_text="duty on steel imports").click()
    expect(page.locator("#timeline-fields [name=about]")).to_have_value("duty on steel imports")
    expect(page.locator("#timeline-rows li.figure").first).to_be_visible()


def test_the_timeline_shows_who_spoke_and_how_a_figure_changed(page: Page) -> None:
    view(page, "timeline")
    page.fill("#timeline-fields [name=about]", "duty on steel imports")
    figures = page.locator("#timeline-rows li.figure .speaker")
    expect(figures).to_have_text(["25%", "15%"])
    traces = page.wait_for_function(
        """() => { const data = document.querySelector("#plot").contentDocument.querySelector(".js-plotly-plot")?.data;
             return data?.length === 2 && data.map(t => [t.name, [...t.x], [...t.y]]); }"""
    ).json_value()
    assert ["duty, percent", ["2025-03-03", "2025-06-10"], [25, 15]] in traces
    assert traces[0][0] == "Said"


def test_a_point_of_the_timeline_opens_its_article(page: Page) -> None:
    view(page, "timeline")
    page.fill("#timeline-fields [name=about]", "duty on steel imports")
    expect(page.locator("#timeline-rows li.figure")).to_have_count(2)
    traces = page.frame_locator("#plot").locator(".scatterlayer .trace")
    points = traces.nth(1).locator("path.point")
    expect(points).to_have_count(2)
    marked = page.locator("#marked")
    # The plot may still find its size: who misses a point tries again.
    for _ in range(20):
        at = points.nth(1).bounding_box()
        assert at is not None
        page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
        page.mouse.down()
        page.mouse.up()
        try:
            marked.wait_for(timeout=3000)
            break
        except TimeoutError:
            continue
    expect(marked).to_have_text("The duty on steel imports fell to 15% after the talks in Oslo.")


def test_articles_are_found_by_what_they_say(page: Page) -> None:
    view(page, "articles")
    expect(page.locator(".articles li")).to_have_count(4)
    page.fill("#article-fields [name=search]", "wheat")
    expect(page.locator(".articles li")).to_have_count(1)
    page.locator(".articles a.title").click()
    expect(page.locator("#opened h2")).to_have_text("Grain shipments resume")


def test_a_long_list_is_shown_further_and_the_keys_go_on_there(
    opened: Opened, tmp_path: Path
) -> None:
    # No two of them are alike: copies of an article are listed once.
    texts = [" ".join(f"quay{n}crane{k}" for k in range(12)) for n in range(130)]
    lines = [
        json.dumps({"id": f"n{n}", "publisher": "Port Daily", "text": f"At {text} ships wait."})
        for n, text in enumerate(texts)
    ]
    (tmp_path / "cranes.jsonl").write_text("\n".join(lines), encoding="utf-8")
    embedder = WordEmbedder()
    ingest(tmp_path / "index", [str(tmp_path / "cranes.jsonl")], embedder)
    library = Library.open(tmp_path / "index", embedder)
    chain = AnswerChain(library, Settings(index=tmp_path / "index", mode="extractive"))
    with served(chain, tmp_path) as address:
        page = opened(address)
        view(page, "articles")
        expect(page.locator(".articles li")).to_have_count(100)
        page.get_by_role("button", name="Show 30 more").press("Enter")
        expect(page.locator(".articles li")).to_have_count(130)
        expect(page.locator(".articles a.title").nth(100)).to_be_focused()
        expect(page.get_by_role("button", name="more")).to_have_count(0)
        # Who looks for something else begins at its beginning.
        page.fill("#article-fields [name=search]", "daily")
        expect(page.locator(".articles li")).to_have_count(100)
    library.close()


def test_an_article_is_added_asked_about_and_removed(
    opened: Opened, news_chain: AnswerChain, tmp_path: Path
) -> None:
    # An index of its own: what is left behind by a test that fails is not met by the next.
    folder_of_news = tmp_path / "index"
    shutil.copytree(news_chain.library.folder, folder_of_news)
    library = Library.open(folder_of_news, news_chain.library.embedder)
    chain = AnswerChain(
        library, Settings(index=folder_of_news, mode="extractive"), reader=OnnxReader()
    )
    with served(chain, tmp_path) as address:
        _added_asked_about_and_removed(opened(address), tmp_path, folder_of_news)
    library.close()


def _added_asked_about_and_removed(page: Page, tmp_path: Path, folder_of_news: Path) -> None:
    (tmp_path / "copper.txt").write_text(COPPER, encoding="utf-8")
    (tmp_path / "picture.exe").write_bytes(b"MZ")
    view(page, "articles")
    page.set_input_files("#files", [tmp_path / "copper.txt", tmp_path / "picture.exe"])
    expect(page.locator("#refused li")).to_contain_text(
        "'picture.exe' is of a kind that is not read"
    )
    expect(page.locator("#report li.added")).to_contain_text("copper.txt")
    expect(page.locator("#mode")).to_contain_text("5 articles")
    stored = [path.name for path in (folder_of_news / "uploads").rglob("*") if path.is_file()]
    assert stored == ["copper.txt"]
    ask(page, "What did Luz Rojas say?")
    expect(page.locator(".answer")).to_contain_text("Copper pays for our schools")
    view(page, "articles")
    remove = page.get_by_role("button", name="Remove Copper levy announced")
    remove.click()
    expect(remove).to_have_text("Really remove?")
    remove.click()
    expect(page.locator(".articles li")).to_have_count(4)
    ask(page, "What did Luz Rojas say?")
    expect(page.locator(".turn").last.locator(".refusal")).to_be_visible()


def test_a_file_can_be_dropped(page: Page) -> None:
    view(page, "articles")
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Blob(["{}"])], "empty.jsonl"));
          document.querySelector("#drop").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#report li")).to_contain_text("empty.jsonl")
    expect(page.locator("#dropping")).to_be_hidden()
    expect(page.locator("#report")).to_contain_text("no article")


def test_an_address_on_this_machine_is_refused(page: Page, news_address: str) -> None:
    view(page, "articles")
    page.fill("#address", news_address)
    page.press("#address", "Enter")
    expect(page.locator("#report li.failed")).to_contain_text("could not be read")
    expect(page.locator("#address")).to_have_value(news_address)
    expect(page.locator("#report")).not_to_contain_text("--")


def test_the_reader_is_a_drawer_where_there_is_little_room(
    opened: Opened, news_address: str
) -> None:
    page = opened(news_address, width=380, height=760)
    reader = page.locator("#reader")
    expect(reader).to_be_hidden()
    ask(page, "what did Li Chenggang say?")
    page.locator("sup a.cite").first.click()
    expect(page.locator("#marked")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    expect(page.locator("sup a.cite").first).to_be_focused()
