"""Paragraphs and sentences as spans of the text; nothing is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from index.types import Sentence

LONGEST = 1500

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")
_LINE_END = re.compile(r"[.!?…:][”\"’')\]]*$")
_ABBREVIATIONS = (
    "pct", "lt", "gov", "sen", "rep", "u.s", "u.k", "u.n", "st", "co", "inc", "corp", "ltd", "mr",
    "mrs", "ms", "dr", "prof", "gen", "col", "sgt", "jr", "sr", "vs", "etc", "e.g", "i.e", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "est", "approx",
    "dept", "univ", "d.c",
)  # fmt: skip
_CLOSERS = "”\"’')]»"
_OPENS_LOWER = re.compile(r"\s*[a-z]")
_NUMBERED = re.compile(r"\b(?:No|Nos|p|pp|Art|Sec)\.$")


def sentences(article_id: str, text: str) -> list[Sentence]:
    """Return the sentences in order; every character that is not space lies in one of them."""
    found = []
    for paragraph, (start, end) in enumerate(paragraphs(text)):
        for at, to in _in_paragraph(text, start, end):
            found.append(
                Sentence(
                    article_id=article_id,
                    number=len(found),
                    paragraph=paragraph,
                    start=at,
                    end=to,
                    text=text[at:to],
                )
            )
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield paragraphs: cut at blank lines, and at a line end that ends a sentence or heading."""
    for block in _PARAGRAPH.finditer(text):
        start = block.start()
        for line in re.finditer(r"\n", block.group()):
            at = block.start() + line.start()
            if _is_break(text[start:at], text[at + 1 : block.end()]):
                yield from _trimmed(text, start, at)
                start = at + 1
        yield from _trimmed(text, start, block.end())


def _is_break(before: str, after: str) -> bool:
    """Tell whether a single line end separates two paragraphs rather than wraps one."""
    last = before.rsplit("\n", 1)[-1].rstrip()
    if not last or not after.strip():
        return True
    if _LINE_END.search(last):
        return True
    return len(last) < 60 and not last.endswith((",", ";")) and not _OPENS_LOWER.match(after)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _in_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence spans of one paragraph, trimmed, none longer than ``LONGEST``."""
    open_at = start
    for boundary in [*_boundaries(text[start:end]), end - start]:
        to = start + boundary
        while to < end and text[to] in _CLOSERS and not text[to - 1].isspace():
            to += 1
        if to <= open_at or (to < end and not _is_end(text, open_at, to, end)):
            continue
        for at, stop in _trimmed(text, open_at, to):
            yield from _shortened(text, at, stop)
        open_at = to


def _boundaries(paragraph: str) -> list[int]:
    """Return where the model ends sentences, as offsets in the paragraph."""
    ends = [end for _start, end in _model().span_tokenize(paragraph)]
    return [len(paragraph[:end].rstrip()) for end in ends]


def _is_end(text: str, start: int, to: int, end: int) -> bool:
    """Correct the model: no end inside "No. 2", "(D-Ore.)" or before a lower-case word."""
    before, after = text[start:to], text[to:end]
    if _NUMBERED.search(before) and after.lstrip()[:1].isdigit():
        return False
    if before.count("(") > before.count(")") and ")" in after[:20]:
        return False
    return not _OPENS_LOWER.match(after) or before.rstrip()[-1:] in "!?”\""


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an overlong sentence at a semicolon, a line end, else a space."""
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind("; ") + 1, window.rfind("\n"), 0) or window.rfind(" ")
        cut = cut if cut > 0 else LONGEST
        yield from _trimmed(text, start, start + cut)
        start += cut
    yield from _trimmed(text, start, end)


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load nupunkt once, with the abbreviations of trade news."""
    from nupunkt import load_default_model

    tokenizer = load_default_model()
    tokenizer.add_abbreviations(_ABBREVIATIONS)
    return tokenizer
