"""What the rewriter reads: a question and, newest first, what was asked and answered before it.

The layout, in word pieces::

    [CLS] question [SEP] little words [SEP] question before [SEP] its answer [SEP] question before that [SEP] …

Answers have token type 1, all else 0. Little words are such as no conversation need hold and a question may want
("of", "did"). ``rag.rewriting`` and its training (``eval.fitting``) both lay talk out by this module; a
change here asks for a new training.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LITTLE = "of in on for by about from to at with the did does do is are was were has have will what who".split()
# How many word pieces of each part are read, and of all together.
QUESTION, ASKED, ANSWERED, ALL = 48, 40, 48, 256
_UNIT = re.compile(
    r"(?:[^\W\d_]\.){2,}|['’]s\b|[^\W_]+(?:(?!['’]s\b)[-.,'’&/][^\W_]+)*%?|[^\w\s]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: a question, standing alone or as asked, or an answer."""

    text: str
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, an ending "'s" or a mark: in which text (0: the question, 1: little words), where, first piece."""

    text: int
    start: int
    end: int
    piece: int


def units(text: str) -> list[str]:
    """Return a text's words, endings "'s" and marks.

    "Peru's 4.5%-duty" is "Peru", "'s" and "4.5%", "-", "duty".
    """
    return _UNIT.findall(text)


@dataclass(frozen=True, slots=True)
class Laid:
    """A talk as the model reads it.

    Attributes:
        ids, types: of the word pieces.
        texts: the question, the little words, then what was said, newest exchange first.
        question: the units of the question.
        context: the units that may be put into it.
    """

    ids: list[int]
    types: list[int]
    texts: list[str]
    question: list[Unit]
    context: list[Unit]

    def words(self, unit: Unit) -> str:
        """Return a unit as it is written."""
        return self.texts[unit.text][unit.start : unit.end]

    @property
    def end(self) -> int:
        """Return the piece that stands for the place behind the question's last unit."""
        return self.ids.index(self.ids[-1])


def lay_out(tokenizer: Tokenizer, question: str, said: Sequence[Said]) -> Laid:
    """Lay out a question with what was said before it.

    Args:
        tokenizer: word pieces, without special tokens added.
        question: as asked.
        said: questions and answers, newest exchange first, in each the question first.
    """
    cls, sep = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]"))
    laid = Laid([cls], [0], [], [], [])
    parts = [Said(question), Said(" ".join(LITTLE)), *said]
    for number, part in enumerate(parts):
        most = QUESTION if number == 0 else ANSWERED if part.answer else ASKED
        read = tokenizer.encode(part.text, add_special_tokens=False)
        ids, offsets = read.ids[:most], read.offsets[:most]
        if len(laid.ids) + len(ids) + 1 > ALL:
            break
        first = {start: len(laid.ids) + at for at, (start, _) in reversed([*enumerate(offsets)])}
        units = laid.context if number else laid.question
        for found in _UNIT.finditer(part.text):
            if found.start() in first:
                units.append(Unit(number, found.start(), found.end(), first[found.start()]))
        laid.texts.append(part.text)
        laid.ids.extend([*ids, sep])
        laid.types.extend([int(part.answer)] * (len(ids) + 1))
    return laid
