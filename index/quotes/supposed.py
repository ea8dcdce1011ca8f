"""What is only supposed to be said: "could say", "is expected to say", "if Li says", "were Li to say"."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.noun_phrases import Phrase, is_adverb
from index.grammar.tokens import Token
from index.quotes.verb_classes import INTENDING, base, word_set
from index.text.lexicon import ADVERBS, BE, CONJUNCTIONS, DETERMINERS, PEOPLE_NOUNS

_MODALS = word_set("will would could may might should must can shall ’ll 'll ’d 'd won’t won't")
# "would later say" is the past told from farther back.
_TOLD_LATER = word_set("later eventually subsequently then")
_IF = word_set("if unless whether suppose supposing imagine imagining assuming provided lest")
# With a verb in the present these tell of what has not happened.
_UNTIL = word_set("until before once")
_INVERTED_IF = word_set("were should had")


def is_supposed(tokens: Sequence[Token], group: Sequence[Token], verb: int) -> bool:
    """Tell whether a verb of speech is in a mood of what might be: "could say", "is expected to say".

    Args:
        tokens: of the paragraph.
        group: the words of the verb's group before it.
        verb: the index of the verb.
    """
    lows = [token.low for token in group]
    if "would" in lows and (_TOLD_LATER & set(lows) or {"go", "on"} <= set(lows)):
        return False
    bare = tokens[verb].low == base(tokens[verb])
    perfect = "have" in lows and bool(_MODALS & set(lows))
    if (bare or perfect) and _MODALS & set(lows):
        return True
    if "to" not in lows or not bare:
        return False
    at = verb - 1 - lows[::-1].index("to")
    governors = [t for t in tokens[max(verb - len(group), at - 4) : at] if not is_adverb(t)]
    if not governors:  # "urged Li to say": the object stands between
        governors = [t for t in tokens[max(0, at - 5) : at] if base(t) in INTENDING]
    return bool(governors) and (governors[-1].low in BE or base(governors[-1]) in INTENDING)


def is_conditional(tokens: Sequence[Token], subject: Phrase, verb: int, first: int) -> bool:
    """Tell whether words would be said on a condition: "If Li says", "Were Li to say", "Imagine Li saying".

    Args:
        tokens: of the paragraph.
        subject: who would say them.
        verb: the index of the verb.
        first: where the sentence begins.
    """
    at = subject[0] - 1
    while at >= first and tokens[at].low in (ADVERBS | DETERMINERS | PEOPLE_NOUNS) - _UNTIL:
        at -= 1
    if subject[0] > verb or at < first:
        return False
    low = tokens[at].low
    if low in _IF:
        return True
    if low in _UNTIL:
        return tokens[verb].low.endswith("s")
    opens = at == first or tokens[at - 1].kind in ",;-" or tokens[at - 1].low in CONJUNCTIONS
    return low in _INVERTED_IF and opens and (low != "should" or tokens[verb].low != "said")
