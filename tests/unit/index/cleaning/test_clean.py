from __future__ import annotations

import time

import pytest

from index.cleaning.clean import clean
from index.ingest.load import expand, read
from index.types import Article, RawArticle
from tests.conftest import ROOT

SEED = ROOT / "seeds" / "000_f022e26ff195047d.txt"
BODY = "The duty on zinc rose to 5% on Monday, officials said."


def cleaned(text: str, **stated: str) -> Article:
    return clean(RawArticle(source="a.txt", article_id="a", text=text, **stated))  # type: ignore[arg-type]


def test_the_seed_article() -> None:
    ((path, root),) = expand(str(SEED))
    (raw,) = read(path, root)
    assert isinstance(raw, RawArticle)
    article = clean(raw)
    assert article.title == (
        "US and China Reach Preliminary Framework to Ease Trade Tensions Over Rare Earths"
    )
    assert (article.author, article.publisher) == ("Hadisur Rahman", "JadeTimes")
    assert article.published is None
    assert article.changes == (
        "Removed 1 link to other stories.",
        "Removed 2 lines of page navigation.",
        "Removed 2 image credits.",
        "Removed 1 prompt to comment.",
    )
    lines = article.text.split("\n")
    assert lines[0] == article.title
    assert "Hadisur Rahman, JadeTimes Staff" in lines
    assert not {"top of page", "bottom of page", "Comments", "More News"} & set(lines)
    assert "“Once the presidents approve it, we will then seek to implement it.”" in article.text
    assert "\n\n\n" not in article.text


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share this",
        "Comments (12)",
        "Image Source: Getty Image",
        "Photo: Ann Lee/Getty Images",
        "Dock workers unload zinc. Bo Ek/AFP via Getty Images".replace(". ", ", "),
        "Read more: Tin duties fall",
        "Click here to see the chart",
        "Sign up for our daily trade newsletter",
        "Subscribe",
        "Updated 4:31 PM EDT, Mon June 9, 2025".split(",")[0],
        "Updated Dec. 2, 2025, 4:34 p.m. ET",
        "(This story was updated to add new information.)",
        "Contact Ann Lee: alee@example.org. Follow her on X @alee.",
        "Ann Lee is a trade reporter for The Wire. Reach her at alee@example.org.",
        "Ann Lee covers zinc for The Wire. Follow her on X @alee.",
        "alee@example.org",
        "Need a break? Play the daily crossword puzzle.",
        "Want more? Sign up for The Wire's trade newsletter.",
        "Editor’s Note: Sign up for our seven-part guide to zinc.",
        "Facebook Twitter Email",
        "Share on Facebook",
        "5 min read",
        "Join the conversation",
        "Updated 3 hours ago",
        "Tin duties:Why exporters fear what comes in March",
        "You may also like Five charts about zinc",
        "Video Ad Feedback Zinc explained 02:10 - Source: CNN Zinc explained 02:10",
        "We may earn a commission if you click one of these links and buy something.".replace(
            "We may", "If you buy through these links, we may"
        ),
        "We use cookies to improve this site.",
        "© 2025 The Wire. All rights reserved.",
        "Unsubscribe | Manage preferences",
        "________",
        "This story has been updated with new information.",
        "This story was updated to add a photo.",
        "This is a developing story. Check back for updates.",
        "Support local journalism. Unlock unlimited access to thewire.org",
        "1. How relevant is this ad to you?",
    ],
)
def test_furniture_goes(line: str) -> None:
    article = cleaned(f"{BODY}\n\n{line}\n\n{BODY}")
    assert article.text == f"{BODY}\n\n{BODY}"
    assert len(article.changes) == 1


@pytest.mark.parametrize(
    "line",
    [
        "April 9, 2025",
        "Photo exports rose by a third.",
        "Image sources say the deal failed.",
        "Subscribers fled the service in May.",
        "Follow the money, the minister said.",
        "Contact between the two sides broke off in June.",
        "Updated figures show that exports fell.",
        "Sign up for the pact or face duties, Lee told them.",
        "More than 40 ships waited off Oslo.",
        "Correction: an earlier version gave the duty as 6%.",
        "“Share this burden,” she said.",
        "Comments by the minister moved zinc.",
        "Related parties must register.",
        "Read also: Where the ore comes from Union leader Kallio said it was late. She asked for more.",
        "Helene made landfall at 11:10 p.m. near Perry",
        "TRUMP: We will see what happens.",
        "What he said: zinc will rise",
        "Is it over? Sign up and find out, Lee told his rivals.",
        "Ann Lee is a trade reporter who covered the talks.",
        "He covers his costs, said Ann Lee.",
        "More from a county news release:",
        "This story has been updated to correct the duty on zinc, which is 5%.",
        "Share prices fell on Monday.",
        "This story has been updated to add a statement from the minister.",
        "This is a developing country, and its story is long.",
        "Print runs fell; email did not.",
        "Top exporters met in Oslo",
        "The variable duty (var 2) stays.",
    ],
)
def test_sentences_stay(line: str) -> None:
    assert cleaned(f"{BODY}\n\n{line}\n\n{BODY}").text == f"{BODY}\n\n{line}\n\n{BODY}"


def test_wrong_decodings_are_repaired_and_curly_marks_stay() -> None:
    article = cleaned("Washingtonâ\x80\x99s â\x80\x9cduty\u00a0planâ\x80\x9d fails.")
    assert article.text == "Washington’s “duty plan” fails."
    assert article.changes == ("Repaired wrongly decoded characters.",)
    assert cleaned("“Duty,” it’s ﬁne.").text == "“Duty,” it’s ﬁne."


def test_script_at_the_end_of_a_line_goes() -> None:
    article = cleaned(BODY + ' var addthis_config = {"data_track_addressbar":false};')
    assert article.text == BODY
    assert article.changes == ("Removed 1 script remnant.",)


def test_characters_that_hide_words_go() -> None:
    assert cleaned("The duty \u202eesor\u202c on zi\u200bnc.").text == "The duty esor on zinc."


@pytest.mark.parametrize(
    ("line", "author", "publisher"),
    [
        ("Hadisur Rahman, JadeTimes Staff", "Hadisur Rahman", "JadeTimes"),
        ("By Jane Doe", "Jane Doe", None),
        ("By JANE DOE | Reuters", "Jane Doe", "Reuters"),
        ("By Jane Doe and Olaf van der Berg", "Jane Doe and Olaf van der Berg", None),
        ("By Jane Doe, The Wire", "Jane Doe", "The Wire"),
        ("By Jane Doe, Bo Ek and Ann Lee", "Jane Doe, Bo Ek and Ann Lee", None),
        ("By Jane Doe, Bo Ek", "Jane Doe, Bo Ek", None),
        ("By Jane Doe, Trade Wire", "Jane Doe", "Trade Wire"),
        ("By Jane Doe - Trade Staff", "Jane Doe", "Trade"),
        ("By Jane Doe, Staff Writer", "Jane Doe", None),
        ("Jane Doe, Staff Writer", "Jane Doe", None),
        ("OSLO, June 11 (Xinhua) -- Zinc rose on Monday.", None, "Xinhua"),
        ("OSLO (Reuters) - Zinc rose on Monday.", None, "Reuters"),
        ("(Reuters) - Zinc rose on Monday.", None, "Reuters"),
        ("By noon Monday zinc had risen, Oslo traders said.", None, None),
        ("The agency (AP) said so.", None, None),
    ],
)
def test_bylines(line: str, author: str | None, publisher: str | None) -> None:
    article = cleaned(f"Zinc duties rise again\n\n{line}\n\n{BODY}")
    assert (article.author, article.publisher) == (author, publisher)
    assert article.title == "Zinc duties rise again"
    assert line in article.text


@pytest.mark.parametrize(
    "line",
    ["By " + "Aa " * 52 + "|", "By " + "A, " * 52, "Aa. " * 39 + "(", "- " * 79, "By A" * 39],
)
def test_a_hostile_byline_takes_no_time(line: str) -> None:
    started = time.process_time()
    cleaned("\n\n".join([line] * 6))
    assert time.process_time() - started < 5


def test_names_above_an_agency_are_a_byline_and_no_title() -> None:
    article = cleaned(f"Ann Lee and Bo Ek\n\nReuters\n\n{BODY}")
    assert (article.title, article.author, article.publisher) == (
        None,
        "Ann Lee and Bo Ek",
        "Reuters",
    )


@pytest.mark.parametrize("first", [BODY, "USA TODAY", "OSLO (AP) — Zinc rose", "Zinc rose —"])
def test_what_is_no_headline_is_no_title(first: str) -> None:
    assert cleaned(f"{first}\n\n{BODY}").title is None


def test_what_the_source_states_wins_over_the_text() -> None:
    article = cleaned(
        f"Zinc duties rise\n\nBy Jane Doe | Reuters\n\n{BODY}",
        title="Stated", author="by Ann Lee", publisher="The Wire", published="2025-04-09",
    )  # fmt: skip
    assert (article.title, article.author) == ("Stated", "Ann Lee")
    assert (article.publisher, article.published) == ("The Wire", "2025-04-09")


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Nov. 1, 2025 Updated Nov. 5, 2025, 9:36 a.m. ET", "2025-11-01"),
        ("Published April 9, 2025", "2025-04-09"),
        ("Updated Nov. 5, 2025, 9:36 a.m. ET", None),
    ],
)
def test_the_date_of_a_stamp(stamp: str, published: str | None) -> None:
    article = cleaned(f"{stamp}\n\n{BODY}")
    assert article.published == published
    assert article.text == BODY


def test_an_unreadable_date_is_not_replaced_by_another() -> None:
    raw = RawArticle(
        source="a",
        article_id="a",
        text=f"Published April 9, 2025\n\n{BODY}",
        date_unread=True,
    )
    assert clean(raw).published is None


def test_the_hash_tells_text_and_metadata_apart() -> None:
    hashes = {
        cleaned(BODY).content_hash,
        cleaned(BODY + " More.").content_hash,
        cleaned(BODY, title="T").content_hash,
        cleaned(BODY, author="T").content_hash,
    }
    assert len(hashes) == 4
    assert cleaned(BODY).content_hash == cleaned(BODY + "\n\n").content_hash
    assert {len(value) for value in hashes} == {64}


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{BODY} Ann Lee/AFP/Getty Images", BODY),
        (f"{BODY} Courtesy Ann Lee", BODY),
        (f"{BODY} Photo by Ann Lee/AFP via Getty Images", BODY),
        (f"{BODY} Read more here.", BODY),
        (f"(File photo) {BODY}", BODY),
        (
            f"Ann Lee, minister of zinc [Photo: Xinhua] {BODY}",
            f"Ann Lee, minister of zinc\n\n{BODY}",
        ),
        (f'showPlayer({{id:"a.xml",width:800}}); {BODY}', BODY),
        ("The pool fell by 35%2C000 tons.", "The pool fell by 35,000 tons."),
    ],
)
def test_what_is_glued_to_a_sentence_goes(line: str, left: str) -> None:
    assert cleaned(line).text == left


@pytest.mark.parametrize(
    "line",
    [
        "He wrote to Reuters/Ipsos about it.",
        "The deal (Photo Corp. said) is off.",
        "They met by courtesy of Ann Lee.",
        "See https://example.org/a?b=1%2C2 for all of it.",
        "The ratio is zinc/AP, he said.",
        "The deal with John B. Lee/AP Holdings",
    ],
)
def test_what_only_looks_glued_on_stays(line: str) -> None:
    assert cleaned(line).text == line


def test_a_machines_summary_goes_and_the_article_stays() -> None:
    summary = [
        "AI-assisted summary Duties on zinc rose to 5%, the highest level in years.",
        "The ministry expects further increases in the coming months.",
        "Exporters of zinc and tin are bracing for losses in foreign markets.",
    ]
    article = cleaned("\n\n".join([*summary, BODY, BODY]))
    assert article.text == f"{BODY}\n\n{BODY}"
    assert article.changes == ("Removed 1 machine-written summary.",)
    short = cleaned("\n\n".join([*summary[:2], BODY, BODY]))
    assert short.text == f"{BODY}\n\n{BODY}"


def test_a_list_of_other_stories_goes_with_its_head() -> None:
    links = ["Related articles", "Tin duties fall for a third month", "Why lead matters to Oslo"]
    article = cleaned("\n\n".join([BODY, *links, BODY]))
    assert article.text == f"{BODY}\n\n{BODY}"
    assert article.changes == ("Removed 3 links to other stories.",)


def test_headings_and_lists_stay() -> None:
    text = f"Zinc duties rise\n\n{BODY}\n\nWhat comes next\n\n- Talks on zinc\n- Talks on tin"
    assert cleaned(text).text == text


def test_characters_for_machines_only_go_and_are_counted() -> None:
    smuggled = "".join(chr(0xE0000 + ord(char)) for char in "ignore")
    article = cleaned(f"The duty{smuggled} on z\u200dinc rose\x9d.")
    assert article.text == "The duty on zinc rose."
    assert article.changes == (
        "Repaired wrongly decoded characters.",
        "Removed 7 invisible characters.",
    )
    persian = "می\u200cخواهم"
    assert cleaned(persian).text == persian


def test_the_language_is_told() -> None:
    assert cleaned(BODY).language is None
    assert cleaned(f"{BODY} {BODY}").language == "en"


@pytest.mark.parametrize(
    ("stated", "author", "publisher"),
    [
        ("Ann Lee, The Wire", "Ann Lee", "The Wire"),
        ("Ann Lee, Bo Ek", "Ann Lee, Bo Ek", None),
        ("by Ann Lee | Reuters", "Ann Lee", "Reuters"),
        ("The Wire desk", "The Wire desk", None),
    ],
)
def test_an_author_may_be_stated_with_the_paper(
    stated: str, author: str, publisher: str | None
) -> None:
    article = cleaned(BODY, author=stated)
    assert (article.author, article.publisher) == (author, publisher)


# Work that grows with the square of it would not end.
LONG = 20_000


@pytest.mark.parametrize(
    "line",
    [
        "x" * LONG + "%2C" + "x" * LONG,
        "%2C" * LONG,
        "abc({" * LONG,
        "var a = {" * LONG,
        "(Photo: " * LONG,
        "[Photo/" * LONG,
        "A/" * LONG + "AP",
        ". Courtesy " * LONG,
        "Related\n" * LONG,
        "Related\n\n\n" * LONG,
        "AI-assisted summary\n" * LONG,
        "&amp;" * LONG,
        "Ann Lee is a reporter @" * 26,
        "More:" * 120,
    ],
)
def test_hostile_lines_are_cleaned_in_their_time(line: str) -> None:
    article = cleaned(line)
    assert cleaned(article.text).text == article.text
