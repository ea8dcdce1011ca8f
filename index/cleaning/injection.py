"""Orders to a machine that stand in an article, and the blocks that they open.

News is full of orders: ministers tell others to ignore an agreement or to answer a letter. What
is looked for here addresses the machine that reads: its instructions, its prompt, its answer, a
turn of its conversation. Such a block is no part of the article: it is taken out at cleaning, so
that its words are neither evidence nor anybody's quotation. Spans are found in a copy of the
text in which look-alike letters are plain ones; the text itself is not rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from index.cleaning.boilerplate import Changes
from index.cleaning.injection_patterns import DELIMITED, ENCODED, FOREIGN, HINTS, ORDERS, TURN

_LOOK_ALIKE = dict(
    zip(map(ord, "АВЕКМНОРСТХІЈЅаеорсухіјѕԁһԛԝ"), "ABEKMHOPCTXIJSaeopcyxijsdhqw", strict=True)
)
# A word with a Latin letter has no Cyrillic ones but by design.
_MIXED_WORD = re.compile(r"\w*[A-Za-z]\w*")
# "1gnore a11 prev1ous": figures that stand for letters inside a word.
_SPELLED = re.compile(r"\b[A-Za-z]+\d[A-Za-z\d]*\b|\b\d[a-z]{3,}\d?[a-z\d]*\b")
_FIGURES = str.maketrans("013457", "oieast")
_WIDE = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]")
_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+[”\"’')\]]*|(?=\n)|\Z)", re.UNICODE)
_MENTIONED = re.compile(r"[“\"‘'][^“”\"‘’']{1,60}[”\"’']")
_SHORT_BLOCK = 1200


def without_orders(text: str) -> tuple[str, Changes]:
    """Return the text without the blocks that give orders to a machine, and how many went."""
    blocks = orders(text)
    removed: Changes = Changes()
    for start, end in reversed(blocks):
        text = text[:start].rstrip(" \t") + _seam(text, start, end) + text[end:].lstrip(" \t")
        removed[
            "passage that gives orders to a machine", "passages that give orders to a machine"
        ] += 1
    return text, removed


def _seam(text: str, start: int, end: int) -> str:
    """Keep a space between what stood before and behind a block within a line."""
    before, behind = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    return " " if before and behind and before[-1] != "\n" and behind[0] != "\n" else ""


def orders(text: str) -> list[tuple[int, int]]:
    """Return where blocks that give orders to a machine stand, in order, without overlap."""
    flat = _flat(text)
    found = [match.span() for match in DELIMITED.finditer(flat)]
    carried = False
    lines = list(_lines(flat))
    for start, end in lines:
        line = flat[start:end]
        # An article of one paragraph is not all of it an order.
        spans = [(start, end)] if carried else list(_in_line(line, start, len(lines) > 1))
        found += spans
        carried = bool(spans) and spans[-1][1] >= end and line.rstrip().endswith(":")
    return _merged(found)


def is_order(text: str) -> bool:
    """Tell whether a text, such as a title or a name, gives an order to a machine."""
    return bool(orders(text))


def _in_line(line: str, start: int, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield the order's sentences; all of a short line that opens with one.

    What stands between two orders belongs to them; so does what follows the last one where the
    line begins with an order: words put into somebody's mouth, mostly.

    Args:
        line: of the text.
        start: where it begins.
        whole: what follows an order that opens the line may go with it.
    """
    sentences = [match.span() for match in _SENTENCE.finditer(line)]
    turn = TURN.match(line) is not None
    given = [
        i for i, (a, b) in enumerate(sentences) if (turn and i == 0) or _gives_order(line[a:b])
    ]
    if not given:
        return
    if whole and given[0] == 0 and (turn or len(line) <= _SHORT_BLOCK):
        yield start, start + len(line)
        return
    yield start + sentences[given[0]][0], start + sentences[given[-1]][1]


def _gives_order(sentence: str) -> bool:
    if ENCODED.search(sentence):
        return True
    sentence = _in_letters(sentence)
    low = sentence.lower()
    if low.isascii() and not any(hint in low for hint in HINTS):
        return False
    if not (ORDERS.search(sentence) or FOREIGN.search(sentence)):
        return False
    # An article about such orders names them between marks: “ignore previous instructions”.
    rest = _MENTIONED.sub(" ", sentence)
    return bool(ORDERS.search(rest) or FOREIGN.search(rest))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield match.span()


def _flat(text: str) -> str:
    """Return the text with look-alike letters as plain ones, each in its place."""
    if text.isascii():
        return text
    return _MIXED_WORD.sub(lambda match: match[0].translate(_LOOK_ALIKE), _WIDE.sub(_narrow, text))


def _in_letters(flat: str) -> str:
    """Return the text with the figures that stand for letters inside a word as letters."""
    return _SPELLED.sub(lambda match: match[0].replace("11", "ll").translate(_FIGURES), flat)


def _narrow(match: re.Match[str]) -> str:
    narrow = unicodedata.normalize("NFKC", match[0])
    return narrow if len(narrow) == 1 else match[0]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
