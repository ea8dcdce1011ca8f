"""Sound files of every format, and ways to damage them."""

from __future__ import annotations

import random

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


TOKENS = (
    b"\0", b"\xff\xfe", b"<", b"<!--", b"<![CDATA[", b"&#0;", b"&x;", b'"', b"\\u", b"%PDF", b"PK\3\4",
    b"endobj", b"stream", b"<div>" * 300, b"[" * 3000, b"=?utf-8?b?", b"--b", b"\r", b"\xe2\x80\xae",
    b"9" * 400, b"\n" * 400, b"(" * 400,
)  # fmt: skip


def mutated(rng: random.Random, data: bytes) -> bytes:
    """Return some bytes with one to six kinds of damage."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        until = min(len(data), at + rng.choice((1, 4, 40, 400)))
        noise = bytes(rng.randrange(256) for _ in range(until - at))
        pieces = (b"", noise, data[at:until] * 2, rng.choice(TOKENS), data[: at // 2])
        piece = rng.choice(pieces)
        data = data[:at] + piece + data[until:]
        if rng.random() < 0.1:
            data = data[: rng.randrange(len(data) + 1)]
    return data


def damaged(rng: random.Random, suffix: str) -> bytes:
    """Return a damaged file; of packed formats every other one only inside, so that it opens."""
    if suffix == ".docx" and rng.random() < 0.5:
        body = "".join(map(paragraph, PARAGRAPHS)).encode()
        return docx(mutated(rng, body).decode("utf-8", "replace"))
    if suffix == ".zip" and rng.random() < 0.5:
        members = {f"{n}{kind}": mutated(rng, SOUND[kind]) for n, kind in enumerate(SOUND)}
        return packed({k: data for k, data in members.items() if not k.endswith(".pdf")})
    return mutated(rng, SOUND[suffix])
