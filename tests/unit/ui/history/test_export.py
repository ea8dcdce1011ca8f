from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt

from index.errors import UsageError
from ui.history.values import Conversation, KeptTurn
from ui.views.export import export as exported
from ui.views.export import file_name
from ui.views.safe_html import Source

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVIL = (
    "<script>alert(1)</script> **bold** [x](javascript:alert(1)) ![i](http://e.org/i.png) "
    "`code` $x$ &lt; </style></title> <img src=x onerror='alert(1)'> \"quoted\" 'single' \\"
)
TALK = Conversation(
    id="a", title="Steel", begun="2025-06-12T08:00:00.000+00:00",
    changed="2025-06-12T08:05:00.000+00:00", turns=1,
)  # fmt: skip


def export(form: str, talk: Conversation, turns: list[KeptTurn]) -> str:
    return exported(form, talk, turns, news).decode()


def news(article_id: str) -> Source:
    return Source(where=f"{article_id} · The Oslo Herald")


def argued(article_id: str) -> Source:
    return Source(where=article_id, piece="an op-ed by Siri Moe")


def cited(**changes: Any) -> dict[str, Any]:
    return {
        "number": 1, "article_id": "talks.txt", "chunk_id": "talks.txt#0", "title": "Ministers meet",
        "publisher": "The Oslo Herald", "author": "Siri Moe", "published": "2025-06-11",
        "url": "https://example.org/talks?a=1&b=2", "start": 10, "end": 33,
        "quote": "We will not accept a quota",
    } | changes  # fmt: skip


def turn(question: str = "What did she say?", **answer: Any) -> KeptTurn:
    given = {"status": "answered", "text": "No quota. [1]", "citations": [cited()]} | answer
    return KeptTurn(id=1, asked="2025-06-12T08:00:00.000+00:00", question=question, answer=given)


def tree(text: str) -> Any:
    return html.document_fromstring(text)


WHOLE = (
    "What did she say?", "No quota.", "Ministers meet", "Siri Moe", "The Oslo Herald",
    "We will not accept a quota", "https://example.org/talks?a=1",
)  # fmt: skip


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_every_form_has_the_whole_citation(form: str) -> None:
    text = export(form, TALK, [turn()])
    for part in (*WHOLE, "2025-06-11" if form == "json" else "11 June 2025"):
        assert part in text


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_is_read_names_no_inner_ids(form: str) -> None:
    text = export(form, TALK, [turn()])
    assert "talks.txt" not in text
    assert "characters 10" not in text


def test_word_has_the_whole_citation_and_no_markup_of_its_own() -> None:
    with zipfile.ZipFile(io.BytesIO(exported("docx", TALK, [turn(EVIL)], news))) as packed:
        assert packed.testzip() is None
        document = etree.fromstring(packed.read("word/document.xml"))
    words = "\n".join("".join(p.itertext()) for p in document.iter(f"{WORD}p"))
    for part in (EVIL, *WHOLE[1:], "11 June 2025"):
        assert part in words
    assert "talks.txt" not in words
    assert {p.get(f"{WORD}val") for p in document.iter(f"{WORD}pStyle")} == {
        "Title", "Subtitle", "Heading1", "Heading2", "Normal", "Source", "Quote",
    }  # fmt: skip


def test_the_closest_sentences_are_called_so() -> None:
    for form in ("md", "html"):
        assert "This may answer it: No quota." in export(form, TALK, [turn(confidence="low")])
        assert "may answer" not in export(form, TALK, [turn(confidence="high")])


def test_times_are_those_of_the_readers_clock() -> None:
    assert (
        "12 June 2025, 10:00 (Europe/Oslo)"
        in exported("md", TALK, [], news, "Europe/Oslo").decode()
    )
    assert "2025-06-12T08:00" in exported("md", TALK, [], news, "Nowhere/Else").decode()


def test_markdown_reads_like_a_note() -> None:
    assert export("md", TALK, [turn()]) == (
        "# Steel\n\n"
        "Asked of tradewire on 12 June 2025, 08:00 (UTC), last changed on 12 June 2025, 08:05 (UTC). "
        "Each source gives the article's exact words.\n\n"
        "## What did she say?\n\n"
        "No quota. \\[1\\]\n\n"
        "### Sources\n\n"
        "\\[1\\] Ministers meet, Siri Moe, The Oslo Herald, 11 June 2025. "
        "<https://example.org/talks?a=1&b=2>\n\n"
        "> We will not accept a quota\n"
    )


def test_json_gives_the_answers_back_whole() -> None:
    given = turn(text="half \ud83d character", citations=[cited(quote="a\u2028b")])
    record = json.loads(export("json", TALK, [given]).encode())
    assert record["turns"][0]["answer"] == given.answer
    assert record["title"] == "Steel"


def test_a_refusal_says_what_there_is_instead() -> None:
    instead = [{"article_id": "t.txt", "start": 1, "end": 5, "quote": "Duties rose."}]
    refused = turn(
        status="refused", text="The articles do not say.", citations=[],
        refusal={"reason": "not_answered", "message": "…", "instead": instead, "nearest": []},
    )  # fmt: skip
    for form in ("md", "html"):
        text = export(form, TALK, [refused])
        assert "The articles do not say." in text
        assert "Duties rose." in text
        assert text.index("Duties rose.") < text.index("The Oslo Herald")
        assert "Sources" not in text


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_what_somebody_argues_is_labelled_as_such(form: str) -> None:
    instead = [{"article_id": "t.txt", "start": 1, "end": 5, "quote": "Duties rose."}]
    refused = turn(citations=[], refusal={"message": "…", "instead": instead})
    for kept in (turn(), refused):
        assert "(an op-ed by Siri Moe)" in words_in(form, exported(form, TALK, [kept], argued))
        assert "op-ed" not in words_in(form, exported(form, TALK, [kept], news))


def words_in(form: str, written: bytes) -> str:
    if form != "docx":
        return written.decode()
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        return packed.read("word/document.xml").decode()


def test_a_failure_and_a_verdict_are_told() -> None:
    failed = KeptTurn(
        id=1, asked="2025", question="Why?", answer={"status": "failed", "text": "", "error": "It died."},
        thumb="down", reason="no answer",
    )  # fmt: skip
    for form in ("md", "html"):
        assert "It died." in export(form, TALK, [failed])
        assert "Marked as bad: no answer" in export(form, TALK, [failed])


@pytest.mark.parametrize(
    "where",
    ["question", "text", "title", "author", "publisher", "quote", "published"],
)
def test_nothing_becomes_markup(where: str) -> None:
    citation = cited(**{where: EVIL}) if where in cited() else cited()
    given = turn(
        EVIL if where == "question" else "Q",
        citations=[citation],
        text=EVIL if where == "text" else "A",
    )
    talk = Conversation(id="a", title=EVIL, begun=TALK.begun, changed=TALK.changed, turns=1)
    page = tree(export("html", talk, [given]))
    assert page.xpath("//script | //img | //b | //strong | //iframe") == []
    assert not any(name.startswith("on") for node in page.iter() for name in node.attrib)
    assert page.xpath("//title")[0].text == EVIL
    assert EVIL in [" ".join(page.xpath("//h1")[0].itertext())]
    rendered = tree(MarkdownIt("commonmark").render(export("md", talk, [given])))
    assert rendered.xpath("//script | //img | //strong | //em | //code | //style") == []
    assert [a.get("href") for a in rendered.xpath("//a")] == ["https://example.org/talks?a=1&b=2"]
    assert rendered.xpath("string(//h1)") == EVIL


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "//evil.org",
        "http://[",
        "file:///etc/passwd",
        "",
        None,
        7,
    ],
)
def test_only_web_addresses_become_links(url: object) -> None:
    given = turn(citations=[cited(url=url)])
    assert tree(export("html", TALK, [given])).xpath("//a") == []
    assert "<" not in export("md", TALK, [given])


def test_an_address_cannot_leave_its_link() -> None:
    given = turn(citations=[cited(url="https://e.org/a b>'\"<script>\n)")])
    (link,) = tree(export("html", TALK, [given])).xpath("//a")
    assert link.get("href") == "https://e.org/a%20b%3E'%22%3Cscript%3E%0A)"
    rendered = tree(MarkdownIt("commonmark").render(export("md", TALK, [given])))
    assert rendered.xpath("//script") == []


@given(st.text(min_size=1))
def test_markdown_shows_any_text_as_one_paragraph(text: str) -> None:
    markdown = export("md", TALK, [turn(text=text, citations=[])])
    rendered = tree(MarkdownIt("commonmark").render(markdown))
    paragraphs = rendered.xpath("//p")
    assert len(rendered.xpath("//h1 | //h2")) == 2
    assert rendered.xpath("//ul | //ol | //pre | //blockquote | //hr | //em | //a") == []
    assert len(paragraphs) <= 2
    markdown.encode("utf-8")


def test_the_page_asks_nothing_of_the_network() -> None:
    page = tree(export("html", TALK, [turn()]))
    assert page.xpath("//@src | //link") == []
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")


def test_a_name_for_the_file() -> None:
    assert file_name("md", TALK) == "2025-06-12-steel.md"
    odd = Conversation(id="a", title="../../etc/“x”\n", begun=TALK.begun, changed="", turns=0)
    assert file_name("html", odd) == "2025-06-12-etc-x.html"
    with pytest.raises(UsageError, match="'pdf'"):
        export("pdf", TALK, [])
