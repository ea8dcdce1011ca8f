"""What the reader reads: question, sentence, the sentence before, the article's title and day.

The layout of one pair, in word pieces::

    [CLS] question [SEP] sentence [SEP] before [SEP] title day [SEP]

The sentence has token type 1, all else 0. ``rag.reader`` and its training (``eval.fitting``) both
lay pairs out by ``LAYOUT``; a change here asks for a new training.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer


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
class Pair:
    """A question, or claim, and a passage as the model reads them.

    Attributes:
        ids, types: of the word pieces.
        start: which piece is the sentence's first.
        offsets: where the sentence's pieces stand in it, in characters.
    """

    ids: list[int]
    types: list[int]
    start: int
    offsets: list[tuple[int, int]]


def day_in_words(published: str) -> str:
    """Return an ISO date as it is read: "24 September 2018"; empty for what is none."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return ""
    return f"{day.day} {day:%B} {day.year}"


def encode(tokenizer: Tokenizer, question: str, passage: Passage, sentence_pieces: int) -> Pair:
    """Lay out a question, or claim, with a passage.

    Args:
        tokenizer: word pieces, without special tokens added.
        question: the question, or the claim.
        passage: what it is held against.
        sentence_pieces: ``LAYOUT.sentence`` for questions, ``LAYOUT.evidence`` for claims.
    """
    cls, sep = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]"))

    def pieces(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    read = tokenizer.encode(passage.sentence, add_special_tokens=False)
    before = pieces(passage.before)[-LAYOUT.before :]
    title = pieces(passage.title)[: LAYOUT.title]
    day = pieces(day_in_words(passage.published))[: LAYOUT.day]
    head = [cls, *pieces(question)[: LAYOUT.question], sep]
    sentence = [*read.ids[:sentence_pieces], sep]
    tail = [*before, sep, *title, *day, sep]
    types = [0] * len(head) + [1] * len(sentence) + [0] * len(tail)
    offsets = read.offsets[:sentence_pieces]
    return Pair([*head, *sentence, *tail], types, len(head), offsets)
