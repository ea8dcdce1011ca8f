"""What is only supposed to be said ("could say", "if Li says"), or told to be with nobody to vouch for it."""

from __future__ import annotations

from index.grammar.clauses import phrase_after
from index.grammar.noun_phrases import head, is_adverb, phrase_before
from index.quotes.afterwards import RECORDS
from index.quotes.verb_classes import CLAIMING, HEARSAY, INTENDING, Saying, base, word_set
from index.text.lexicon import ADVERBS, BE, CONJUNCTIONS, DETERMINERS, PEOPLE_NOUNS, SPEECH

_MODALS = word_set("modals")
# "would later say" is the past told from farther back.
_TOLD_LATER = word_set("told_later")
_HAVING = word_set("having")
_IF = word_set("if")
# With a verb in the present these tell of what has not happened.
_UNTIL = word_set("until")
_INVERTED_IF = word_set("inverted_if")


def is_supposed(saying: Saying) -> bool:
    """Tell whether a verb of speech is in a mood of what might be: "could say", "is expected to say"."""
    tokens, group, verb = saying.tokens, saying.group, saying.verb
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


def is_conditional(saying: Saying) -> bool:
    """Tell whether words would be said on a condition: "If Li says", "Were Li to say", "Imagine Li saying"."""
    tokens, first, said = saying.tokens, saying.first, saying.tokens[saying.verb].low
    at = saying.subject[0] - 1
    while at >= first and tokens[at].low in (ADVERBS | DETERMINERS | PEOPLE_NOUNS) - _UNTIL:
        at -= 1
    if saying.subject[0] > saying.verb or at < first:
        return False
    low = tokens[at].low
    if low in _IF:
        return True
    if low in _UNTIL:
        return said.endswith("s")
    opens = at == first or tokens[at - 1].kind in ",;-" or tokens[at - 1].low in CONJUNCTIONS
    return low in _INVERTED_IF and opens and (low != "should" or said != "said")


def is_hearsay(saying: Saying) -> bool:
    """ "Li supposedly wrote", "It was rumoured that Li said": nobody vouches for it."""
    tokens, subject, first = saying.tokens, saying.subject, saying.first
    if any(token.low in HEARSAY for token in saying.group):
        return True
    told = [t.low for t in tokens[subject[1] : subject[1] + 4]]
    if told[2:] == ["to", "have"] and told[0] in BE and told[1] in SPEECH:
        return True  # "Li is said to have written"
    that = that_before(saying)
    if that <= first or tokens[that].low != "that":
        return False
    # What a screenshot claims nobody vouches for; what somebody claims, he does.
    claimer = phrase_after(tokens, first, that) if tokens[that - 1].low in CLAIMING else None
    by_thing = claimer is not None and head(tokens, claimer) in RECORDS
    return by_thing or tokens[that - 1].low in HEARSAY


def that_before(saying: Saying) -> int:
    """Return where a "that" before a clause stands; before a common noun it is read as its article."""
    start = saying.subject[0]
    return start - (saying.tokens[start].low != "that")


def is_made_to(saying: Saying) -> bool:
    """ "A draft had the minister, Li, declare", "posters have Li saying": words put into a mouth."""
    tokens, verb = saying.tokens, saying.tokens[saying.verb]
    start = saying.subject[0]
    if start - 1 > saying.first and tokens[start - 1].kind == ",":
        start = (phrase_before(tokens, start - 1, saying.first) or saying.subject)[0]
    bare = verb.low == base(verb) or verb.low.endswith("ing")
    return bare and start > saying.first and tokens[start - 1].low in _HAVING
