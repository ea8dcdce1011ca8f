"""The office that an article gives beside a name: in front of it, or behind it between commas."""

from __future__ import annotations

import re

from index.text.lexicon import FINITE, FUNCTION_WORDS, PEOPLE_NOUNS, SHOWING, SPEECH, STATING, TIMES
from index.text.names import is_office, office, plain
from index.text.sentences import run_in

_APPOSED = re.compile(
    r",\s{1,3}((?:the |a |an )?[\w’'.&()\- ]{4,110}?)(?:,|(?<!\b[A-Z])\.(?=\s|$)|\s(?:who|said|told)\b)"
)
_THEIR = r"(?:the|its|his|her)\b"
_INNER = rf"(?!{_THEIR})[\w’'&-]+"
_LEADING = re.compile(
    rf"\b(?i:{_THEIR})\s({_INNER}(?:\s(?:(?:of|for|at|in)\s{_THEIR}\s)?{_INNER}){{0,6}}),\s$"
)
_BEFORE = re.compile(r"(?:(?<!\S)(?:(?:[A-Z]\.)+|[\w’'&-]{1,30})[^\S\n]){1,6}$")
_OF = re.compile(r"((?:[A-Z][\w’'.-]{0,30}\s){0,4}[A-Z][\w’'-]{0,30}\s(?:of|for)\s(?:the\s)?)$")

# Whose office is that of somebody named before ("his Polish counterpart").
COUNTERPART = "counterpart"


def role_beside(text: str, start: int, end: int, before: str | None) -> str | None:
    """Return the office of who is named from ``start`` to ``end``; None if none is given.

    Args:
        text: of the article.
        start: where the name begins.
        end: where it ends.
        before: the capitalised words in front of the name that the same run of words holds.
    """
    return (
        _office(text, start, before)
        or _apposition(text, end)
        or _lower_role(text, start)
        or _apposed_before(text, start)
    )


def is_held(role: str | None) -> bool:
    """Tell whether what stands beside a name is an office or a noun for people: then it is somebody's."""
    words = (role or "").split()
    human = words[-1:] and (words[-1] in PEOPLE_NOUNS or words[-1].endswith("man"))
    return bool(human) or any(map(is_office, words))


def _office(text: str, start: int, role: str | None) -> str | None:
    """Return the words before a name if they are an office ("Secretary of State")."""
    before = _OF.search(text[max(0, start - 80) : start]) if role else None
    if before and is_office(re.split(r" (?:of|for)\b", before.group(1))[0].split()[-1]):
        return before.group(1) + (role or "")
    return office(role)


def _apposition(text: str, end: int) -> str | None:
    """Return the office in ", vice minister of commerce," right after a name."""
    match = _APPOSED.match(text, end, end + 140)
    if match is None:
        return None
    words = match.group(1).split()
    if plain(words[0]) in SPEECH or office(" ".join(words[:6])) is None:
        return None
    return re.sub(r"^(?:the|a|an) ", "", match.group(1)).strip()


def _apposed_before(text: str, start: int) -> str | None:
    """Return the office in "the ministry's spokeswoman, ", "the minister for industry, " before a name."""
    match = _LEADING.search(text[max(0, start - 80) : start])
    if match is None:
        return None
    words = match.group(1)
    nouns = {words.split()[-1], re.split(r" (?:of|for|at|in)\b", words)[0].split()[-1]}
    return words if COUNTERPART in nouns or any(map(is_office, nouns)) else None


def _lower_role(text: str, start: int) -> str | None:
    """Return what is told right before a name ("White House press secretary Karoline Leavitt")."""
    begun = run_in(text).intersection(range(start - 80, start + 1))
    match = _BEFORE.search(text[max(0, start - 80, *begun) : start])
    words = match.group().split() if match else []
    at = len(words)
    while at > 0 and not _bounds_role(words[at - 1]):
        at -= 1
    role = words[at:]
    if not role or role[-1][:1].isupper() or not (is_office(role[-1]) or _is_noun(role[-1])):
        return None
    # "The late Robert Moe": one word behind an article tells how he is, not what.
    told = is_office(role[-1]) or len(role) > 1 or not at or plain(words[at - 1]) != "the"
    return " ".join(role) if told else None


def _is_noun(word: str) -> bool:
    """ "Port captain Salma Idrissi": what stands in front of a name, and is no verb and no plural."""
    verb = word in SPEECH or word in FINITE or word.endswith(("ed", "ing", "ly"))
    return not verb and word.isalpha() and not word.endswith("s") and word not in TIMES


def _bounds_role(word: str) -> bool:
    low = word.lower()
    return (
        not any(c.isalpha() for c in word)
        or low in STATING | SHOWING
        or (low in FUNCTION_WORDS and low != "former")
        or low.endswith("ing")
    )
