"""Noun phrases read forwards from a position, the names joined to one, and the subjects of clauses."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.noun_phrases import (
    LONGEST,
    SUBJECTS,
    Phrase,
    is_adverb,
    is_third_person,
    is_verb,
    may_end_phrase,
    participial,
    phrase_before,
)
from index.grammar.tokens import Token
from index.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    PERSONAL,
    PREPOSITIONS,
    SPEECH,
    TIMES,
)

_COORDINATING = frozenset("and but or so yet".split())
_CARRYING = frozenset("of for at from with de in by".split())
_BEFORE_DATE = frozenset("on late early last this".split())
_AFTER_STOPS = frozenset("who which that when while as if because said".split())


def phrase_after(tokens: Sequence[Token], start: int, last: int) -> Phrase | None:
    """Return the noun phrase that begins at a position.

    Args:
        tokens: of a paragraph.
        start: where it must begin.
        last: no token from here on belongs to it.
    """
    at = start
    if at < last and tokens[at].low in SUBJECTS - {"who"}:
        return at, at + 1
    while at < min(last, start + LONGEST):
        if tokens[at].kind == "(" and at > start:
            close = _next_of(")", tokens, at, min(last, at + 9))
            if close is None:
                break
            at = close + 1
        elif _ends_phrase(tokens, start, at, last):
            break
        else:
            at += 1
    if at > start and tokens[at - 1].low in DETERMINERS | PREPOSITIONS:
        at -= 1
    return (start, at) if at > start and may_end_phrase(tokens[at - 1]) else None


def _next_of(kind: str, tokens: Sequence[Token], first: int, last: int) -> int | None:
    return next((i for i in range(first, last) if tokens[i].kind == kind), None)


def _ends_phrase(tokens: Sequence[Token], start: int, at: int, last: int) -> bool:
    """Tell whether a word cannot go on with the phrase that began at ``start``."""
    token = tokens[at]
    low = token.low
    if low == "her" and at == start and _owns(tokens, at, last):
        return False
    if token.kind != "w" or low in AUXILIARIES or low in _AFTER_STOPS or low in PERSONAL:
        return True
    if is_verb(token) and not participial(tokens, at, start):
        return at > start or not _adjectival(tokens, at, last)
    if at > start and is_third_person(tokens, at):
        return True
    if low in PREPOSITIONS:
        return at == start or not _goes_on(tokens, at, last)
    if low in CONJUNCTIONS:
        names = at + 1 < last and tokens[at - 1].capital and tokens[at + 1].capital
        return low != "and" or not names
    # "Li last week said": the time is no part of who said it.
    return (at > start and _dates(tokens, at, last)) or (low in ADVERBS and not token.capital)


def _owns(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "Her neighbour", but "told her that": a noun comes next."""
    following = tokens[at + 1] if at + 1 < last else tokens[at]
    return following.kind == "w" and following.low not in FUNCTION_WORDS | TIMES and not (
        is_adverb(following) or is_verb(following)
    )  # fmt: skip


def _adjectival(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "said retired general Li": a participle that opens a phrase stands before a noun."""
    if at + 1 >= last or tokens[at].low in SPEECH or not tokens[at].low.endswith("ed"):
        return False
    following = tokens[at + 1]
    return following.kind == "w" and not following.capital and following.low not in FUNCTION_WORDS


def _goes_on(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Of the prepositions only these carry on a name: "spokesman for", "of the Asia Society"."""
    low = tokens[at].low
    if low not in _CARRYING or at + 1 >= last:
        return False
    following = tokens[at + 1]
    if following.kind != "w" or following.low in TIMES:
        return False
    return following.capital or low == "of" or (low != "in" and following.low in DETERMINERS)


def clause_subjects(tokens: Sequence[Token], first: int, last: int) -> list[tuple[Phrase, bool]]:
    """Return the subjects of the clauses between two positions, in order.

    The flag tells a main clause from one after "that", "when" or "who". A subject is a noun
    phrase at the start of a clause with a verb right after it.

    Args:
        tokens: of a paragraph.
        first: the first token looked at.
        last: the first one not looked at.
    """
    found: list[tuple[Phrase, bool]] = []
    at, main, fresh, told = first, True, True, False
    while at < last:
        token = tokens[at]
        if token.kind in ",;:-q":
            # A comma ends the clause that a sentence may begin with ("When Li left, Greer …").
            fresh, main = True, main or token.kind in ";:" or not told
        elif token.low in CONJUNCTIONS:
            main = token.low in _COORDINATING and (main or fresh)
            fresh = True
        elif fresh:
            phrase = phrase_after(tokens, at, last)
            if phrase is not None and _verb_follows(tokens, phrase[1], last):
                found.append((phrase, main))
                at, fresh, told = phrase[1], False, told or main
                continue
            if phrase is not None and phrase[1] < last and tokens[phrase[1]].low in DETERMINERS:
                at = phrase[1]  # "Next door her rival grows …"
                continue
            fresh = is_adverb(token) or token.low in FUNCTION_WORDS - DETERMINERS
        at += 1
    return found


def _verb_follows(tokens: Sequence[Token], at: int, last: int) -> bool:
    while at < last and (is_adverb(tokens[at]) or _dates(tokens, at, last)):
        at += 1
    if at >= last:
        return False
    token = tokens[at]
    if token.kind == ",":
        return _verb_after_apposition(tokens, at, last)
    verb = token.low in AUXILIARIES or is_verb(token) or is_third_person(tokens, at)
    return verb or token.low == "who"


def _dates(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "Clinton on Monday hit back": a day may stand between subject and verb."""
    if tokens[at].low in TIMES:
        return True
    return tokens[at].low in _BEFORE_DATE and at + 1 < last and tokens[at + 1].low in TIMES


def _verb_after_apposition(tokens: Sequence[Token], comma: int, last: int) -> bool:
    close = _next_of(",", tokens, comma + 1, min(last, comma + 20))
    if close is None or tokens[comma + 1].low in CONJUNCTIONS - {"who", "which"}:
        return False
    return _verb_follows(tokens, close + 1, last)


def joined(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """Return the names that "and" and commas join to a phrase of names, itself among them.

    Args:
        tokens: of a paragraph.
        phrase: one of the names.
    """
    before, after = _named_before(tokens, phrase), _named_after(tokens, phrase)
    parts = [one for part in (*before, phrase, *after) for one in _divided(tokens, part)]
    return parts if len(parts) > 1 else [phrase]


def _divided(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """Return the names of one phrase that holds several ("leaders Kofi Mensah and Ama Owusu")."""
    start, end = phrase
    joints = [at for at in range(start, end) if tokens[at].low == "and"]
    bounds = zip([start, *(at + 1 for at in joints)], [*joints, end], strict=True)
    return [(a, b) for a, b in bounds if a < b]


def _named_after(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
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
        if _is_full_name(tokens, named):
            found.append(named)
            if closes or any(token.low == "and" for token in tokens[slice(*named)]):
                return found
        elif closes:
            break
        at = named[1]
    return []


def _named_before(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
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
        if _is_full_name(tokens, before) and listed:
            found.insert(0, before)
        elif listed or _is_full_name(tokens, before):
            break
        at = before[0]  # the office in "and the chairman, Ken Mori"
    first = found[0][0] if found else 0
    return [] if first and is_verb(tokens[first - 1]) else found


def _is_full_name(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether two capitals end a phrase, or stand before whose he is ("of the cheese makers")."""
    start, end = phrase
    of = next((at for at in range(start + 1, end) if tokens[at].low in PREPOSITIONS), end)
    return of - start > 1 and all(token.capital for token in tokens[of - 2 : of])
