"""Who is shown, heard, quoted or accused while speaking: the object of one verb is the speaker of another."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.noun_phrases import Phrase, phrase_before
from index.grammar.tokens import Token
from index.text.lexicon import RECORDS, SHOWING

# What is imagined is shown to nobody, and its object speaks all the same.
_LEADING = SHOWING | {"imagine"}


def shown_saying(tokens: Sequence[Token], at: int, first: int) -> Phrase | None:
    """ "accused Li of saying", "quoted Li as saying", "a clip shows Li saying": Li is who speaks.

    Args:
        tokens: of a paragraph.
        at: the token before "saying".
        first: no token before this one is looked at.
    """
    if at > first and tokens[at].low == "having":
        at -= 1
    if at < first or tokens[at].kind != "w":
        return None
    end = at if tokens[at].low in {"of", "as"} else at + 1
    shown = phrase_before(tokens, end, first)
    if shown is None:
        return None
    # "The paper misquoted tailor Li as saying": no participle before a noun.
    verb = next((i for i in range(shown[0], shown[1] - 1) if tokens[i].low in _LEADING), None)
    if verb is not None:
        return verb + 1, shown[1]
    if end == at + 1 and (made_of := _last_of(tokens, shown)) is not None:
        return made_of  # "a video of Li saying"
    before = tokens[shown[0] - 1].low if shown[0] > first else ""
    return shown if before in _LEADING | {"with", "has", "have", "had"} else None


def _last_of(tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """Return who is in "a video of …"."""
    for at in range(phrase[0] + 1, phrase[1] - 1):
        if tokens[at].low == "of" and tokens[at - 1].low in RECORDS and tokens[at + 1].capital:
            return at + 1, phrase[1]
    return None
