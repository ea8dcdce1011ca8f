"""A short question put in the place of its like in the one before: "And Merz?", "In 2023?"."""

from __future__ import annotations

import re

from index.text.calendar_words import MONTH_PATTERN
from index.text.lexicon import AUXILIARIES, PREPOSITIONS, TIMES
from index.text.names import is_person_name
from index.text.places import places
from index.text.time_expressions import periods
from index.text.words import NUMBER_WORDS, content_words, names, tokens
from rag.question.asked_speaker import subject

_ANOTHER = re.compile(
    r"^\W*(?:(?:and|but|so|or|what about|how about|what of)\b\W*)+", re.IGNORECASE
)
_POINTS = re.compile(r"\b(?:it|its|they|them|their|theirs|this|that|these|those)\b", re.IGNORECASE)
_QUESTION_WORDS = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:by|for|to|since|until|from|in|on|at|with) )?"
    r"(?:how (?:many|much|long|often|far|high|low|big|large|old|\w+ly)|what|when|why|where|who|whom|how)\b",
    re.IGNORECASE,
)
# "the year before", "last month": words of time and what goes with them, no thing that is asked about.
_BESIDE_TIMES = frozenset(
    "the a before after earlier later last next previous same that in".split()
)
_YEARS_ON = re.compile(r"(?P<many>\w+) years? (?P<way>later|after|earlier|before)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(rf"\b{MONTH_PATTERN}\b", re.IGNORECASE)

# "When?", "And since when?" put in the place of what a question with a helping verb began with.
_ONLY_ASKS = re.compile(
    r"\W*(?:(?:and|but|so)\W+)?(?P<word>(?:(?:since|until|till|by|from) )?when|why|where|for how long)\W*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"^\W*(?:(?:and|but|so)\W+)?(?:(?:what|whom?|where|when|why|how(?: \w+)?)\s+)?"
    rf"(?P<aux>{'|'.join(sorted(AUXILIARIES))})\b(?P<rest>.*)$",
    re.IGNORECASE,
)


def in_its_place(question: str, asked: str) -> str | None:
    """Return the question before with what the new one names in the place of its like; None: in no place.

    Args:
        question: the new one, such as "And in 2023?".
        asked: the question before, standing alone.
    """
    only, before = _ONLY_ASKS.fullmatch(question), _ASKED.match(asked)
    if only and before:
        return f"{only['word']} {before['aux'].lower()}{before['rest']}"
    rest = _ANOTHER.sub("", question).strip(" ?!.")
    if not rest or any(word in AUXILIARIES for word in tokens(rest)):
        return None
    if _POINTS.search(rest) or _QUESTION_WORDS.match(rest):
        return None
    if (shifted := _years_on(rest, asked)) is not None:
        return shifted
    named = periods(rest)
    if named and not content_words(rest.replace(named[0].words, "")):
        return _at_another_time(rest, asked)
    if set(tokens(rest)) & TIMES and set(tokens(rest)) <= TIMES | _BESIDE_TIMES:
        month, months = _MONTH.search(rest), list(_MONTH.finditer(asked))
        if month and months:
            return f"{asked[: months[-1].start()]}{month.group()}{asked[months[-1].end() :]}"
        return f"{asked.rstrip(' ?')} {rest}?"
    if rest == question.strip(" ?!."):
        return None
    return _about_another(rest, asked) or _of_another(rest, asked)


def _years_on(rest: str, asked: str) -> str | None:
    """ "And two years later?" after "How much did X ship in 2011?": the year that is meant."""
    step, years = _YEARS_ON.fullmatch(rest), list(_YEAR.finditer(asked))
    if step is None or not years:
        return None
    many = int(NUMBER_WORDS.get(step["many"].lower(), 1))
    year = int(years[-1].group()) + (many if step["way"].lower() in {"later", "after"} else -many)
    return f"{asked[: years[-1].start()]}{year}{asked[years[-1].end() :]}"


def _at_another_time(rest: str, asked: str) -> str:
    before = periods(asked)
    if not before:
        return f"{asked.rstrip(' ?')} {rest}?"
    old, new = before[-1], periods(rest)[0].words
    return f"{asked[: old.place]}{new}{asked[old.place + len(old.words) :]}"


def _about_another(rest: str, asked: str) -> str | None:
    """ "And about wheat?" after "What did Li say about chips?"."""
    word = tokens(rest)[0]
    if word not in PREPOSITIONS:
        return None
    places = list(re.finditer(rf"\b{word}\b", asked, re.IGNORECASE))
    if not places:
        return f"{asked.rstrip(' ?')} {rest}?"
    return f"{asked[: places[-1].start()]}{rest}?"


def _of_another(rest: str, asked: str) -> str | None:
    """ "And Merz?" after "What did Scholz say?"; None where it is not clear whom he replaces."""
    own = names(rest)
    if not own:
        return None
    if (speaking := subject(asked)) is not None:
        return asked.replace(speaking, rest, 1)
    there = [name for name in names(asked) if name.split()[0].lower() not in TIMES]
    like = [name for name in there if _kind(name) == _kind(own[0])]
    return asked.replace(like[0], rest, 1) if len(like) == 1 else None


def _kind(name: str) -> tuple[bool, bool]:
    """Return what a name must share with one in whose place it is put."""
    return is_person_name(name), bool(places(name))
