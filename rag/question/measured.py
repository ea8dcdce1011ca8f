"""What a figure is asked of: the good, the measure; a sentence without it gives another's figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.lexicon import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PERSONAL, PREPOSITIONS
from index.text.words import ASKING, IRREGULAR, STOP_WORDS
from rag.question.predicate import predicate

_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*|[,;:?]")
_ASKED = re.compile(
    r"\b(did|does|do|has|have|had|is|are|was|were|will|would|can|could)\s+(\S.*?)[\s?!.]*$",
    re.IGNORECASE,
)
_OF = frozenset({"of", "for", "on"})
_OPENING = (DETERMINERS | {"and", "much", "many"}) - {"that"}
_ENDING = PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | PERSONAL | {"to", "there"}


def measured(question: str, *, in_units: bool = False) -> frozenset[str]:
    """Return the nouns that a question wants a figure of, in small letters; names are no such nouns.

    In "How much barley …", "the duty on peas" and "By how much did the output of felt rise?" these are barley,
    peas, output and felt: what is counted, what stands behind "of", "for" and "on", and the subject that
    "of" hangs on.

    Args:
        question: which wants a figure.
        in_units: what is counted is a unit ("how much money", "how many tonnes"), which figures show by themselves.
    """
    does = done(question)
    words = _WORD.findall(question if does is None else question.replace(f" {does}", " , "))
    return frozenset(noun for noun in _nouns(words, in_units) if noun not in STOP_WORDS | ASKING)


def done(question: str) -> str | None:
    """Return the verb of a question that asks with "how much did …" and the like; None where there is none."""
    asked = _ASKED.search(question)
    found = predicate(asked[2], asked[1]) if asked else None
    return None if found is None else found.verb


def _nouns(words: list[str], in_units: bool) -> Iterator[str]:
    low = [word.lower() for word in words]
    for at, word in enumerate(low):
        counts = not in_units and word in {"much", "many"} and low[at - 1 : at] == ["how"]
        if counts or (word in _OF and at):
            end = at + 1
            while (
                end < len(low)
                and (low[end] not in _ENDING or low[end] in _OPENING)
                and low[end][0].isalnum()
            ):
                end += 1
            while end > at + 2 and (low[end - 1].endswith("ed") or low[end - 1] in IRREGULAR):
                end -= 1  # "brands sold on", "exports promised in"
            if end > at + 1 and words[end - 1][0].islower():
                yield low[end - 1]
        subject = at > 2 and low[at - 2] in DETERMINERS and low[at - 3] in AUXILIARIES
        if word == "of" and subject and words[at - 1][0].islower():
            yield low[at - 1]
