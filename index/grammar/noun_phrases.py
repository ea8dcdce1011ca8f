"""Noun phrases, found without a parser: from word lists, capitals and commas.

A phrase is a pair of token positions ``(start, end)``, end excluded. English puts the subject
before its verb, so most phrases are read backwards from where they end.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.tokens import Token
from index.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BODIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    FUNCTION_WORDS,
    NP_PREPOSITIONS,
    PEOPLE_NOUNS,
    PERSONAL,
    PREPOSITIONS,
    SPEECH,
    TIMES,
)

Phrase = tuple[int, int]
LONGEST = 24
OWNING = ("’s", "'s", "s’", "s'")
SUBJECTS = frozenset("he she they it i we you who".split())
_PARTICIPLES = frozenset("outgoing incoming acting retired leading embattled".split())


def is_adverb(token: Token) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    low = token.low
    return low in ADVERBS or (low.endswith("ly") and token.kind == "w" and not token.capital)


def is_name(first: Token) -> bool:
    """Tell whether a phrase begins with a capitalised name rather than a common noun."""
    return first.capital and first.low not in FUNCTION_WORDS


def head(tokens: Sequence[Token], phrase: Phrase) -> str:
    """Return the main noun in lower case: the last word before the first preposition.

    Args:
        tokens: of a paragraph.
        phrase: a stretch of them.
    """
    start, end = phrase
    for at in range(start + 1, end):
        if tokens[at].low in PREPOSITIONS or tokens[at].kind in ",(":
            return tokens[at - 1].low
    return tokens[end - 1].low


def phrase_before(tokens: Sequence[Token], end: int, first: int) -> Phrase | None:
    """Return the noun phrase that ends right before a position.

    Args:
        tokens: of a paragraph.
        end: the token behind the phrase.
        first: no token before this one belongs to it.
    """
    while end > first and tokens[end - 1].kind == ")":
        opened = _open_bracket(tokens, end - 1, first)
        if opened is None:
            return None
        end = opened
    if end <= first or tokens[end - 1].kind != "w":
        return None
    if tokens[end - 1].low in SUBJECTS:
        return end - 1, end
    start = _walk_back(tokens, end, max(first, end - LONGEST))
    start = _without_lead(tokens, start, end)
    # "Ferris, Holt & Drummond": what "&" joins is one name, commas and all.
    firm = any(token.low == "&" for token in tokens[start:end])
    while (
        firm and start - 2 >= first and tokens[start - 1].kind == "," and tokens[start - 2].capital
    ):
        start -= 2
    return (start, end) if start < end and may_end_phrase(tokens[end - 1]) else None


def _open_bracket(tokens: Sequence[Token], close: int, first: int) -> int | None:
    within = range(close - 1, max(first, close - 10) - 1, -1)
    return next((at for at in within if tokens[at].kind == "("), None)


def _walk_back(tokens: Sequence[Token], end: int, first: int) -> int:
    """Walk left from the end of a noun phrase to its start."""
    at = end
    while at > first:
        token = tokens[at - 1]
        if token.kind == ")":
            opened = _open_bracket(tokens, at - 1, first)
            if opened is None or opened == first:
                break
            at = opened
            continue
        owns = token.low == "her" and at < end
        if token.kind != "w" or (token.low in PERSONAL and not owns) or token.low in AUXILIARIES:
            break
        if token.low == "that" and _opens_clause(tokens, at - 1, first):
            break
        if token.low in DETERMINERS:
            at -= 1
            if not _attached(tokens, at, first):
                break
        elif not _goes_back(tokens, at, end, first):
            break
        at -= 1
    return at


def _opens_clause(tokens: Sequence[Token], that: int, first: int) -> bool:
    """ "said that officials", "that Li": no determiner after a verb of speech or before a name."""
    told = that > first and tokens[that - 1].low in SPEECH
    return told or (that + 1 < len(tokens) and tokens[that + 1].capital)


def _goes_back(tokens: Sequence[Token], at: int, end: int, first: int) -> bool:
    """Tell whether the word before a position belongs to the phrase that goes to ``end``."""
    low = tokens[at - 1].low
    if low in NP_PREPOSITIONS:
        return at < end and _attached(tokens, at, first)
    if low in {"and", "&"}:
        return _joins_names(tokens, at - 1, end, first)
    owns = low.endswith(OWNING) and at < end and is_verb(tokens[at])
    return owns or not _stops(tokens, at - 1, first)


def _attached(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Tell whether a preposition right before a position hangs on a noun before it."""
    if at - 2 < first or tokens[at - 1].low not in NP_PREPOSITIONS:
        return False
    noun = tokens[at - 2]
    return noun.kind in "w)" and not is_verb(noun) and noun.low not in FUNCTION_WORDS | TIMES


def _joins_names(tokens: Sequence[Token], conjunction: int, end: int, first: int) -> bool:
    if conjunction + 1 >= end or conjunction - 1 < first:
        return False
    left, right = tokens[conjunction - 1], tokens[conjunction + 1]
    return left.capital and right.capital and left.low not in FUNCTION_WORDS


def _stops(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Tell whether a word cannot be part of a noun phrase that is read backwards."""
    token = tokens[at]
    if token.low in CONJUNCTIONS or token.low in PREPOSITIONS or token.low in TIMES:
        return True
    if token.low in ADVERBS and not token.capital:
        return True
    if token.capital:
        return token.low in FUNCTION_WORDS
    return is_verb(token) and not participial(tokens, at, first)


def participial(tokens: Sequence[Token], at: int, first: int) -> bool:
    """ "the retired surgeon", "policy planning director": a participle inside a noun phrase.

    Args:
        tokens: of a paragraph.
        at: the participle.
        first: no token before this one is looked at.
    """
    before = tokens[at - 1] if at > first else None
    if before is None:
        return False
    if before.low in DETERMINERS or before.low.endswith(("ly", *OWNING)):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.kind != "w" or following.capital:
        return False
    low = tokens[at].low
    plain_noun = following.low not in FUNCTION_WORDS and low not in SPEECH
    return plain_noun and (low.endswith("ing") or not (before.capital or before.low in PERSONAL))


def is_verb(token: Token) -> bool:
    """Tell whether a lower-case word is rather a verb than a noun."""
    low = token.low
    if token.capital or low in PEOPLE_NOUNS or low in BODIES or low in _PARTICIPLES:
        return False
    return (
        low in SPEECH
        or low in AUXILIARIES
        or low in FINITE
        or (low.endswith("ed") and len(low) > 4)
        or (low.endswith("ing") and len(low) > 5)
    )


def is_third_person(tokens: Sequence[Token], at: int) -> bool:
    """ "Her rival Tom Ide sells bulbs", "the mill takes a tenth": a form in -s that can be no plural.

    Args:
        tokens: of a paragraph.
        at: the form.
    """
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.capital or not token.low.endswith("s") or not token.low.isalpha() or following is None:
        return False
    if token.low in FUNCTION_WORDS | PEOPLE_NOUNS | TIMES or following.kind != "w":
        return False
    # A noun is followed by neither an article nor a number.
    if following.low in DETERMINERS - {"that"} or following.low[:1].isdigit():
        return True
    named = at > 1 and tokens[at - 1].capital and tokens[at - 2].capital
    return named and not is_verb(following) and following.low not in CONJUNCTIONS


def _without_lead(tokens: Sequence[Token], start: int, end: int) -> int:
    """Drop what opens a sentence before its subject ("But", "Still", "Meanwhile")."""
    while start < end - 1 and (
        tokens[start].low not in DETERMINERS
        and (tokens[start].low in FUNCTION_WORDS or is_adverb(tokens[start]))
    ):
        start += 1
    return start


def may_end_phrase(last: Token) -> bool:
    """Tell whether a word can be somebody or something, so that a phrase may end in it."""
    if last.low in FUNCTION_WORDS and last.low not in {"one", "some", "many", "both", "others",
                                                       "two", "most", "few", "another"}:  # fmt: skip
        return False
    return last.low not in TIMES and not last.low.isdigit()


def can_speak(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether a phrase is somebody: a pronoun, a name, a person's or a body's noun.

    Args:
        tokens: of a paragraph.
        phrase: a stretch of them.
    """
    start, end = phrase
    noun = head(tokens, phrase)
    if end == start + 1 and noun in SUBJECTS:
        return True
    if noun in PEOPLE_NOUNS or noun in BODIES or tokens[end - 1].capital:
        return True
    # "Pilar Otxoa of the cider makers": two capitals, and whose she is.
    of = next((at for at in range(start + 2, end) if tokens[at].low in {"of", "from", "at"}), start)
    return of > start and all(token.capital for token in tokens[start:of])
