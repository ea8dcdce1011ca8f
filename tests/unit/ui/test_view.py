from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article
from rag.events import EvidenceCard
from rag.types import Answer, AnswerSentence, Citation, Nearest, Refusal, Said
from ui import view

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "{{7*7}}",
    "`${fetch('/x')}`",
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "[click](javascript:alert(1))",
    "$$\\href{javascript:alert(1)}{x}$$",
    "</div></article><h1>owned</h1>",
]
TAGS = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
ALLOWED = {"div", "p", "sup", "a", "ol", "ul", "li", "span", "b", "h2", "article", "mark"}


def citation(quote: str = "Tariffs rose.", title: str = "Title") -> Citation:
    return Citation(
        number=1, article_id="a/b c.txt", chunk_id="c", title=title, publisher="Paper", author=None,
        published="2025-04-09", url=None, start=3, end=16, quote=quote,
    )  # fmt: skip


def answered(words: str) -> Answer:
    sentence = AnswerSentence(
        text=f"{words} [1]", start=0, end=len(words) + 4, citations=(1,), support="verbatim"
    )
    return Answer(
        question="?", standalone_question="?", status="answered", text=sentence.text, mode="llm",
        model="m", sentences=[sentence], citations=[citation(words, words)],
    )  # fmt: skip


def check_harmless(page: str) -> None:
    for _close, name, attributes in TAGS.findall(page):
        assert name in ALLOWED, name
        assert not re.search(r"\son\w+\s*=", attributes)
    for address in re.findall(r"href='([^']*)'", page):
        assert address.startswith(("#cite-", "http://", "https://"))
    for mark in ("${", "{{", "`"):
        assert mark not in page


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(words: str) -> None:
    article = Article(article_id="x", text=f"Before {words} after", title=words, author=words)
    card = EvidenceCard(
        article_id="x", title=words, publisher=words, published=None, start=0, end=3, text=words,
        speaker=words,
    )  # fmt: skip
    refusal = Answer(
        question=words, standalone_question=words, status="refused", text=words, mode="extractive",
        refusal=Refusal(
            reason="not_mentioned", message=words,
            instead=(Said(article_id="x", start=0, end=3, quote=words),),
            nearest=(Nearest(article_id="x", title=words),),
        ),
    )  # fmt: skip
    pages = [
        view.answer(answered(words)),
        view.answer(refusal),
        view.article(article, 7, 7 + len(words)),
        view.progress([card], [], [], words),
        view.question(words),
    ]
    for page in pages:
        check_harmless(page)


@given(st.text(max_size=200))
def test_whatever_the_text_the_page_is_harmless_and_shows_it(words: str) -> None:
    page = view.question(words)
    check_harmless(page)
    body = page.removeprefix("<div class='asked'>").removesuffix("</div>")
    assert not set("<>'\"`$") & set(body)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=100))
def test_plain_words_are_shown_as_they_are(words: str) -> None:
    assert html.unescape(view.text(words)) == words


@given(st.text(min_size=1, max_size=40), st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_address_comes_back_as_it_went(article_id: str, start: int, end: int) -> None:
    try:
        article_id.encode()
    except UnicodeEncodeError:
        return
    assert view.place_of("#" + view.place(article_id, start, end)) == (article_id, start, end)


@pytest.mark.parametrize("address", ["", "#", "#cite", "#cite-1-2-zz", "#cite-a-b-00", "cite-1-2"])
def test_a_foreign_address_is_none(address: str) -> None:
    assert view.place_of(address) is None


def test_the_marked_span_is_the_cited_one() -> None:
    text = "First line.\n\nSecond line is cited. Third."
    start = text.index("Second")
    page = view.article(Article(article_id="x", text=text), start, start + 21)
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == [view.text("Second line is cited.")]


def test_a_span_outside_the_text_marks_nothing() -> None:
    assert "<mark" not in view.article(Article(article_id="x", text="Short."), 3, 900)


def test_only_web_addresses_become_links() -> None:
    bad = Article(article_id="x", text="T", url="javascript:alert(1)")
    good = Article(article_id="x", text="T", url="https://example.org/a?b=1")
    assert "href" not in view.article(bad, 0, 0)
    assert "https://example.org/a?b=1" in view.article(good, 0, 0)


def test_a_citation_shows_its_words_on_hover_and_its_number() -> None:
    page = view.answer(answered("Tariffs rose"))
    assert re.search(r"<a class='cite' href='#cite-3-16-[0-9a-f]+' title='[^']*Tariffs rose", page)
    assert ">1</a></sup>" in page
    assert "[1]" not in html.unescape(page)


def test_a_refusal_offers_what_is_said_and_the_nearest() -> None:
    value = Answer(
        question="?", standalone_question="?", status="refused", text="No.", mode="extractive",
        refusal=Refusal(
            reason="not_answered", message="No.",
            instead=(Said(article_id="x", start=0, end=3, quote="Instead this."),),
            nearest=(Nearest(article_id="x", title="Near it"),),
        ),
    )  # fmt: skip
    page = html.unescape(view.answer(value))
    assert "Instead this." in page
    assert "Near it" in page
