"""In what form a verb of speech stands: passive, finite, and behind which word."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.noun_phrases import OWNING, is_adverb
from index.grammar.tokens import Token
from index.text.lexicon import AUXILIARIES, BE, PASSIVE

# Words of a parenthesis, at most.
ASIDE = 7
_ABOUT = frozenset("by about if whether why how what as to on who".split())
_PLURAL = frozenset("people percent many some others".split())


def before_adverbs(tokens: Sequence[Token], at: int, first: int) -> int:
    """Return the position of the word before a verb and its adverbs; below ``first`` if none.

    Args:
        tokens: of a paragraph.
        at: the verb.
        first: no token before this one is looked at.
    """
    i = at - 1
    while i >= first and is_adverb(tokens[i]):
        i -= 1
    return i


def before_parenthesis(tokens: Sequence[Token], closing: int, first: int) -> int | None:
    """ "Did not, at any point, say": return the comma that opens a parenthesis behind an auxiliary or a not.

    Args:
        tokens: of a paragraph.
        closing: the comma that closes it.
        first: no token before this one is looked at.
    """
    for i in range(closing - 1, max(first, closing - ASIDE), -1):
        if tokens[i].kind == "," and i > first:
            return i if tokens[i - 1].low in AUXILIARIES else None
    return None


def is_passive(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Tell whether a verb's subject is spoken to or about ("was told", "asked about it, …").

    Args:
        tokens: of a paragraph.
        at: the verb.
        first: no token before this one is looked at.
    """
    if tokens[at].low not in PASSIVE:
        return False
    i = at - 1
    while i >= first and (is_adverb(tokens[i]) or tokens[i].low in {"been", "being", "not"}):
        if tokens[i].low in {"been", "being"}:
            return True
        i -= 1
    if i >= first and tokens[i].low in BE:
        return True
    # "Asked about the tariffs, Trump said": a participle that opens its clause.
    opens = i < first or tokens[i].kind == ","
    return opens and at + 1 < len(tokens) and tokens[at + 1].low in _ABOUT


def is_finite(before: Token) -> bool:
    """ "say", "call" are finite after a plural, "they" or an auxiliary, never after "to"."""
    if before.low in AUXILIARIES - BE or before.low in {"they", "we", "i", "you", "who"}:
        return True
    if before.low == "to" or before.low.endswith(OWNING):
        return False
    return before.kind in ",)" or (
        before.kind == "w" and (before.low.endswith("s") or before.low in _PLURAL)
    )
