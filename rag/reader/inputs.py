"""What the reader reads: question, sentence, the sentence before, the article's title and day.

The layout of one pair, in word pieces::

    [CLS] question [SEP] sentence [SEP] before [SEP] title day [SEP]

The sentence has token type 1, all else 0. ``rag.reader`` and its training (``eval.fitting``) both
lay pairs out by ``LAYOUT``; a change here asks for a new training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many word pieces of each part are read; of the sentence before, the last ones."""

    question: int = 40
    sentence: int = 64
    before: int = 20
    title: int = 14
    day: int = 4
    # A claim is held against more than one sentence.
    evidence: int = 128


LAYOUT = Layout()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence with what tells what it is about; ``published`` is an ISO date or empty."""

    sentence: str
    before: str = ""
    title: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs ready for the model, padded to the longest.

    Attributes:
        ids, mask, types: of shape (pairs, tokens).
        starts: where each pair's sentence begins, in tokens.
        offsets: each sentence's tokens as character spans in it.
    """

    ids: Ids
    mask: Ids
    types: Ids
    starts: tuple[int, ...]
    offsets: tuple[tuple[tuple[int, int], ...], ...]


def day_in_words(published: str) -> str:
    """Return an ISO date as it is read: "24 September 2018"; empty for what is none."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return ""
    return f"{day.day} {day:%B} {day.year}"


def encode(
    tokenizer: Tokenizer, question: str, passages: Sequence[Passage], sentence_pieces: int
) -> Batch:
    """Lay out one question, or claim, with each passage.

    Args:
        tokenizer: word pieces, without special tokens added.
        question: the question, or the claim.
        passages: what it is held against.
        sentence_pieces: ``LAYOUT.sentence`` for questions, ``LAYOUT.evidence`` for claims.
    """
    cls, sep = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]"))

    def pieces(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    asked = pieces(question)[: LAYOUT.question]
    rows: list[list[int]] = []
    kinds: list[list[int]] = []
    starts, offsets = [], []
    for passage in passages:
        read = tokenizer.encode(passage.sentence, add_special_tokens=False)
        sentence = read.ids[:sentence_pieces]
        before = pieces(passage.before)[-LAYOUT.before :]
        title = pieces(passage.title)[: LAYOUT.title]
        day = pieces(day_in_words(passage.published))[: LAYOUT.day]
        head = [cls, *asked, sep]
        tail = [*before, sep, *title, *day, sep]
        rows.append([*head, *sentence, sep, *tail])
        kinds.append([0] * len(head) + [1] * (len(sentence) + 1) + [0] * len(tail))
        starts.append(len(head))
        offsets.append(tuple(read.offsets[:sentence_pieces]))
    width = max(map(len, rows))
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for at, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        ids[at, : len(row)] = row
        types[at, : len(row)] = kind
        mask[at, : len(row)] = 1
    return Batch(ids, mask, types, tuple(starts), tuple(offsets))
