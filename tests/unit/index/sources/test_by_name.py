from __future__ import annotations

from pathlib import Path

import pytest

from index.cleaning.clean import clean
from index.errors import SourceError
from index.formats import pdf as pdf_format
from index.formats.pdf import reflow
from index.ingest.load import Options, expand, read
from index.sources import archives
from index.types import Problem, RawArticle
from tests.helpers.files import PARAGRAPHS, docx, packed, page, paragraph, pdf


def everything(
    path: Path, content: str | bytes, options: Options | None = None
) -> list[RawArticle | Problem]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [item for place, root in expand(str(path)) for item in read(place, root, options)]


def article(path: Path, content: str | bytes) -> RawArticle:
    (item,) = everything(path, content)
    assert isinstance(item, RawArticle), item
    return item


def problem(path: Path, content: str | bytes) -> Problem:
    (item,) = everything(path, content)
    assert isinstance(item, Problem), item
    return item


# pdf

FIRST = [
    "The Daily Wire, 9 April 2025",
    "Zinc duties rise again",
    "By Jane Doe",
    "Trade ministers of nine countries met in Oslo on Monday to discuss duties on zinc and tin, the min-",
    "istry said, and none of them would rule out that the non-tariff rules of the largest buyers would be",
    "next.",
    "“We will not accept a quota,” the minister said (after noon), and she added that the talks would go on",
    "1",
]
SECOND = [
    "The Daily Wire, 9 April 2025",
    "until the last of the members had agreed, whatever the cost to those who export zinc and tin, and non-",
    "tariff rules.",
    "2",
]
THIRD = ["The Daily Wire, 9 April 2025", "Exports of tin fell by a third in March.", "3"]


def test_a_pdf_gives_paragraphs_without_running_heads(tmp_path: Path) -> None:
    found = article(tmp_path / "a.pdf", pdf(FIRST, SECOND, THIRD))
    assert found.text.split("\n\n") == [
        "Zinc duties rise again",
        "By Jane Doe",
        "Trade ministers of nine countries met in Oslo on Monday to discuss duties on zinc and tin, "
        "the ministry said, and none of them would rule out that the non-tariff rules of the largest "
        "buyers would be next.",
        "“We will not accept a quota,” the minister said (after noon), and she added that the talks "
        "would go on until the last of the members had agreed, whatever the cost to those who export "
        "zinc and tin, and non-tariff rules.",
        "Exports of tin fell by a third in March.",
    ]


def test_the_pages_of_a_pdf_are_known_in_the_clean_text(tmp_path: Path) -> None:
    found = clean(article(tmp_path / "a.pdf", pdf(FIRST, SECOND, THIRD)))
    assert [found.text[start:].split()[0] for start in found.pages] == ["Zinc", "until", "Exports"]
    assert (found.title, found.author) == ("Zinc duties rise again", "Jane Doe")


def test_properties_of_a_pdf_count_where_the_text_says_the_same(tmp_path: Path) -> None:
    content = pdf(FIRST, title="ZINC duties rise again", author="user-17")
    found = article(tmp_path / "a.pdf", content)
    assert (found.title, found.author) == ("ZINC duties rise again", None)


def test_pages_without_text_are_said(tmp_path: Path) -> None:
    found = article(tmp_path / "a.pdf", pdf(THIRD, []))
    assert found.problems == ("no text on page 2 (images are not read)",)
    assert "text recognition" in problem(tmp_path / "b.pdf", pdf([])).reason


@pytest.mark.parametrize("content", [b"%PDF-1.7\nwords", b"words", pdf(FIRST)[:300]])
def test_a_damaged_pdf_is_a_problem(tmp_path: Path, content: bytes) -> None:
    found = problem(tmp_path / "a.pdf", content)
    assert found.status == "failed"
    assert "damaged" in found.reason or "no text" in found.reason


def test_a_parser_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(SourceError, match="takes longer than 0 s"):
        pdf_format.parsed_apart(pdf(FIRST), seconds=0.001)


def test_reflow_keeps_lists_and_headings_apart() -> None:
    wide = "The ministers agreed on nothing that would bind any of their governments before"
    text, pages = reflow(
        [[wide, "the summer.", "What comes next", "• Talks on zinc", "• Talks on tin"]]
    )
    assert text.split("\n\n") == [
        f"{wide} the summer.", "What comes next", "• Talks on zinc", "• Talks on tin",
    ]  # fmt: skip
    assert pages == (0,)
    assert reflow([]) == ("", ())


# docx


def test_a_word_document_gives_headings_lists_and_rows(tmp_path: Path) -> None:
    body = (
        paragraph("Zinc duties rise again", '<w:pStyle w:val="Heading1"/>')
        + "<w:p><w:r><w:t>The duty </w:t></w:r><w:r><w:t>rose</w:t><w:tab/><w:t>to 5%.</w:t></w:r></w:p>"
        + paragraph("Talks on tin", '<w:numPr><w:ilvl w:val="0"/></w:numPr>')
        + f"<w:tbl><w:tr><w:tc>{paragraph('Zinc')}</w:tc><w:tc>{paragraph('5%')}</w:tc></w:tr></w:tbl>"
        + "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>Shown.</w:t></w:r></w:p>"
    )
    core = "<dc:title>Zinc duties rise again</dc:title><dc:creator>user-17</dc:creator>"
    found = article(tmp_path / "a.docx", docx(body, core))
    assert found.text.split("\n\n") == [
        "Zinc duties rise again", "The duty rose\tto 5%.", "- Talks on tin", "Zinc | 5%", "Shown.",
    ]  # fmt: skip
    assert (found.title, found.author) == ("Zinc duties rise again", None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 words", "damaged or locked"),
        (packed({"a.txt": "words"}), "no part word/document.xml"),
        (packed({"word/document.xml": "<w"}), "not XML"),
        (packed({"word/document.xml": "<a>\n<b\n\x1b\n<</a>"}), "not XML"),
        (
            packed({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
            "declares XML entities",
        ),
    ],
)
def test_a_bad_word_document_is_a_problem(tmp_path: Path, content: bytes, reason: str) -> None:
    found = problem(tmp_path / "a.docx", content).reason
    assert reason in found
    assert found.isprintable()


# mail

HEAD = "From: Ann Lee <ann@example.org>\nSubject: =?utf-8?q?Zinc_duties_=E2=80=93_again?=\n"


def test_a_mail_gives_subject_date_sender_and_text(tmp_path: Path) -> None:
    content = HEAD + "Date: Wed, 09 Apr 2025 12:00:00 +0200\n\nThe duty rose to 5%.\n"
    found = article(tmp_path / "a.eml", content)
    assert (found.title, found.author) == ("Zinc duties – again", "Ann Lee")
    assert (found.published, found.text.strip()) == (
        "2025-04-09T12:00:00+02:00",
        "The duty rose to 5%.",
    )


def test_a_forwarded_article_is_not_the_forwarders(tmp_path: Path) -> None:
    content = HEAD + "\nZinc duties rise\n\nBy Jane Doe\n\nThe duty rose to 5%.\n"
    assert article(tmp_path / "a.eml", content).author == "Jane Doe"


def test_a_mail_of_html_with_attachments(tmp_path: Path) -> None:
    html = page(*PARAGRAPHS)
    content = (
        HEAD + 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n"
        '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="x.txt"\n\nno\n'
        "--b--\n"
    )
    found = article(tmp_path / "a.eml", content)
    assert PARAGRAPHS[0] in found.text
    assert "Home" not in found.text
    assert found.problems == ("1 attachment was left out; save what you need as files",)


def test_a_date_out_of_range_costs_the_date_only(tmp_path: Path) -> None:
    content = HEAD + f"Date: Wed, 09 Apr 2025 12:00:00 +{'9' * 60}\n\nThe duty rose to 5%.\n"
    found = article(tmp_path / "a.eml", content)
    assert found.published is None
    assert "could not be understood" in found.problems[0]


def test_a_mail_without_text_is_a_problem(tmp_path: Path) -> None:
    content = HEAD + "Content-Type: application/pdf\n\nwords"
    assert "only attachments" in problem(tmp_path / "a.eml", content).reason


# tables


def test_a_table_gives_an_article_a_row(tmp_path: Path) -> None:
    content = (
        '\ufeff,Link,Title,date,text\n0,https://example.org/zinc,Zinc,"December 15, 2018",'
        '"The ""duty"" rose,\nsharply."\n1,,Tin,2019,Tin fell.\n2,,Empty,,\n'
    )
    zinc, tin, empty = everything(tmp_path / "a.csv", content)
    assert isinstance(zinc, RawArticle)
    assert (zinc.title, zinc.published, zinc.url) == (
        "Zinc", "2018-12-15", "https://example.org/zinc",
    )  # fmt: skip
    assert zinc.text == 'The "duty" rose,\nsharply.'
    assert isinstance(tin, RawArticle)
    assert (tin.article_id, tin.problems, tin.date_unread) == (
        "a.csv#3", ("the date '2019' could not be understood",), True,
    )  # fmt: skip
    assert not zinc.date_unread
    assert isinstance(empty, Problem)
    assert (empty.source, empty.reason) == (f"{tmp_path / 'a.csv'}:4", "not an article")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_parts_the_columns(tmp_path: Path, delimiter: str) -> None:
    content = f"id{delimiter}text\r\n7{delimiter}Zinc rose.\r\n"
    found = article(tmp_path / "a.csv", content)
    assert (found.article_id, found.text) == ("7", "Zinc rose.")


def test_columns_may_be_named(tmp_path: Path) -> None:
    content = "Überschrift,Inhalt,text\nZinc,Zinc rose.,no\n"
    options = Options(columns={"title": "Überschrift", "text": "inhalt"})
    (found,) = everything(tmp_path / "a.csv", content.encode("cp1252"), options)
    assert isinstance(found, RawArticle)
    assert (found.title, found.text) == ("Zinc", "Zinc rose.")


def test_a_table_without_text_names_its_columns(tmp_path: Path) -> None:
    reason = problem(tmp_path / "a.csv", "name,value\nzinc,5\n").reason
    assert reason == (
        "no column is named 'text'; say which holds the text; the columns are 'name', 'value'"
    )


# archives


def test_an_archive_gives_what_is_in_it(tmp_path: Path) -> None:
    content = packed(
        {
            "news/a.txt": "Zinc rose.",
            "news/b.html": page(*PARAGRAPHS),
            "c.jsonl": '{"text": "Tin fell."}\n{"text": 5}\n',
            "d.csv": "text\nLead stayed.\n",
            "e.zip": packed({"f.docx": docx(paragraph("Iron rose."))}),
            "README.md": "no",
            "__MACOSX/a.txt": "no",
            ".hidden/a.txt": "no",
            "picture.png": b"\x89PNG",
        }
    )
    found = everything(tmp_path / "a.zip", content)
    articles = {i.article_id: i.text for i in found if isinstance(i, RawArticle)}
    assert articles["a.zip/news/a.txt"] == "Zinc rose."
    assert articles["a.zip/c.jsonl#1"] == "Tin fell."
    assert articles["a.zip/d.csv#2"] == "Lead stayed."
    assert articles["a.zip/e.zip/f.docx"] == "Iron rose."
    assert len(articles) == 5
    (bad,) = (i for i in found if isinstance(i, Problem))
    assert (bad.source, bad.reason) == (f"{tmp_path / 'a.zip'}!/c.jsonl:2", "not an article")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "c:\\a.txt", "b/../../a.txt"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert "leads out" in problem(tmp_path / "a.zip", packed({name: "words"})).reason


def test_archives_in_archives_end(tmp_path: Path) -> None:
    content = packed({"a.txt": "words"})
    for _ in range(archives.MOST_NESTED):
        content = packed({"b.zip": content})
    assert "is not opened" in problem(tmp_path / "a.zip", content).reason


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = packed({"a.txt": b"\0" * 60_000_000})
    assert len(bomb) < 100_000
    assert problem(tmp_path / "a.zip", bomb).reason == (
        "has 60 MB unpacked, an article at most 50 MB"
    )
    claimed = bomb.replace(
        (60_000_000).to_bytes(4, "little"), (2_100_000_000).to_bytes(4, "little")
    )
    assert "unpacks to 2.1 GB" in problem(tmp_path / "b.zip", claimed).reason
    crowd = packed({f"{n}.txt": "" for n in range(20_001)})
    assert "holds 20001 files" in problem(tmp_path / "c.zip", crowd).reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"words", "damaged archive"),
        (packed({"a.txt": "words " * 999})[:-60], "damaged archive"),
        (packed({"a.png": "words"}), "holds no article"),
    ],
    # An archive holds the time at which it was packed: no name for a test that two processes share.
    ids=["no archive", "cut off", "only pictures"],
)
def test_a_bad_archive_is_a_problem(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in problem(tmp_path / "a.zip", content).reason


def test_a_bad_member_costs_that_member(tmp_path: Path) -> None:
    content = packed({"a.txt": "Zinc rose. " * 50, "b.txt": "Tin fell."})
    at = content.index(b"a.txt") + 10
    found = everything(tmp_path / "a.zip", content[:at] + b"\xff" * 8 + content[at + 8 :])
    assert [type(item) for item in found] == [Problem, RawArticle]
    assert "cannot be unpacked" in found[0].reason  # type: ignore[union-attr]
