"""What stands around reported words: who was told, when and where, and who the source is."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.clauses import clause_subjects
from index.grammar.cues import Cue
from index.grammar.noun_phrases import SUBJECTS, head, is_adverb, is_verb, phrase_before
from index.grammar.tokens import Token
from index.text import word_lists
from index.text.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    NOUNLIKE,
    PEOPLE_NOUNS,
    PREPOSITIONS,
    SPEECH,
    TIMES,
)
from index.text.names import is_office
from index.text.words import NUMBER_WORDS

# So many words name who was told, when and where.
ASIDE = 14
_HEARERS = frozenset("reporters lawmakers him them us me her journalists".split())
_TELLING = frozenset("tell told tells telling reminded informed assured warned".split())
_REJECTING = frozenset("deny reject dismiss rebut".split())
# These adverbs belong to the subject that follows ("even low tariffs hurt", "there is").
_WITH_SUBJECT = frozenset("there even only both just".split())
_BESIDE_TIMES = frozenset("late early last this next".split())
# With an object they tell of no words ("maintained a steady growth", "argued the case").
WITH_CLAUSE = word_lists.words("lexicon", "with_clause")


def may_be_verb(token: Token) -> bool:
    """Tell whether a word may be the verb of a clause."""
    return token.low in AUXILIARIES or is_verb(token)


def past_asides(tokens: Sequence[Token], cue: Cue, last: int) -> int:
    """Skip who was told, when and where after the cue.

    Args:
        tokens: of the paragraph.
        cue: the verb of speech, with its speaker.
        last: one past the last token that may be skipped.
    """
    at = cue.end
    if at < last and tokens[at].kind == "-":
        # "Li predicted – even before the talks – that": what two dashes set off.
        close = (i for i in range(at + 1, min(last, at + ASIDE)) if tokens[i].kind == "-")
        at = next(close, at - 1) + 1
    told = tokens[cue.verb].low in _TELLING
    rejected = SPEECH.get(tokens[cue.verb].low) in _REJECTING
    aside = at < last and (told or rejected or _opens_aside(tokens, at))
    aside = aside or _is_often(tokens, at, last)
    if aside and (that := _that(tokens, at, last)) is not None:
        return that
    if at < last and tokens[at].low in _HEARERS:
        at += 1
    elif told:
        while at < last and (tokens[at].capital or (at == cue.end and tokens[at].low == "the")):
            at += 1
        if at == cue.end and tokens[cue.verb].low in WITH_CLAUSE:
            return _next_subject(tokens, at, last) or last
    while at < last and (tokens[at].kind == "(" or _opens_aside(tokens, at)):
        past = _past_aside(tokens, at, last)
        if past == at:
            break
        at = past
    return _past_apposition(tokens, at, last) if cue.shape == "according" else at


def before_apposed(tokens: Sequence[Token], name: int, first: int) -> int:
    """ "Prices will rise, its chairman, Li Gang, said": return where "its chairman" begins.

    Args:
        tokens: of the paragraph.
        name: where the speaker's phrase begins.
        first: no token before this one is looked at.
    """
    apposed = phrase_before(tokens, name - 1, first) if tokens[name - 1].kind == "," else None
    if apposed is None or tokens[apposed[0] - 1].kind != ",":
        return name
    noun = head(tokens, apposed)
    owned = tokens[apposed[0]].low in DETERMINERS
    return apposed[0] if owned and (noun in PEOPLE_NOUNS or is_office(noun)) else name


def _is_often(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "Has said more than once that", "said three times that": how often stands before the clause."""
    that = next((i for i in range(at, min(last, at + ASIDE)) if tokens[i].low == "that"), at)
    often = all(t.low in FUNCTION_WORDS or _counts(t) or t.low == "times" for t in tokens[at:that])
    # "Said all that would change", "some of that money": such a "that" opens nothing.
    return that > at and often and tokens[that - 1].low not in DETERMINERS | PREPOSITIONS


def _past_apposition(tokens: Sequence[Token], comma: int, last: int) -> int:
    """ "According to Li, vice president of the company, …": return the comma before the clause."""
    if comma >= last or tokens[comma].kind != ",":
        return comma
    close = next(
        (i for i in range(comma + 1, min(last, comma + ASIDE)) if tokens[i].kind != "w"), comma
    )
    if close == comma or tokens[close].kind != ",":
        return comma
    inner, opening = tokens[comma + 1 : close], tokens[comma + 1]
    if any(may_be_verb(t) and t.low not in PEOPLE_NOUNS for t in inner[1:]):
        return comma
    person = head(tokens, (comma + 1, close)) in PEOPLE_NOUNS and not may_be_verb(opening)
    # "A leading trader in tea", "taken in May": of such a thing no clause is told before the comma.
    set_off = opening.low in {"a", "an"} or opening.low.endswith(("ed", "en"))
    goes_on = any(phrase[0] == close + 1 for phrase, _ in clause_subjects(tokens, close + 1, last))
    return close if person or (set_off and goes_on) else comma


def _opens_aside(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    adverb = is_adverb(token) and token.low not in _WITH_SUBJECT
    # "Roughly half", "nearly 40": such an adverb belongs to its number.
    adverb = adverb and not (at + 1 < len(tokens) and _counts(tokens[at + 1]))
    return token.low in PREPOSITIONS or adverb or _dates(tokens, at)


def _counts(token: Token) -> bool:
    return (
        token.low[:1].isdigit() or token.low in NUMBER_WORDS or token.low in {"half", "all", "more"}
    )


def _dates(tokens: Sequence[Token], at: int) -> bool:
    """ "Monday", "late Monday", "last week"."""
    if tokens[at].low in TIMES:
        return True
    following = tokens[at + 1 : at + 2]
    return (
        tokens[at].low in _BESIDE_TIMES and bool(following) and following[0].low in TIMES | {"on"}
    )


def _that(tokens: Sequence[Token], at: int, last: int) -> int | None:
    """ "told visitors many times that": no verb stands before the "that" that opens the clause."""
    for i in range(at, min(last, at + ASIDE)):
        if tokens[i].low == "that" and (i == at or tokens[i - 1].kind in "w,"):
            return i
        verb = may_be_verb(tokens[i]) and tokens[i].low not in NOUNLIKE
        if verb or tokens[i].kind not in "w,":
            return None
    return None


def _past_aside(tokens: Sequence[Token], at: int, last: int) -> int:
    """Return where "late on Saturday", "in a statement", "in Davos" end; ``at`` if that is unclear."""
    if tokens[at].kind == "(":
        close = (i for i in range(at, min(last, at + ASIDE)) if tokens[i].kind == ")")
        return next(close, at - 1) + 1
    start = at + (tokens[at].low in PREPOSITIONS)
    i = start
    while i < last and (_dates(tokens, i) or tokens[i].low.isdigit()):
        i += 1
    if i > start or start == at:
        return max(i, at + 1)
    return _next_subject(tokens, start, last) or at


def _next_subject(tokens: Sequence[Token], start: int, last: int) -> int | None:
    """Return where a comma, or a subject behind a noun, ends the words that begin at ``start``."""
    for i in range(start, min(last, start + ASIDE)):
        if tokens[i].kind != "w":
            return i
        if may_be_verb(tokens[i]):
            break
        if (
            i > start
            and tokens[i].low in SUBJECTS | DETERMINERS
            and tokens[i - 1].low not in PREPOSITIONS | DETERMINERS | CONJUNCTIONS
        ):
            return i
    return None
