"""What sort of thing a question wants, and whether a sentence has it: a figure, a day, a name."""

from __future__ import annotations

import re

from index.grammar.lexicon import OFFICES
from index.text.days import names_day
from index.text.measures import figures_of, measure_wanted
from index.text.names import is_person_name
from index.text.overlap import kin
from index.text.synonyms import alike
from index.text.words import NUMBER_WORDS, names, stem, tokens
from rag.types import Query

_NAME_WANTED = re.compile(
    r"^\W*(?:and |but |so )?(?:who|whose|whom|to whom)\b|"
    r"\b(?:which|what) (?:(?:two|three|four|five|other|\w+-\w+|[A-Z]\w+|[a-z]+) )?(?:firm|company|companies|"
    r"firms|countries|country|state|states|city|court|agency|ministry|bank|group|union|association|"
    r"person|people|minister|official|officials|economist|analyst|senator|judge|carrier|airline|"
    r"manufacturer|manufacturers|port|province|brand|newspaper|nation|nations)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r",? and (?=(?:(?:at|by|from|for|on) )?(?:what|which|who|whose|when|where|how)\b)",
    re.IGNORECASE,
)
_UNTIL_WANTED = re.compile(r"\b(?:until|till) when\b|\bexpir|\brun out\b", re.IGNORECASE)
_MANY = re.compile(r"\bwhich (two|three|four|five|six|[2-6])\b", re.IGNORECASE)
# "Who is the trade representative?" wants a person, whatever else a sentence names.
_HOLDER_WANTED = re.compile(
    r"^\W*(?:and |but |so )?who(?:['’]s| is| was| are| were)\b", re.IGNORECASE
)
_RANKS = frozenset({"vice", "deputy", "assistant", "former", "acting", "general"})
# In characters: "Kari Nordmann, the minister of trade".
BESIDE = 40
_COUNTED = re.compile(
    r"\bhow many (?!of\b)([^?,;:]*?)\s(?:did|do|does|are|were|is|was|has|have|had|will|would|can|could|should)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\b(?:shares?|tariffs?|rates?|prices?|costs?|duty|duties|lev(?:y|ies)|fees?|tolls?|surcharges?|values?|amounts?|"
    r"figures?)\b",
    re.IGNORECASE,
)
_SEVERAL = frozenset({"over_time", "list"})
_UNTIL = re.compile(
    r"\b(?:until|till|to|through|by|expire[sd]?(?: on)?|end(?:s|ed)?(?: on)?)\s+(?:the end of\s+)?"
    r"(?:[A-Z][a-z]{2,}\.?\s+\d|\d{1,2} [A-Z]|[A-Z][a-z]+day|(?:19|20)\d\d)"
)
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    """.split()
)
_EVERYWHERE = frozenset(
    {"US", "U.S", "U.S.", "China", "Chinese", "American", "China-US", "Sino-US"}
)
# Words that pick one out of several: what is said of the first is not said of another.
_QUALIFIERS = frozenset(
    "first last only sole second third largest biggest smallest highest lowest oldest youngest".split()
)
_UNSAID = re.compile(
    r"\b(?:did not|didn[’']t|does not|doesn[’']t|has not|have not|had not|hasn[’']t|haven[’']t|would not|wouldn[’']t|"
    r"declined to|refused to)\s+(?:immediately |yet |also |publicly )*"
    r"(?:specif(?:y|ied)|disclosed?|elaborated?|identif(?:y|ied)|named?|reveal(?:ed)?|"
    r"(?:provided?|give[n]?|offer(?:ed)?|release[d]?) (?:any |a |an |the |more |further |additional |specific |exact "
    r"|\w+ ){0,2}(?:details?|figures?|numbers?|amounts?|names?|timeline|dates?|information|explanation|breakdown)|"
    r"(?:say|said) (?:exactly |specifically )?(?:where|when|how|which|who|why|what))\b|"
    r"\bwithout (?:giving|providing|offering|specifying|naming|disclosing) \w+",
    re.IGNORECASE,
)


_WHY = re.compile(r"^\W*(?:and |but |so )?why\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|in (?:response|retaliation|reply|reaction|an effort|a bid|order) to|"
    r"as a result|so (?:that|as to)|reasons?|citing|aims? to|aimed at|given (?:that|the)|out of concern|"
    r"over (?:concerns|fears)|led to|prompted|caused|driven by|with \w+ \w+ing|blam\w+)\b",
    re.IGNORECASE,
)


def asks_why(query: Query) -> bool:
    """Tell whether a reason is asked for."""
    return bool(_WHY.match(query.question))


def gives_reason(text: str) -> bool:
    """Tell whether a text gives a reason for something."""
    return bool(_REASON.search(text))


def fits(query: Query, text: str) -> bool:
    """Tell whether a sentence has the sort of thing that is asked for, and of the right one.

    A figure that the question does not name; a day; a name that the question does not hold; and
    every "first", "only" or "largest" of the question, in this or another word.
    """
    return has_wanted(query, text) and qualified(query, text)


def wants_name(query: Query) -> bool:
    """Tell whether the question asks for somebody's or something's name."""
    asked = query.question
    return query.kind != "quote" and bool(_NAME_WANTED.search(asked) or _MANY.search(asked))


def clauses(question: str) -> list[str]:
    """Return the clauses that each ask for something: "What did X cut, and what did Y?" has two."""
    return _CLAUSE.split(question)


def leaves_unsaid(text: str) -> bool:
    """Tell whether a sentence says that somebody did not tell: "did not give an amount"."""
    return bool(_UNSAID.search(text))


def has_wanted(query: Query, text: str) -> bool:
    """Tell whether a text has the figure, day or name that is asked for, if one is."""
    if query.kind == "quote":
        return True
    if query.kind == "who_said":
        return bool(_new_names(query, text))
    if query.kind == "date":
        wanted = _UNTIL if _UNTIL_WANTED.search(query.question) else None
        return bool(wanted.search(text)) if wanted else names_day(text)
    if query.kind != "number" and wants_name(query):
        return _has_names(query, text)
    if query.kind == "number" or (query.kind in _SEVERAL and _QUANTITY.search(query.question)):
        return bool(_new_figures(query, text)) and _has_counted(query, text)
    return True


def _has_counted(query: Query, text: str) -> bool:
    """Tell whether a text has what is to be counted, in this or another word: jobs for "how many jobs"."""
    match = _COUNTED.search(query.question)
    if match is None:
        return True
    counted = stem(tokens(match[1])[-1]) if tokens(match[1]) else ""
    held = {stem(word) for word in tokens(text)}
    return not counted or bool(alike(counted) & held) or kin(counted, held)


def _new_figures(query: Query, text: str) -> frozenset[str]:
    """Return the figures that could be the answer: of what is asked for, and not the question's own.

    Two clauses that want different things may find them in different sentences.
    """
    wanted = {measure_wanted(clause) for clause in clauses(query.question)}
    return figures_of(wanted.pop() if len(wanted) == 1 else None, text) - set(query.numbers)


def _has_names(query: Query, text: str) -> bool:
    at_least, found = _how_many(query), _new_names(query, text)
    if offices := _held_office(query):
        return _names_holder(offices, query, text)
    # Two powers are named in every other sentence: beside others they fill no list.
    return bool(found) if at_least == 1 else len(set(found) - _EVERYWHERE) >= at_least


def _new_names(query: Query, text: str) -> list[str]:
    known = set(tokens(query.standalone))
    return [name for name in names(text) if not set(tokens(name)) & known and not _is_day(name)]


def _held_office(query: Query) -> frozenset[str]:
    """Return the words of the office whose holder is asked for; none where no holder is."""
    asked = frozenset(tokens(query.question))
    return asked & (OFFICES | _RANKS) if _HOLDER_WANTED.match(query.question) else frozenset()


def _names_holder(offices: frozenset[str], query: Query, text: str) -> bool:
    """Tell whether a text has a person's name beside the words of an office, of just this rank."""
    known = set(tokens(query.standalone))
    for match in re.finditer(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)+", text):
        name = " ".join(w for w in match.group().split() if not set(tokens(w)) & known)
        beside = set(tokens(text[max(0, match.start() - BESIDE) : match.end() + BESIDE]))
        if is_person_name(name) and offices <= beside and not beside & _RANKS - offices:
            return True
    return False


def _is_day(name: str) -> bool:
    """Tell whether a name is one of the calendar's: "Friday", "Jan. 6"."""
    return all(word in _CALENDAR or word.isdigit() for word in tokens(name))


def _how_many(query: Query) -> int:
    """Return how many names are wanted: four for "Which four companies …?"."""
    match = _MANY.search(query.question)
    return int(NUMBER_WORDS.get(match.group(1).lower(), match.group(1))) if match else 1


def qualified(query: Query, text: str) -> bool:
    """Tell whether a text holds every "first", "only" or "largest" of the question."""
    if query.kind in {"quote", "who_said"}:
        return True
    held = {stem(word) for word in tokens(text)}
    wanted = [stem(w) for w in tokens(query.standalone) if w in _QUALIFIERS]
    return all(word in held or alike(word) & held for word in wanted)
