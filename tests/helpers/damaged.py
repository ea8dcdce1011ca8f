"""Sound files of every format, and ways to damage them."""

from __future__ import annotations

import random

from tests.helpers.files import PARAGRAPHS, docx, packed, paragraph

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
