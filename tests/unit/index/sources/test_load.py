from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from index.formats.encoding import MAX_BYTES
from index.ingest.load import discover, expand, file_of, read
from index.types import Problem, RawArticle


def everything(source: Path) -> list[RawArticle | Problem]:
    return [item for path, root in expand(str(source)) for item in read(path, root)]


def article(source: Path) -> RawArticle:
    (item,) = everything(source)
    assert isinstance(item, RawArticle), item
    return item


def problem(source: Path) -> Problem:
    (item,) = everything(source)
    assert isinstance(item, Problem), item
    return item


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def records(path: Path, *rows: object) -> Path:
    return written(path, "".join(json.dumps(row) + "\n" for row in rows))


# folders and patterns


def test_a_folder_gives_its_articles_sorted_and_nothing_else(tmp_path: Path) -> None:
    for name in [
        "b.txt", "a.MD", "sub/c.html", "sub/deep/d.htm", "e.jsonl", "notice of duties.txt",
        ".hidden.txt", ".git/f.txt", "README.md", "readme_dev.md", "LICENSE-MIT.txt", "NOTICE.txt",
        "CHANGELOG.md", "Contributing.md", "picture.png", "noending",
    ]:  # fmt: skip
        written(tmp_path / name, "words")
    found = [path.relative_to(tmp_path).as_posix() for path in discover(tmp_path)]
    assert found == [
        "a.MD", "b.txt", "e.jsonl", "notice of duties.txt", "sub/c.html", "sub/deep/d.htm",
    ]  # fmt: skip


def test_what_a_browser_saved_beside_a_page_is_no_article(tmp_path: Path) -> None:
    for name in ["Zinc.html", "Zinc_files/ad.html", "tin_files/tin.txt", "Zinc_files/b/c.txt"]:
        written(tmp_path / name, "words")
    found = [path.relative_to(tmp_path).as_posix() for path in discover(tmp_path)]
    assert found == ["Zinc.html", "tin_files/tin.txt"]


def test_a_pattern_is_relative_to_what_stands_before_its_wildcard(tmp_path: Path) -> None:
    first = written(tmp_path / "news" / "2025" / "a.txt", "words")
    second = written(tmp_path / "news" / "b.txt", "words")
    written(tmp_path / "news" / "c.md", "words")
    assert expand(str(tmp_path / "news" / "**" / "*.txt")) == [
        (first, tmp_path / "news"),
        (second, tmp_path / "news"),
    ]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    path = written(tmp_path / "tariffs [final].txt", "Steel duties rose.")
    assert article(path).article_id == "tariffs [final].txt"


def test_an_explicitly_named_readme_is_read(tmp_path: Path) -> None:
    assert article(written(tmp_path / "README.md", "Words here.")).text == "Words here."


def test_an_id_is_the_path_below_the_named_folder(tmp_path: Path) -> None:
    written(tmp_path / "news" / "may" / "a.txt", "Words here.")
    ids = [
        item.article_id for item in everything(tmp_path / "news") if isinstance(item, RawArticle)
    ]
    assert ids == ["may/a.txt"]


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("/news/a.txt", "/news/a.txt"),
        ("/news/a:7.txt", "/news/a:7.txt"),
        ("/news/a.jsonl:7", "/news/a.jsonl"),
        ("/news/a.CSV:7", "/news/a.CSV"),
        ("/news/a.zip!/b/c.jsonl:7", "/news/a.zip"),
        ("https://example.org/a.csv:7", None),
    ],
)
def test_the_file_behind_a_source(source: str, file: str | None) -> None:
    assert file_of(source) == (None if file is None else Path(file))


# what is no article


def test_what_does_not_exist_is_reported(tmp_path: Path) -> None:
    assert "no such file" in problem(tmp_path / "nowhere.txt").reason
    assert "no file matches" in problem(tmp_path / "*.txt").reason


def test_a_web_address_stands_for_itself() -> None:
    ((place, _root),) = expand(" https://example.org/a?b=1 ")
    assert str(place) == "https://example.org/a?b=1"
    assert expand("notes/https.txt")[0][0] == Path("notes/https.txt").absolute()


@pytest.mark.parametrize("content", ["", "  \n\t\n", "\ufeff", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl"])
def test_an_empty_file_is_skipped(tmp_path: Path, name: str, content: str | bytes) -> None:
    found = everything(written(tmp_path / name, content))
    assert all(isinstance(i, Problem) and i.status in {"skipped", "failed"} for i in found)
    assert len(found) == 1


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 500, b"%PDF-1.7\nwords", b"PK\x03\x04 words", bytes(range(256))]
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_a_binary_file_fails(tmp_path: Path, name: str, content: bytes) -> None:
    found = problem(written(tmp_path / name, content))
    assert (found.status, found.reason) == ("failed", "holds binary data, not text")


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    assert ".jsonl" in problem(written(tmp_path / "a.pages", "words")).reason


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert problem(path).reason == "has 50 MB, an article at most 50 MB"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert problem(path).reason == "not a regular file"
    assert discover(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "words")
    path.chmod(0)
    assert "cannot be read" in problem(path).reason


# encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    text = "“Zölle” cost €5."
    path = written(tmp_path / "a.txt", text.encode(encoding))
    assert (article(path).text, article(path).problems) == (text, ())


def test_windows_text_is_read_and_said(tmp_path: Path) -> None:
    found = article(written(tmp_path / "a.txt", "“Zölle” cost €5.".encode("cp1252")))
    assert found.text == "“Zölle” cost €5."
    assert found.problems == ("not UTF-8; read as Windows-1252",)


def test_a_few_lost_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    data = "“Zölle” rose – again.".encode() + b"\xff The end."
    found = article(written(tmp_path / "a.txt", data))
    assert found.text == "“Zölle” rose – again.\ufffd The end."
    assert found.problems == ("1 characters were unreadable",)


def test_control_characters_go_and_line_ends_are_one(tmp_path: Path) -> None:
    text = "Duties\trose.\r\nOn \x07Monday.\rAnd\x00 later. " + "Words. " * 20
    found = article(written(tmp_path / "a.txt", text))
    assert found.text.startswith("Duties\trose.\nOn Monday.\nAnd later. ")


# records


def test_a_full_record(tmp_path: Path) -> None:
    path = records(
        tmp_path / "a.jsonl",
        {
            "id": 7, "title": "Zinc duties", "text": "Zinc rose.", "source": "The Wire",
            "authors": ["Ann Lee", "Bo Ek"], "publish_date": "2025/08/28",
            "url": "https://example.org/zinc", "topics": ["zinc"],
        },
    )  # fmt: skip
    assert article(path) == RawArticle(
        source=f"{path}:1", article_id="7", text="Zinc rose.", title="Zinc duties",
        author="Ann Lee, Bo Ek", publisher="The Wire", published="2025-08-28",
        url="https://example.org/zinc",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "publisher", "published", "url"),
    [
        ("The Wire", "The Wire", None, None),
        ("2025-04-09", None, "2025-04-09", None),
        ("https://example.org/a", None, None, "https://example.org/a"),
        (["The Wire"], None, None, None),
        ("", None, None, None),
    ],
)
def test_what_a_source_is(
    tmp_path: Path, source: object, publisher: str | None, published: str | None, url: str | None
) -> None:
    found = article(records(tmp_path / "a.jsonl", {"text": "Words.", "source": source}))
    assert (found.publisher, found.published, found.url) == (publisher, published, url)


def test_what_cannot_be_understood_is_said(tmp_path: Path) -> None:
    row = {"text": "Words.", "date": "03/04/2025", "url": "javascript:alert(1)"}
    found = article(records(tmp_path / "a.jsonl", row))
    assert (found.published, found.url) == (None, None)
    assert found.problems == (
        "the url 'javascript:alert(1)' is not http(s)",
        "the date '03/04/2025' could not be understood",
    )


def test_a_number_is_not_taken_for_a_date(tmp_path: Path) -> None:
    found = article(records(tmp_path / "a.jsonl", {"text": "Words.", "date": 1744156800}))
    assert found.published is None
    assert found.problems == ("the date '1744156800' could not be understood",)


def test_ids_from_urls_are_stable_and_apart(tmp_path: Path) -> None:
    urls = [
        "https://www.example.org/2025/zinc-duties-rise/",
        "http://example.org/2025/zinc-duties-rise?utm_source=mail#top",
        "https://example.org/2025/tin-duties-rise/",
        "https://example.org/2025/zinc-duties-rise?page=2",
    ]
    found = everything(records(tmp_path / "a.jsonl", *({"text": "W.", "url": u} for u in urls)))
    ids = [item.article_id for item in found if isinstance(item, RawArticle)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert ids[0].startswith("example-org-zinc-duties-rise-")


def test_without_id_and_url_the_line_names_the_record(tmp_path: Path) -> None:
    records(tmp_path / "news" / "a.jsonl", {"text": "One."}, {"text": "Two.", "id": " "})
    found = everything(tmp_path / "news")
    ids = [item.article_id for item in found if isinstance(item, RawArticle)]
    assert ids == ["a.jsonl#1", "a.jsonl#2"]


def test_a_bad_line_costs_that_line_only(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}',
        "",
        '{"text": ',
        "[1]",
        '{"question": "?"}',
        '{"text": 5}',
        "[" * 9999,
    ]
    found = everything(written(tmp_path / "a.jsonl", "\n".join([*lines, '{"text": "Two."}'])))
    texts = [item.text for item in found if isinstance(item, RawArticle)]
    problems = [(item.status, item.reason) for item in found if isinstance(item, Problem)]
    assert texts == ["One.", "Two."]
    assert problems[1:4] == [
        ("failed", "line 4 is not a JSON object"),
        ("skipped", "not an article"),
        ("skipped", "not an article"),
    ]
    assert problems[0][1].startswith("line 3 is not JSON: Expecting value")
    assert problems[4][1].startswith("line 7 is not JSON")


def test_lone_surrogates_and_line_separators_in_records(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "One \\ud800 two\u2028three\\u0000."}')
    assert article(path).text == "One \ufffd two\nthree."


def test_records_in_utf_16(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "Zölle."}\n{"text": "€5."}'.encode("utf-16"))
    texts = [item.text for item in everything(path) if isinstance(item, RawArticle)]
    assert texts == ["Zölle.", "€5."]


# markdown and pages


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path) -> None:
    content = (
        "---\ntitle: 'Zinc duties'\nauthor: Ann Lee\ndate: 2025-04-09\n---\n"
        "# Zinc duties\n\n![chart](c.png)\nThe duty on **zinc** [rose](https://example.org/z) "
        "to 5% [sic] (see note).\n"
    )
    found = article(written(tmp_path / "a.md", content))
    assert (found.title, found.author, found.published) == ("Zinc duties", "Ann Lee", "2025-04-09")
    assert found.text.split() == "Zinc duties The duty on zinc rose to 5% [sic] (see note).".split()


PAGE = """<!DOCTYPE html><html><head><title>Zinc | The Wire</title>
<meta property="og:title" content="Zinc duties rise"><meta property="og:site_name" content="The Wire">
<meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2025-04-09T12:00:00Z">
<script>var x = "<p>not a word</p>";</script></head><body><nav><a href="/">Home</a></nav><article>
<h1>Zinc duties rise</h1>%s</article></body></html>"""
PARAGRAPHS = [
    f"Zinc duties rose to {n} percent on Monday, the ministry in Oslo told reporters at noon."
    for n in range(5, 12)
]


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    found = article(written(tmp_path / "a.html", PAGE % body))
    assert (found.title, found.author, found.publisher) == (
        "Zinc duties rise",
        "Ann Lee",
        "The Wire",
    )
    assert found.published == "2025-04-09T12:00:00Z"
    assert found.text.split("\n\n")[-7:] == PARAGRAPHS
    assert "Home" not in found.text
    assert "not a word" not in found.text


HOSTILE = {
    "deep": "<div>" * 20_000 + "words",
    "comments": "<!--" * 50_000 + "words",
    "tags": "<a " * 50_000,
    "signs": "<" * 50_000,
    "entities": "&#x;&#99999999;" * 5_000,
    "scripts": "<script>" * 20_000,
    "declared": '<?xml version="1.0" encoding="utf-16"?><html><body><p>words</p></body></html>',
    "charset": '<meta charset="zlib_codec"><p>words</p>',
    "markup": "<p>Tom &lt;script&gt;alert(1)&lt;/script&gt; says</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_neither_crash_nor_hang(tmp_path: Path, name: str) -> None:
    assert len(everything(written(tmp_path / "a.html", HOSTILE[name]))) == 1
