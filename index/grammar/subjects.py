"""The subject of a verb, read backwards from it.

Adverbs and days between subject and verb are passed over, commas only where what stands between
them is an apposition or a relative clause ("Li, who leads the talks, said").
"""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.clauses import phrase_after
from index.grammar.noun_phrases import (
    SUBJECTS,
    Phrase,
    head,
    is_adverb,
    is_name,
    is_verb,
    phrase_before,
)
from index.grammar.tokens import Token
from index.grammar.verb_forms import before_parenthesis
from index.text.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    CORE,
    DETERMINERS,
    FUNCTION_WORDS,
    PEOPLE_NOUNS,
    PREPOSITIONS,
    SPEECH,
    TIMES,
)
from index.text.names import is_office, is_person_name, split_role

MOST_COMMAS = 7
RELATIVE = 16
_FROM = frozenset("from of to by".split())


def subject_before(tokens: Sequence[Token], verb: int, first: int) -> Phrase | None:
    """Return the subject that stands before a verb, looking back no further than ``first``.

    Args:
        tokens: of a paragraph.
        verb: the token that is the verb.
        first: no token before this one is looked at.
    """
    at = _before_adverbs(tokens, verb, first)
    if at > first and tokens[at - 1].kind == ",":
        opened = before_parenthesis(tokens, at - 1, first)
        at = at if opened is None else _before_adverbs(tokens, opened, first)
    if at > first and tokens[at - 1].low in {"who", "which", "that"}:
        at = at - 1
        if at > first and tokens[at - 1].kind == ",":
            at -= 1
        return _nearest_name(tokens, phrase_before(tokens, at, first))
    if at > first and tokens[at - 1].kind in ",-":
        return _over_apposition(tokens, at - 1, first)
    before = _before_relative(tokens, at, first)
    if before is not None:
        return before
    phrase = phrase_before(tokens, at, first)
    following = tokens[verb + 1 : verb + 2]
    # "In a video Lund posted, he …" is one phrase: what is said must come next.
    said = tokens[verb].low in {"said", "says"}
    if said or any(token.low == "that" or token.kind in "q:" for token in following):
        phrase = _behind_opening(tokens, phrase, first)
    return _over_open_apposition(tokens, phrase, first)


def _behind_opening(tokens: Sequence[Token], phrase: Phrase | None, first: int) -> Phrase | None:
    """ "In her remarks Lund said", "After the vote Greer said": the comma between a lead and the name is forgotten."""
    if phrase is None or tokens[first].low not in PREPOSITIONS or not first < phrase[0] < first + 3:
        return phrase
    start, end = phrase
    while start < end and tokens[end - 1].capital:
        end -= 1
    noun = tokens[end - 1]
    thing = noun.kind == "w" and noun.low not in FUNCTION_WORDS | PEOPLE_NOUNS
    return (
        (end, phrase[1])
        if start < end < phrase[1] and thing and not is_office(noun.text)
        else phrase
    )


def _before_relative(tokens: Sequence[Token], end: int, first: int) -> Phrase | None:
    """ "A trader who asked not to be named said": the subject stands before "who".

    Unless a verb that takes a clause stands before what could be the subject ("who thinks Li said").
    """
    for who in range(end - 1, max(first, end - RELATIVE), -1):
        if tokens[who].kind != "w":
            return None
        if tokens[who].low == "who":
            inner = phrase_before(tokens, end, who + 1)
            before = tokens[inner[0] - 1] if inner is not None else tokens[end - 1]
            verbs = any(is_verb(t) or t.low in AUXILIARIES for t in tokens[who + 1 : end])
            told = inner is not None and (before.low in SPEECH or before.low in CONJUNCTIONS)
            return None if told or not verbs else phrase_before(tokens, who, first)
    return None


def _over_open_apposition(
    tokens: Sequence[Token], phrase: Phrase | None, first: int
) -> Phrase | None:
    """ "Dan Ives, senior analyst at Wedbush said": the second comma is often forgotten."""
    if phrase is None or head(tokens, phrase) not in PEOPLE_NOUNS:
        return phrase
    # "Raj Shah, U.S. deputy press secretary said": an office that begins with a name is one too.
    if tokens[phrase[0]].capital and tokens[phrase[1] - 1].capital:
        return phrase
    start = phrase[0]
    if tokens[start].low in DETERMINERS - {"a", "an"} or tokens[start - 1].low not in {",", "and"}:
        return phrase
    comma = _previous_comma(tokens, start, first) if tokens[start - 1].low == "and" else start - 1
    before = phrase_before(tokens, comma, first) if comma is not None and comma > first else None
    return before if before is not None and _looks_like_person(tokens, before) else phrase


def _nearest_name(tokens: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """ "a retreat for Trump, who said": "who" is the name, unless a person's noun is the head."""
    if phrase is None or head(tokens, phrase) in PEOPLE_NOUNS or is_name(tokens[phrase[0]]):
        return phrase
    start, end = phrase
    while end > start and tokens[end - 1].capital:
        end -= 1
    return (end, phrase[1]) if end < phrase[1] else phrase


def _before_adverbs(tokens: Sequence[Token], verb: int, first: int) -> int:
    # "He has long said": one word between "has" and its participle is an adverb.
    perfect = verb - 1 > first and tokens[verb - 2].low in {"has", "have", "had"}
    adverb = perfect and SPEECH.get(tokens[verb].low) in CORE and tokens[verb - 1].text.islower()
    at = verb - (adverb and tokens[verb - 1].low not in SUBJECTS | PEOPLE_NOUNS)
    while at > first and (is_adverb(tokens[at - 1]) or tokens[at - 1].low in AUXILIARIES):
        at -= 1
    return _before_date(tokens, at, first)


def _before_date(tokens: Sequence[Token], at: int, first: int) -> int:
    """ "Powell on June 18 said": a day between subject and verb is passed over."""
    i = at
    while i > first and (tokens[i - 1].low in TIMES or tokens[i - 1].low.isdigit()):
        i -= 1
    if i == at or not any(token.low in TIMES for token in tokens[i:at]):
        return at
    while i > first and tokens[i - 1].low in {"on", "late", "early", "this", "last", "in"}:
        i -= 1
    return i


def _over_apposition(tokens: Sequence[Token], comma: int, first: int) -> Phrase | None:
    """Read "Li Chenggang, vice minister of commerce," from its closing comma to the name.

    Of the phrases that end at a comma, the one that opens the sentence or follows the words is
    the subject if it is a name; else the nearest that looks like a person; else a name.
    """
    inner = _previous_comma(tokens, comma, first)
    end = _before_bracket(tokens, comma, first)
    if inner is not None and _all_name(tokens, inner + 1, end):
        before = phrase_before(tokens, inner, first)
        if before is not None and _is_common(tokens[before[1] - 1]):
            return inner + 1, end
    found = _before_commas(tokens, comma, first)
    # "Commenting on the order, Dr Nadia Selmi, …": what opens so is no name.
    adjoining = [
        p
        for p in found
        if p[0] == first and is_name(tokens[p[0]]) and not _is_participle(tokens, first)
    ]
    persons = [p for p in found if _looks_like_person(tokens, p)]
    names = [p for p in found if is_name(tokens[p[0]]) or tokens[p[1] - 1].low in SUBJECTS]
    ordered = [*adjoining, *persons, *names, *found]
    if ordered:
        return ordered[0]
    phrase = phrase_before(tokens, comma, first)
    return phrase if phrase is not None and not _is_time(tokens, phrase) else None


def _is_participle(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    return low.endswith("ing") and (low in SPEECH or tokens[at + 1].low in PREPOSITIONS)


def _before_bracket(tokens: Sequence[Token], end: int, first: int) -> int:
    """ "He Xiaomei (何晓梅)": the gloss of a name is no part of it."""
    if tokens[end - 1].kind != ")":
        return end
    return next((i for i in range(end - 1, max(first, end - 9), -1) if tokens[i].kind == "("), end)


def _is_common(noun: Token) -> bool:
    """ "Trump's campaign manager, …" and "the CEO, …" are followed by the name."""
    return not noun.capital or is_office(noun.text)


def _before_commas(tokens: Sequence[Token], comma: int, first: int) -> list[Phrase]:
    """Return the noun phrases that end at the commas to the left, nearest first."""
    found: list[Phrase] = []
    right = comma
    for _ in range(MOST_COMMAS):
        left = _previous_comma(tokens, right, first)
        if left is None or any(token.kind == "q" for token in tokens[left:right]):
            break
        phrase = phrase_before(tokens, left, first)
        if phrase is not None and not _is_time(tokens, phrase):
            found.append(phrase)
        right = left
    return found


def _looks_like_person(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether a phrase that is nothing but capitals reads like a person's name."""
    start, end = phrase
    words = tokens[start:end]
    if tokens[end - 1].low in SUBJECTS:
        return True
    return all(t.capital for t in words) and is_person_name(" ".join(t.text for t in words))


def has_person_name(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether a phrase is a person's full name, with an office before it or without.

    Args:
        tokens: of a paragraph.
        phrase: a stretch of them.
    """
    _role, name = split_role(" ".join(token.text for token in tokens[slice(*phrase)]))
    return is_person_name(name)


def named_in(tokens: Sequence[Token], first: int, last: int) -> Phrase | None:
    """ "From the desk of Li Gang, vice president:": a line without a verb, the first name in it.

    Args:
        tokens: of a paragraph.
        first: where the line begins.
        last: where it ends.
    """
    after = [at for at in range(first + 1, last) if tokens[at - 1].low in _FROM]
    for at in [first, *after]:
        named = phrase_after(tokens, at, last) if tokens[at].capital else None
        whole = named and not any(token.low in _FROM for token in tokens[slice(*named)])
        if named is not None and whole and has_person_name(tokens, named):
            return named
    return None


def _all_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether the words are two to four capitalised ones, and as many behind "and"."""
    joint = next((at for at in range(start, end) if tokens[at].low == "and"), end)
    named = 2 <= joint - start <= 4 and all(t.capital for t in tokens[start:joint])
    return named and (joint == end or _all_name(tokens, joint + 1, end))


def _previous_comma(tokens: Sequence[Token], at: int, first: int) -> int | None:
    for i in range(at - 1, max(first, at - 40), -1):
        if tokens[i].kind == "," or (tokens[i].kind == "-" == tokens[at].kind):
            return i
    return None


def _is_time(tokens: Sequence[Token], phrase: Phrase) -> bool:
    return head(tokens, phrase) in TIMES
