"""Who speaks together: the names that "and" and commas join ("A, his colleague B and the banker C said")."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.clauses import phrase_after
from index.grammar.noun_phrases import LONGEST, Phrase, is_verb, phrase_before
from index.grammar.tokens import Token
from index.text.lexicon import PREPOSITIONS


def joined(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """Return the names that "and" and commas join to a phrase of names, itself among them.

    Args:
        tokens: of a paragraph.
        phrase: one of the names.
    """
    before, after = _before(tokens, phrase), _after(tokens, phrase)
    parts = [one for part in (*before, phrase, *after) for one in _divided(tokens, part)]
    return parts if len(parts) > 1 else [phrase]


def _divided(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """Return the names of one phrase that holds several ("leaders Kofi Mensah and Ama Owusu")."""
    start, end = phrase
    joints = [at for at in range(start, end) if tokens[at].low == "and"]
    bounds = zip([start, *(at + 1 for at in joints)], [*joints, end], strict=True)
    return [(a, b) for a, b in bounds if a < b]


def _after(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """Return the names that follow: a list ends in "and", and an office may stand between commas."""
    found: list[Phrase] = []
    at, last = phrase[1], min(len(tokens), phrase[1] + LONGEST)
    while at < last:
        closes = tokens[at].low == "and"
        named = (
            phrase_after(tokens, at + 1, len(tokens)) if closes or tokens[at].kind == "," else None
        )
        if named is None and not closes and at + 1 < last and tokens[at + 1].low == "and":
            at += 1
            continue
        if named is None:
            break
        if _is_name(tokens, named):
            found.append(named)
            if closes or any(token.low == "and" for token in tokens[slice(*named)]):
                return found
        elif closes:
            break
        at = named[1]
    return []


def _before(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """Return the names that stand before: the last joint is "and", those before it commas."""
    found: list[Phrase] = []
    at = phrase[0]
    listed = any(token.low == "and" for token in tokens[slice(*phrase)])
    while at > 1 and phrase[0] - at < LONGEST:
        joint = tokens[at - 1]
        before = phrase_before(tokens, at - 1, 0) if joint.low in {"and", ","} else None
        if before is None:
            break
        listed = listed or joint.low == "and"
        if _is_name(tokens, before) and listed:
            found.insert(0, before)
        elif listed or _is_name(tokens, before):
            break
        at = before[0]  # the office in "and the chairman, Ken Mori"
    first = found[0][0] if found else 0
    return [] if first and is_verb(tokens[first - 1]) else found


def _is_name(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether two capitals end a phrase, or stand before whose he is ("of the cheese makers")."""
    start, end = phrase
    of = next((at for at in range(start + 1, end) if tokens[at].low in PREPOSITIONS), end)
    return of - start > 1 and all(token.capital for token in tokens[of - 2 : of])
