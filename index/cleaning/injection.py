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
from index.text.word_lists import pattern, word_lists

_LISTS = word_lists("injection")
_ORDERS = re.compile(pattern("injection", *_LISTS["orders"]), re.IGNORECASE | re.MULTILINE)
_TURN = re.compile(pattern("injection", _LISTS["turn"]), re.IGNORECASE)
_DELIMITED = re.compile(
    pattern("injection", _LISTS["delimited"]), re.IGNORECASE | re.DOTALL | re.MULTILINE
)
_ENCODED = re.compile(pattern("injection", _LISTS["encoded"]))

_LOOK_ALIKE = dict(
    zip(map(ord, "АВЕКМНОРСТХІЈЅаеорсухіјѕԁһԛԝ"), "ABEKMHOPCTXIJSaeopcyxijsdhqw", strict=True)
)
# A word with a Latin letter has no Cyrillic ones but by design.
_MIXED_WORD = re.compile(r"\w*[A-Za-z]\w*")
# "1gnore a11 prev1ous": figures that stand for letters inside a word.
_SPELLED = re.compile(r"\b[A-Za-z]+\d[A-Za-z\d]*\b|\b\d[a-z]{3,}\d?[a-z\d]*\b")
_FIGURES = str.maketrans("013457", "oieast")
_WIDE = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+[”\"’')\]]*|(?=\n)|\Z)", re.UNICODE)
_MENTIONED = re.compile(r"[“\"‘'][^“”\"‘’']{1,60}[”\"’']")
_SHORT_BLOCK = 1200
_PASSAGE = "passage that gives orders to a machine", "passages that give orders to a machine"


def without_orders(text: str) -> tuple[str, Changes]:
    """Return the text without the blocks that give orders to a machine, and how many went."""
    removed: Changes = Changes()
    for start, end in reversed(orders(text)):
        before, behind = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
        within = before and behind and before[-1] != "\n" and behind[0] != "\n"
        text = f"{before} {behind}" if within else before + behind
        removed[_PASSAGE] += 1
    return text, removed


def orders(text: str) -> list[tuple[int, int]]:
    """Return where blocks that give orders to a machine stand, in order, without overlap."""
    flat = _flat(text)
    found = [match.span() for match in _DELIMITED.finditer(flat)]
    carried = False
    lines = [match.span() for match in _LINE.finditer(flat)]
    for start, end in lines:
        line = flat[start:end]
        # An article of one paragraph is not all of it an order.
        spans = [(start, end)] if carried else list(_in_line(line, start, len(lines) > 1))
        found += spans
        carried = bool(spans) and spans[-1][1] >= end and line.rstrip().endswith(":")
    return _merged(found)


def _in_line(line: str, start: int, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield the order's sentences; all of a short line that opens with one.

    What stands between two orders belongs to them; so does what follows the last one where the
    line begins with an order, if there are other lines: words put into somebody's mouth, mostly.
    """
    sentences = [match.span() for match in _SENTENCE.finditer(line)]
    turn = _TURN.match(line) is not None
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
    if _ENCODED.search(sentence):
        return True
    # Figures that stand for letters inside a word are letters.
    sentence = _SPELLED.sub(lambda m: m[0].replace("11", "ll").translate(_FIGURES), sentence)
    low = sentence.lower()
    if low.isascii() and not any(hint in low for hint in _LISTS["hints"]):
        return False
    # An article about such orders names them between marks: “ignore previous instructions”.
    named = _MENTIONED.sub(" ", sentence)
    return bool(_ORDERS.search(sentence) and _ORDERS.search(named))


def _flat(text: str) -> str:
    """Return the text with look-alike letters as plain ones, each in its place."""
    if text.isascii():
        return text
    return _MIXED_WORD.sub(lambda match: match[0].translate(_LOOK_ALIKE), _WIDE.sub(_narrow, text))


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
