"""Verbs as stance reads them: their base form, and the closed classes that undo or suspend what is said."""

from __future__ import annotations

from index.grammar.tokens import Token
from index.text.lexicon import AUXILIARIES, BE, SPEECH


def word_set(words: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(words.split())


# After these "to say" is not yet, or not, said; after others ("went on to say") it is.
INTENDING = word_set(
    """expect hope plan want intend prepare like threaten promise be go likely due set about ready
    poised urge ask tell call need supposed unlikely unable free able"""
)
FAILING = word_set(
    """refuse decline fail omit neglect avoid refrain stop short instead deny rather forget decide"""
)
DENYING = word_set("deny refute dispute reject dismiss disavow rebut disown")
CONFIRMING = word_set("confirm verify")
CLAIMING = word_set("claim claims claimed claiming")
CHARGING = word_set("accuse suspect")
# What is told with these nobody vouches for: adverbs of hearsay, and what is only said to be so.
HEARSAY = word_set(
    """allegedly supposedly purportedly reputedly ostensibly allege alleged alleges allegation allegations
    rumour rumours rumoured rumor rumors rumored"""
)
ASKING = word_set("ask question press quiz inquire challenge wonder pose")
NOT = word_set("not never neither nor cannot without yet")
KNOWN = INTENDING | FAILING | DENYING | CHARGING | CONFIRMING | ASKING | {"make"}


def is_negative(low: str) -> bool:
    """Tell whether a lower-case word is a no: "never", "didn’t"."""
    return low in NOT or low.endswith(("n’t", "n't"))


def base(token: Token) -> str:
    """Return the base form of a verb, of another word the word itself."""
    return _base_of(token.low)


def _base_of(low: str) -> str:
    """Return the base of a verb: from the list, else by its ending."""
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
