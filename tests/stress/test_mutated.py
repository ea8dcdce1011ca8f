"""Damaged files of every format: a report for each, no traceback, no hang."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.cleaning.clean import clean
from index.errors import SourceError
from index.sources.load import read
from index.types import Problem
from index.web.feeds import read_listing
from tests.helpers.damaged import damaged
from tests.helpers.files import PARAGRAPHS, docx, packed, page, paragraph, pdf

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>'
    + "".join(
        f"<item><title>Zinc {n}</title><link>https://example.org/{n}</link><guid>{n}</guid>"
        f"<pubDate>Wed, 09 Apr 2025 12:00:00 GMT</pubDate><description>{text}</description></item>"
        for n, text in enumerate(PARAGRAPHS)
    )
    + "</channel></rss>"
).encode()
MAIL = (
    "From: Ann Lee <ann@example.org>\nSubject: =?utf-8?q?Zinc_duties?=\nMIME-Version: 1.0\n"
    "Date: Wed, 09 Apr 2025 12:00:00 +0200\nContent-Type: multipart/alternative; boundary=b\n\n"
    f"--b\nContent-Type: text/plain; charset=utf-8\n\n{PARAGRAPHS[0]}\n"
    f"--b\nContent-Type: text/html; charset=iso-8859-1\n\n{page(*PARAGRAPHS)}\n--b--\n"
).encode()
TEXT = "\n\n".join(
    ["Zinc duties rise", "By Ann Lee, The Wire", "April 9, 2025", *PARAGRAPHS]
).encode()
SOUND: dict[str, bytes] = {
    ".txt": TEXT,
    ".md": b"---\ntitle: Zinc\ndate: 2025-04-09\n---\n# Zinc\n\n"
    + TEXT
    + b"\n[a](https://b.org) **c**",
    ".html": page(
        *PARAGRAPHS,
        head='<script type="application/ld+json">{"datePublished": "2025-04-09"}</script>',
    ).encode(),
    ".jsonl": b"\n".join(
        b'{"id": %d, "text": "Zinc rose.", "date": "2025-04-09"}' % n for n in range(6)
    ),
    ".csv": b"id,title,date,text\n" + b'7,Zinc,"April 9, 2025","Zinc ""rose"",\nsharply."\n' * 6,
    ".pdf": pdf(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, title="Zinc", author="Ann Lee"),
    ".docx": docx("".join(map(paragraph, PARAGRAPHS)), "<dc:title>Zinc</dc:title>"),
    ".eml": MAIL,
    ".zip": packed(
        {"a.txt": TEXT, "b.jsonl": b'{"text": "Tin fell."}', "c.zip": packed({"d.md": TEXT})}
    ),
    ".xml": FEED,
}


def check_file(path: Path) -> None:
    """Read and clean a file; anything but an article or a problem is an error here."""
    for item in read(path, path.parent):
        assert item.source
        if isinstance(item, Problem):
            assert item.reason
            assert "\n" not in item.reason
        else:
            article = clean(item)
            assert clean(replace(item, text=article.text)).text == article.text
            assert len(article.pages) == len(item.pages)
            assert all(0 <= start <= len(article.text) for start in article.pages)


def check_feed(path: Path) -> None:
    """Read a feed; a refusal is the house's error."""
    with contextlib.suppress(SourceError):
        read_listing(path.read_bytes(), "https://example.org/feed")


CHECKS: dict[str, Callable[[Path], None]] = {".xml": check_feed}


@pytest.mark.parametrize("suffix", SOUND)
def test_a_few_damaged_files(tmp_path: Path, suffix: str) -> None:
    damage_and_read(tmp_path, suffix, 6)


@pytest.mark.stress
@pytest.mark.parametrize("suffix", SOUND)
def test_two_thousand_damaged_files(tmp_path: Path, suffix: str) -> None:
    damage_and_read(tmp_path, suffix, 200)


def damage_and_read(folder: Path, suffix: str, count: int) -> None:
    rng = random.Random(f"{suffix}{count}")
    for number in range(count):
        path = folder / f"a{number}{suffix}"
        path.write_bytes(damaged(rng, suffix))
        CHECKS.get(suffix, check_file)(path)
