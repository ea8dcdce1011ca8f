"""Verbs as stance reads them: their base form, and the closed classes that undo or suspend what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from index.grammar.noun_phrases import Phrase
from index.grammar.tokens import Token
from index.text.lexicon import AUXILIARIES, BE, SPEECH
from index.text.word_lists import words

word_set = partial(words, "stance")
# After these "to say" is not yet, or not, said; after others ("went on to say") it is.
INTENDING = word_set("intending")
FAILING = word_set("failing")
DENYING = word_set("denying")
CONFIRMING = word_set("confirming")
CLAIMING = word_set("claiming")
CHARGING = word_set("charging")
# What is told with these nobody vouches for: adverbs of hearsay, and what is only said to be so.
HEARSAY = word_set("hearsay")
ASKING = word_set("asking")
NOT = word_set("not")
KNOWN = INTENDING | FAILING | DENYING | CHARGING | CONFIRMING | ASKING | {"make"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A verb of speech in its sentence, as positions of tokens.

    Attributes:
        tokens: of the paragraph.
        subject: who would have said the words.
        first: where the sentence begins.
        group: the words that go with the verb, before it.
    """

    tokens: Sequence[Token]
    subject: Phrase
    verb: int
    first: int
    group: Sequence[Token]


def is_negative(low: str) -> bool:
    """Tell whether a lower-case word is a no: "never", "didn’t"."""
    return low in NOT or low.endswith(("n’t", "n't"))


def base(token: Token) -> str:
    """Return the base form of a verb, from the list or by its ending; of another word the word itself."""
    low = token.low
    if low in SPEECH:
        return SPEECH[low]
    if low in AUXILIARIES:
        return "be" if low in BE else low
    for ending in ("ing", "ed", "es", "s", "d"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            for whole in (stem, stem + "e", stem[:-1]):
                if whole in KNOWN:
                    return whole
    return low
