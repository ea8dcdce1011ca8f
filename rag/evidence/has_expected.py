"""Whether a sentence has what a question expects: a figure, a day, a name, a reason."""

from __future__ import annotations

import re

from index.text.calendar_words import CALENDAR
from index.text.days import names_day
from index.text.measures import figures_of
from index.text.names import is_person_name
from index.text.synonyms import alike
from index.text.words import kin, names, stem, tokens
from rag.question.expected import RANKS
from rag.types import Query

# In characters: "Kari Nordmann, the minister of trade".
BESIDE = 40
_UNTIL = re.compile(
    r"\b(?:until|till|to|through|by|expire[sd]?(?: on)?|end(?:s|ed)?(?: on)?)\s+(?:the end of\s+)?"
    r"(?:[A-Z][a-z]{2,}\.?\s+\d|\d{1,2} [A-Z]|[A-Z][a-z]+day|(?:19|20)\d\d)"
)
_EVERYWHERE = frozenset(
    {"US", "U.S", "U.S.", "China", "Chinese", "American", "China-US", "Sino-US"}
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
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|in (?:response|retaliation|reply|reaction|an effort|a bid|order) to|"
    r"as a result|so (?:that|as to)|reasons?|citing|aims? to|aimed at|given (?:that|the)|out of concern|"
    r"over (?:concerns|fears)|led to|prompted|caused|driven by|with \w+ \w+ing|blam\w+)\b",
    re.IGNORECASE,
)


def gives_reason(text: str) -> bool:
    """Tell whether a text gives a reason for something."""
    return bool(_REASON.search(text))


def fits(query: Query, text: str) -> bool:
    """Tell whether a sentence has the sort of thing that is asked for, and of the right one.

    A figure that the question does not name; a day; a name that the question does not hold; and
    every "first", "only" or "largest" of the question, in this or another word.

    Args:
        query: tells what is asked for.
        text: the sentence, or more.
    """
    return has_wanted(query, text) and qualified(query, text)


def leaves_unsaid(text: str) -> bool:
    """Tell whether a sentence says that somebody did not tell: "did not give an amount"."""
    return bool(_UNSAID.search(text))


def has_wanted(query: Query, text: str) -> bool:
    """Tell whether a text has the figure, day or name that is asked for, if one is.

    Args:
        query: tells what is asked for.
        text: a sentence or more.
    """
    if query.kind == "quote":
        return True
    if query.kind == "who_said":
        return bool(_new_names(query, text))
    if query.kind == "date":
        return bool(_UNTIL.search(text)) if query.expected.end else names_day(text)
    if query.kind != "number" and query.expected.name:
        return _has_names(query, text)
    if query.expected.figure:
        return bool(_new_figures(query, text)) and _has_counted(query, text)
    return True


def _has_counted(query: Query, text: str) -> bool:
    """Tell whether a text has what is to be counted, in this or another word: jobs for "how many jobs"."""
    counted = query.expected.counted
    held = {stem(word) for word in tokens(text)}
    return not counted or bool(alike(counted) & held) or kin(counted, held)


def _new_figures(query: Query, text: str) -> frozenset[str]:
    """Return the figures that could be the answer: of what is asked for, and not the question's own."""
    return figures_of(query.expected.measure, text) - set(query.numbers)


def _has_names(query: Query, text: str) -> bool:
    expected, found = query.expected, _new_names(query, text)
    if expected.office:
        return _names_holder(query, text)
    # Two powers are named in every other sentence: beside others they fill no list.
    return bool(found) if expected.names == 1 else len(set(found) - _EVERYWHERE) >= expected.names


def _new_names(query: Query, text: str) -> list[str]:
    return [n for n in names(text) if set(query.words).isdisjoint(tokens(n)) and not _is_day(n)]


def _names_holder(query: Query, text: str) -> bool:
    """Tell whether a text has a person's name beside the words of an office, of just this rank."""
    known, offices = set(query.words), query.expected.office
    for match in re.finditer(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)+", text):
        name = " ".join(w for w in match.group().split() if not set(tokens(w)) & known)
        near = text[max(0, match.start() - BESIDE) : match.end() + BESIDE]
        beside = set(tokens(near.replace("-", " ")))
        if is_person_name(name) and offices <= beside and not beside & RANKS - offices:
            return True
    return False


def _is_day(name: str) -> bool:
    """Tell whether a name is one of the calendar's: "Friday", "Jan. 6"."""
    return all(word in CALENDAR or word.isdigit() for word in tokens(name))


def qualified(query: Query, text: str) -> bool:
    """Tell whether a text holds every "first", "only" or "largest" of the question.

    Args:
        query: the question; one for somebody's words has nothing to qualify.
        text: a sentence or more.
    """
    if query.kind in {"quote", "who_said"}:
        return True
    held = {stem(word) for word in tokens(text)}
    return all(word in held or alike(word) & held for word in query.expected.qualifiers)
