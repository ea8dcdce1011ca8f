from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.report import SourceReport
from index.store.catalog import ArticleRow
from index.types import Article
from rag.contract import Answer, AnswerSentence, Citation, Understood
from rag.events import EvidenceCard
from rag.statements.quotations import Quotation
from rag.types import Nearest, Refusal, Said, nearest_named
from ui.history.kept import answer_from
from ui.history.values import Conversation, Hit
from ui.views import answer, archive, articles, conversations, quotes, reader, safe_html, timeline
from ui.views.safe_html import Source
from ui.views.series import Point, Points

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
ALLOWED = set("div p sup a ol ul li span b h2 h3 article mark button progress time".split())


def citation(quote: str = "Tariffs rose.", title: str = "Title") -> Citation:
    return Citation(
        number=1, article_id="a/b c.txt", chunk_id="c", title=title, publisher="Paper", author=title,
        published="2025-04-09", url=None, start=3, end=16, quote=quote,
    )  # fmt: skip


def answered(words: str) -> Answer:
    sentence = AnswerSentence(
        text=f"{words} [1]",
        start=0,
        end=len(words) + 4,
        citations=(1,),
        support="verbatim",
        reasons=("the article's own sentence",),
    )
    return Answer(
        question="?", standalone_question="?", status="answered", text=sentence.text, mode="llm",
        model="m", sentences=[sentence], citations=[citation(words, words)],
        understood=Understood(kind="fact", speakers=("Ada",), periods=("May",)),
    )  # fmt: skip


def refused(words: str) -> Answer:
    return Answer(
        question=words, standalone_question=words, status="refused", text=words, mode="extractive",
        refusal=Refusal(
            reason="not_mentioned", message=words,
            instead=(Said(article_id="x", start=0, end=3, quote=words),),
            nearest=(Nearest(article_id="x", title=words),),
        ),
    )  # fmt: skip


def sentence_of(value: Answer, reason: str) -> str:
    known = {c.number: c for c in value.citations}
    return answer.sentence(replace(value.sentences[0], reasons=(reason,)), known, "why-1")


def point(kind: str, day: str | None, who: str, words: str, value: float | None = None) -> Point:
    return Point(
        kind=kind, day=day, who=who, text=words, article_id="x", title=words, publisher=words,
        start=0, end=3, value=value, unit="percent" if value is not None else None,
        subject=words if value is not None else None,
    )  # type: ignore[arg-type]  # fmt: skip


def quotation(words: str, **changes: object) -> Quotation:
    return Quotation(**{
        "article_id": "x", "title": words, "publisher": words, "published": words, "start": 0,
        "end": 3, "text": words, "speaker": words, "mention": words, "role": words, "verb": words,
        "kind": "direct", "group": 0, "rule": None, "stance": "said", "person": words, "joined_by": None, **changes,
    })  # type: ignore[arg-type]  # fmt: skip


def check_harmless(page: str) -> None:
    for _close, name, attributes in TAGS.findall(page):
        assert name in ALLOWED, name
        assert not re.search(r"\son\w+\s*=", attributes)
    for address in re.findall(r"href='([^']*)'", page):
        assert address.startswith(("#cite-", "#quotes?speaker=", "http://", "https://"))
    for mark in ("${", "{{", "`"):
        assert mark not in page


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(words: str) -> None:
    article = Article(article_id="x", text=f"Before {words} after", title=words, author=words)
    card = EvidenceCard(
        article_id="x", title=words, publisher=words, published=None, start=0, end=3, text=words,
        speaker=words,
    )  # fmt: skip
    quote = quotation(words)
    row = ArticleRow(
        article_id=words, title=words, author=words, publisher=words, published=words, url=words,
        sentences=1, quotes=1, language=words, copies=2,
    )  # fmt: skip
    report = SourceReport(source=words, status="failed", reason=words)
    conversation = Conversation(id=words, title=words, begun=words, changed=words, turns=1)
    pages = [
        sentence_of(answered(words), words),
        answer.after(answered(words), lambda _id: Source(where=words, piece=words)),
        answer.after(refused(words), lambda _id: Source(where=words, piece=words)),
        answer.foot(refused(words)),
        answer.cards([card], told),
        reader.article(article, 7, 7 + len(words), [(0, 3)]),
        reader.head(article, 7, 7 + len(words)),
        archive.head([row]),
        archive.archive([row], [(words, 3)]),
        quotes.quotes([quote], quotes.voices([quote]), words, 1),
        timeline.choice([words]),
        articles.articles([row], 1, 1, lambda _id: words),
        articles.report([report], None, words),
        conversations.hits([Hit(conversation=conversation, excerpt=words)]),
        timeline.listed(Points(shown=[point("said", "2025-01-01", words, words)]), words, 1),
    ]
    for page in pages:
        check_harmless(page)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_plot_holds_no_tag_but_its_own(words: str) -> None:
    plot = json.loads(timeline.figure([point("said", "2025-01-01", words, words)], "light") or "")
    trace = plot["data"][0]
    assert set(re.findall(r"<(/?\w+)", trace["text"][0])) <= {"b", "/b", "br"}
    assert "<" not in trace["y"][0]


def test_the_plot_gives_speakers_a_lane_and_figures_their_scale() -> None:
    found = [
        point("said", "2025-03-03", "Kari Nordmann", "No quota."),
        replace(point("figure", "2025-03-03", "25%", "It rose to 25%.", 25.0), subject="duty"),
        replace(point("figure", "2025-06-10", "15%", "It fell to 15%.", 15.0), subject="duties"),
        point("said", None, "Olena Koval", "Open again."),
    ]
    said, given = json.loads(timeline.figure(found, "dark") or "")["data"]
    assert (said["x"], said["y"]) == (["2025-03-03"], ["Kari Nordmann"])
    assert (given["x"], given["y"]) == (["2025-03-03", "2025-06-10"], [25, 15])
    assert safe_html.place_of(given["customdata"][0]) == ("x", 0, 3)
    assert "1 without a date" in html.unescape(timeline.listed(Points(shown=found), "steel", 9))


def test_without_a_date_there_is_no_plot() -> None:
    assert timeline.figure([point("said", None, "A", "B")], "light") is None


@given(st.text(max_size=200))
def test_whatever_the_text_it_is_harmless(words: str) -> None:
    shown = safe_html.text(words)
    check_harmless(shown)
    assert not set("<>'\"`$") & set(shown)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=100))
def test_plain_words_are_shown_as_they_are(words: str) -> None:
    assert html.unescape(safe_html.text(words)) == words


@given(st.text(min_size=1, max_size=40), st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_address_comes_back_as_it_went(article_id: str, start: int, end: int) -> None:
    try:
        article_id.encode()
    except UnicodeEncodeError:
        return
    assert safe_html.place_of("#" + safe_html.place(article_id, start, end)) == (
        article_id,
        start,
        end,
    )


@pytest.mark.parametrize("address", ["", "#", "#cite", "#cite-1-2-zz", "#cite-a-b-00", "cite-1-2"])
def test_a_foreign_address_is_none(address: str) -> None:
    assert safe_html.place_of(address) is None


def test_the_marked_span_is_the_cited_one() -> None:
    text = "First line.\n\nSecond line is cited. Third."
    start = text.index("Second")
    page = reader.article(Article(article_id="x", text=text), start, start + 21)
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == [safe_html.text("Second line is cited.")]


def test_a_span_outside_the_text_marks_nothing() -> None:
    assert "<mark" not in reader.article(Article(article_id="x", text="Short."), 3, 900)


def test_only_web_addresses_become_links() -> None:
    bad = Article(article_id="x", text="T", url="javascript:alert(1)")
    good = Article(article_id="x", text="T", url="https://example.org/a?b=1")
    assert "href" not in reader.head(bad, 0, 0)
    assert "https://example.org/a?b=1" in reader.head(good, 0, 0)


def test_the_original_opens_at_the_marked_words() -> None:
    words = "One two-three, four & five."
    article = Article(article_id="x", text=f"Before. {words}", url="https://example.org/a")
    head = reader.head(article, 8, 8 + len(words))
    assert "https://example.org/a#:~:text=One%20two%2Dthree%2C%20four%20%26%20five." in head


def test_the_other_cited_spans_are_marked_paler_unless_they_meet_another() -> None:
    text = "First. Second. Third."
    page = reader.article(
        Article(article_id="x", text=text), 7, 14, [(7, 14), (0, 6), (10, 18), (15, 900)]
    )
    marks = re.findall(r"<mark( id='marked')? class='(\w+) begins'[^>]*>(.*?)</mark>", page)
    assert marks == [
        ("", "also", safe_html.text("First.")),
        (" id='marked'", "now", safe_html.text("Second.")),
    ]


def test_long_words_are_named_by_their_ends() -> None:
    words = " ".join(f"w{n}" for n in range(20))
    address = safe_html.web_address("https://example.org/a#part", words)
    assert address == (
        "https://example.org/a#part:~:text=w0%20w1%20w2%20w3%20w4%20w5,w14%20w15%20w16%20w17%20w18%20w19"
    )


def test_a_citation_carries_its_words_and_where_they_stand() -> None:
    page = sentence_of(answered("Tariffs rose"), "because")
    assert re.search(r"<a class='cite' href='#cite-3-16-[0-9a-f]+' data-quote='Tariffs rose'", page)
    assert "9 April 2025" in page
    assert ">1</a></sup>" in page
    assert "[1]" not in html.unescape(page)
    assert "Because&#46;" in page


def test_a_refusal_offers_what_is_said_and_the_nearest() -> None:
    page = html.unescape(
        answer.after(refused("Other words."), lambda _id: Source(where="The Paper"))
    )
    assert "They do say" in page
    assert "The Paper" in page
    assert "<sup>" not in page


def test_a_refusal_says_each_thing_once() -> None:
    near = (Nearest(article_id="a", title="Steel"), Nearest(article_id="b", title="Salmon"))
    said = Said(article_id="a", start=0, end=5, quote="Other words.")
    missing = "The articles do not mention whales."
    no = Refusal(
        reason="not_mentioned", message=f"{missing} {nearest_named(near)}", instead=(said,), nearest=near
    )  # fmt: skip
    whole = replace(refused("x"), refusal=no, text=no.message)
    page = html.unescape(answer.after(whole, lambda _id: Source(where="The Paper")))
    plain = re.sub("<[^>]+>", "|", page)
    assert re.findall(r"[^|]+", plain) == [
        missing, "They do say", "Other words.", "The Paper",
        "Read on, or ask in other words", "Salmon",
    ]  # fmt: skip


def test_who_answered_and_how_it_was_understood_is_said() -> None:
    foot = html.unescape(answer.foot(answered("Tariffs rose")))
    assert foot.startswith("Answered by m")


@pytest.mark.parametrize("value", [answered("Tariffs rose"), refused("Not that.")])
def test_a_kept_answer_comes_back_as_it_was(value: Answer) -> None:
    back = answer_from(json.loads(json.dumps(value.to_dict())))
    assert back.to_dict() == value.to_dict()
    assert answer.foot(back) == answer.foot(value)


def test_a_sentence_tells_why_it_stands_there() -> None:
    shown = html.unescape(sentence_of(answered("Tariffs rose"), "the article's own sentence"))
    told = "<li>The article's own sentence.</li><li>Rests on one passage of one article.</li>"
    assert told in shown
    older = AnswerSentence(text="T [1]", start=0, end=5, citations=(1,), support="supported")
    page = html.unescape(answer.sentence(older, {1: citation()}, "w"))
    assert "<li>Says in other words what its sources say.</li>" in page


def marked(words: str, mark: tuple[int, int] | None, *, text: str | None = None) -> AnswerSentence:
    whole = text or f"{words} [1]"
    return AnswerSentence(
        text=whole, start=0, end=len(whole), citations=(1,), support="verbatim", mark=mark
    )


def test_what_was_asked_for_is_marked_and_stands_first_by_itself() -> None:
    sentence = marked("The duty rose on 24 September 2018.", (17, 34))
    page = html.unescape(answer.sentence(sentence, {1: citation()}, "w"))
    assert "The duty rose on <mark class='key'>24 September 2018</mark>." in page
    for question in ("When did the duty rise?", "On what day did it rise?", "And since when?"):
        assert html.unescape(answer.lead(question, [sentence])) == "<span>24 September 2018</span>"
    assert answer.lead("What did she say about the duty?", [sentence]) == ""
    assert answer.lead("When?", [marked("It rose.", None), sentence]) == ""


def test_figures_that_differ_both_stand_first() -> None:
    two = [marked("It rose to 25%.", (11, 14)), marked("It fell to 15%.", (11, 14))]
    shown = html.unescape(answer.lead("How high is the duty?", two))
    assert shown == "<span>25%</span><span>15%</span>"


@pytest.mark.parametrize("mark", [(5, 900), (9, 3), (-4, 2)])
def test_a_mark_outside_its_sentence_marks_nothing(mark: tuple[int, int]) -> None:
    assert "<mark" not in answer.sentence(marked("It rose.", mark), {}, "w")


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("BEIJING, Sept. 6 (Xinhua) -- China will act.", "China will act."),
        ("WASHINGTON (AP) — The House voted.", "The House voted."),
        ("NEW YORK - Stocks fell.", "Stocks fell."),
        ("The US-China deal - a first - holds.", "The US-China deal - a first - holds."),
        ("GDP grew by 3%.", "GDP grew by 3%."),
        ("Tariffs (25%) - the highest - rose.", "Tariffs (25%) - the highest - rose."),
    ],
)
def test_a_dateline_is_not_shown(sentence: str, shown: str) -> None:
    page = html.unescape(answer.sentence(marked(sentence, None), {}, "w"))
    assert f"<p>{shown}<span class='ends'>" in page


def row_of(article_id: str) -> ArticleRow:
    return ArticleRow(
        article_id=article_id, title=article_id, author="Ann Lee", publisher="Paper", published=None,
        url=None, sentences=1, quotes=1, language=None, copies=0,
    )  # fmt: skip


def told(article_id: str) -> Source:
    return Source(where=article_id)


def argued(article_id: str) -> Source:
    return Source(where=article_id, piece="an op-ed by Ann Lee")


def test_what_somebody_argues_is_labelled_as_such_at_its_source_and_in_what_is_copied() -> None:
    value = answered("Tariffs rose")
    unlike = replace(value, citations=[citation("Other words.")])
    label = "<span class='piece'>an op-ed by Ann Lee</span>"
    for shown in (value, unlike):
        assert label in html.unescape(answer.after(shown, argued))
        assert "piece" not in answer.after(shown, told)
    assert label in html.unescape(answer.after(refused("No."), argued))
    copied = answer.copied(value, argued)["with_sources"]
    assert "[1] Tariffs rose · Paper · 9 April 2025 (an op-ed by Ann Lee): “Tariffs rose”" in copied


def test_only_a_model_that_answered_is_named_as_the_answers_author() -> None:
    sentence = AnswerSentence(
        text="So says an op-ed: It rose. [1]", start=0, end=30, citations=(1,), support="supported"
    )
    own = replace(answered("It rose."), sentences=[sentence], model=None)
    assert answer.basis(own) == "From 1 article, in the articles’ own sentences"
    worded = answer.basis(replace(own, model="a-model"))
    assert worded == "From 1 article, in a language model’s words, each sentence checked"


def test_sources_of_one_article_that_the_answer_repeats_share_a_line() -> None:
    value = answered("Tariffs rose")
    second = replace(value.citations[0], number=2)
    page = answer.after(replace(value, citations=[*value.citations, second]), told)
    assert page.count("<li") == 1
    assert "data-numbers='1, 2'" in page


def test_a_source_that_is_the_answer_takes_one_line() -> None:
    value = answered("Tariffs rose")
    assert html.unescape(answer.after(value, told)).count("Tariffs rose") == 1
    page = html.unescape(answer.after(replace(value, citations=[citation("Other words.")]), told))
    assert "Other words." in page
    assert "Title · Paper · 9 April 2025" in page


def test_the_closest_sentences_are_no_sure_answer() -> None:
    sure = answered("Tariffs rose")
    closest = replace(sure, confidence="low")  # type: ignore[arg-type]
    assert answer.basis(sure) == "From 1 article, word for word"
    assert answer.basis(closest) == "This may answer it:"
    assert answer.copied(closest, told)["words"].startswith("This may answer it: ")


def test_what_is_copied_holds_the_sources_where_they_are_wanted() -> None:
    copied = answer.copied(answered("Tariffs rose"), told)
    assert copied["words"] == "Tariffs rose"
    assert copied["with_sources"].splitlines() == [
        "Tariffs rose [1]", "", "[1] Tariffs rose · Paper · 9 April 2025: “Tariffs rose”",
    ]  # fmt: skip
    assert answer.copied(refused("No."), told) == {}


def test_what_one_person_says_in_one_article_stands_on_one_card() -> None:
    found = [
        quotation("First", person="Wang Yi", speaker="Wang Yi", title="Talks"),
        quotation("Second", person="Wang Yi", speaker="Wang Yi", title="Talks"),
        quotation("Third", person="Ada Lee", speaker="Ada Lee", title="Talks"),
    ]
    page = quotes.quotes(found, [], "", 9)
    assert page.count("<li>") == 2
    assert page.count("Wang Yi") == 1
    assert all(words in page for words in ("First", "Second", "Third"))


def test_a_bare_last_name_of_a_person_stands_among_the_people() -> None:
    found = [quotation("A", person=name, role=None) for name in ("Wang Yi", "Yi", "Reuters")]
    heard = quotes.voices(found)
    assert [v.name for v in heard if v.is_person] == ["Wang Yi", "Yi"]


def test_people_stand_before_bodies_with_counts_and_offices() -> None:
    found = [
        quotation("W", person="Wang Yi", role="Foreign Minister"),
        quotation("W", person="Wang Yi", role="Foreign Minister", kind="reported"),
        quotation("R", person="Reuters", role=None),
        quotation("P", person="Powell", role="Fed Chair"),
    ]
    page = html.unescape(quotes.quotes(found, quotes.voices(found), "Wang Yi", 9))
    people, bodies = page.split("Offices, companies, unnamed")
    assert "Wang Yi" in people
    assert "Powell" in people
    assert "Foreign Minister" in people
    assert "Reuters" in bodies
    assert "data-speaker='Wang Yi' aria-pressed='true'" in people
    assert "4 quotes: 3 in quotation marks, 1 reported" in page


def test_the_archive_shows_the_newest_and_the_people() -> None:
    rows = [
        ArticleRow(
            article_id=str(n), title=f"Title {n}", author=None, publisher="Paper",
            published=f"2025-0{n}-01", url=None, sentences=1, quotes=1, language="en", copies=0,
        )
        for n in range(9, 0, -1)
    ]  # fmt: skip
    page = html.unescape(archive.archive(rows, [("Wang Yi", 4)]))
    assert "9 articles, 1 January 2025 to 1 September 2025" in html.unescape(archive.head(rows))
    assert page.index("Title 9") < page.index("Title 4")
    assert "Title 3" not in page
    assert re.search(r"href='#quotes\?speaker=Wang%20Yi'>Wang Yi</a> <span class='number'>4<", page)


def test_progress_tells_counts_and_the_time_left() -> None:
    told = articles.Progress(total=40, seconds=30.0).told
    assert told(10) == "Reading … 10 of 40, about 2 minutes left"
    assert told(38) == "Reading … 38 of 40, about 2 seconds left"
    assert articles.Progress(total=0).told(3) == "Reading … 3 articles so far"


LONG: dict[str, Callable[[int, int], str]] = {
    "articles": lambda n, most: articles.articles(
        [row_of(f"a{number}") for number in range(n)], n, most, lambda _id: None
    ),
    "quotes": lambda n, most: quotes.quotes(
        [quotation(f"q{number}", speaker=f"S{number}") for number in range(n)], [], "", most
    ),
    "timeline": lambda n, most: timeline.listed(
        Points(shown=[point("said", "2025-01-01", "A", f"p{number}") for number in range(n)]),
        "x",
        most,
    ),
}


@pytest.mark.parametrize(("view", "first"), [("articles", 100), ("quotes", 60), ("timeline", 60)])
def test_a_long_list_offers_the_rest_of_it(view: str, first: int) -> None:
    page = html.unescape(LONG[view](first + 5, first))
    assert page.count("class='cite ") == first
    assert f"the first {first} " in page
    assert f"data-shown='{2 * first}'>Show 5 more</button>" in page
    whole = html.unescape(LONG[view](first + 5, 2 * first))
    assert whole.count("class='cite ") == first + 5
    assert "the first" not in whole
    assert "<button type='button' class='plain more'" not in whole


def test_an_opinion_piece_is_labelled_in_the_list_of_articles() -> None:
    rows = [row_of("news"), row_of("argued")]
    pieces = {"argued": "a column by Ann Lee"}
    news, column = html.unescape(articles.articles(rows, 2, 2, pieces.get)).split("</li>")[:2]
    assert "<span class='piece'>a column by Ann Lee</span>" in column
    # The label names the author, who need not stand there twice.
    assert column.count("Ann Lee") == 1
    assert "piece" not in news
    assert "Ann Lee" in news
