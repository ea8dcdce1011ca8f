from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.errors import OperationError, UsageError
from ui.server.server import uploads

DOCX = b"PK\x03\x04" + b"x" * 40


def sent(index: Path, name: str, *parts: bytes) -> str:
    async def stream() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return asyncio.run(uploads.keep(index, name, stream()))


def lying_in(index: Path) -> list[str]:
    return sorted(path.name for path in index.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.txt", "Zölle auf Stahl".encode()),
        ("NEWS.TXT", "Zölle auf Stahl".encode("utf-16")),
        ("paper.pdf", b"\n%PDF-1.7 ..."),
        ("letter.docx", DOCX),
        ("many.zip", b"PK\x05\x06" + bytes(18)),
        ("feed.xml", b"<rss></rss>"),
    ],
)
def test_a_file_is_kept_as_it_came_below_the_index(
    tmp_path: Path, name: str, content: bytes
) -> None:
    word = sent(tmp_path, name, content[:3], content[3:])
    file = uploads.kept(tmp_path, word)
    assert file == tmp_path / "uploads" / hashlib.sha256(content).hexdigest() / name
    assert file.read_bytes() == content
    assert lying_in(tmp_path) == [name]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("picture.exe", b"MZ", "of a kind that is not read"),
        ("txt", b"words", "of a kind that is not read"),
        ("", b"words", "no name for a file"),
        ("../..", b"words", "of a kind that is not read"),
        ("line\nbreak.txt", b"words", "no name for a file"),
        ("a" * 300 + ".txt", b"words", "no name for a file"),
        ("empty.txt", b"", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64), "is not text"),
        ("program.html", b"\x7fELF" + bytes(range(8)) * 40, "is not text"),
        ("words.pdf", b"just words", "is not a PDF file"),
        ("words.docx", b"%PDF-1.7", "is not a DOCX file"),
        ("page.zip", b"<html></html>", "is not a ZIP file"),
    ],
)
def test_what_is_no_article_is_refused_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        sent(tmp_path, name, content)
    assert "\n" not in str(refused.value)
    assert lying_in(tmp_path) == []


def test_a_file_that_grows_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1_000)
    with pytest.raises(UsageError, match="larger than"):
        sent(tmp_path, "long.txt", *[b"words " * 20] * 20)
    assert lying_in(tmp_path) == []


@pytest.mark.parametrize("name", ["/etc/cron.txt", "..\\..\\cron.txt", "C:\\news\\cron.txt"])
def test_only_the_last_part_of_a_name_counts(tmp_path: Path, name: str) -> None:
    file = uploads.kept(tmp_path, sent(tmp_path, name, b"words"))
    assert (file.name, file.parent.parent) == ("cron.txt", tmp_path / "uploads")


@pytest.mark.parametrize(
    "word",
    [
        "",
        "/etc/passwd",
        "../catalog.sqlite",
        "0" * 64,
        "0" * 64 + "/gone.txt",
        "{}/../../secret.txt",
    ],
)
def test_a_word_that_was_not_given_opens_nothing(tmp_path: Path, word: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    digest = sent(tmp_path, "news.txt", b"words").partition("/")[0]
    with pytest.raises(UsageError, match="was not uploaded here"):
        uploads.kept(tmp_path, word.replace("{}", digest))


def test_an_index_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("in the way", encoding="utf-8")
    with pytest.raises(OperationError, match="cannot be stored"):
        sent(tmp_path, "news.txt", b"words")
