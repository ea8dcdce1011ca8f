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
from rag.question.follow_up.pronouns import THING
from rag.question.follow_up.topic import phrases

ANOTHER = re.compile(r"^\W*(?:(?:and|but|so|or|what about|how about|what of)\b\W*)+", re.IGNORECASE)
_QUESTION_WORDS = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:by|for|to|since|until|from|in|on|at|with) )?"
    r"(?:how (?:many|much|long|often|far|high|low|big|large|old|\w+ly)|what|when|why|where|who|whom|how)\b",
    re.IGNORECASE,
)
# "the year before", "last month": words of time and what goes with them, no thing that is asked about.
_BESIDE_TIMES = frozenset(
    "the a before after earlier later last next previous same that in".split()
)
_LATER = re.compile(r"(?P<many>\w+) years? (?P<way>later|after|earlier|before)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(rf"\b{MONTH_PATTERN}\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"^\W*(?:and )?how many\W*$", re.IGNORECASE)
_WHICH = re.compile(r"^\W*(?:which|what) (?=\w+s\b(?!['’]))", re.IGNORECASE)


def words_of(asked: str, question: str) -> str:
    """Return what a question asks about, in its own words, without those that are there already.

    Args:
        asked: the question before.
        question: the new one, whose own words are left out.
    """
    there = set(content_words(question))
    rest = re.sub(r"[()]", " ", _QUESTION_WORDS.sub("", asked))
    words = [word.strip(".,?!") for word in rest.split()]
    return " ".join(word for word in words if set(content_words(word)) - there)


def in_its_place(question: str, asked: str) -> str | None:
    """Return the question before with what the new one names in the place of its like.

    Args:
        question: the new one, such as "And in 2023?".
        asked: the question before.
    """
    if _HOW_MANY.match(question) and (kind := _WHICH.match(asked)):
        return f"How many {asked[kind.end() :]}"
    rest = ANOTHER.sub("", question).strip(" ?!.")
    if not rest or any(word in AUXILIARIES for word in tokens(rest)) or THING.search(rest):
        return None
    if _QUESTION_WORDS.match(rest):
        return None
    if (shifted := _years_on(rest, asked)) is not None:
        return shifted
    named = periods(rest)
    if named and not content_words(rest.replace(named[0].words, "")):
        return _at_another_time(rest, asked)
    if set(tokens(rest)) & TIMES and set(tokens(rest)) <= TIMES | _BESIDE_TIMES:
        month, before = _MONTH.search(rest), list(_MONTH.finditer(asked))
        if month and before:
            return f"{asked[: before[-1].start()]}{month.group()}{asked[before[-1].end() :]}"
        return f"{asked.rstrip(' ?')} {rest}?"
    if rest == question.strip(" ?!."):
        return None
    return _about_another(rest, asked) or _of_another(rest, asked)


def _years_on(rest: str, asked: str) -> str | None:
    """ "And two years later?" after "How much did X ship in 2011?": the year that is meant."""
    step, years = _LATER.fullmatch(rest), list(_YEAR.finditer(asked))
    if step is None or not years:
        return None
    many = int(NUMBER_WORDS.get(step["many"].lower(), 1))
    year = int(years[-1].group()) + (many if step["way"].lower() in {"later", "after"} else -many)
    return f"{asked[: years[-1].start()]}{year}{asked[years[-1].end() :]}"


def _at_another_time(rest: str, asked: str) -> str:
    before = periods(asked)
    if not before:
        return f"{asked.rstrip(' ?')} {rest}?"
    old = before[-1]
    new = periods(rest)[0].words
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
    speaking = subject(asked)
    own = names(rest)
    if not own:
        return _last_phrase(rest, asked)
    if speaking is not None:
        return asked.replace(speaking, rest, 1)
    there = [name for name in names(asked) if name.split()[0].lower() not in TIMES]
    like = [name for name in there if _kind(name) == _kind(own[0])]
    if len(like) == 1:
        return asked.replace(like[0], rest, 1)
    words = {word for name in like or there for word in name.split()}
    kept = [w for w in words_of(asked, rest).split() if re.sub(r"['’]s?$", "", w) not in words]
    return f"{rest}? ({' '.join(kept)})"


def _kind(name: str) -> tuple[bool, bool]:
    """Return what a name must share with one in whose place it is put."""
    return is_person_name(name), bool(places(name))


def _last_phrase(rest: str, asked: str) -> str | None:
    """ "And almonds?" after "How high is the duty on walnuts?": in the place of what ends it."""
    last, ending, when = phrases(asked)[-1:], asked.rstrip(" ?.!"), periods(asked)[-1:]
    if not phrases(rest) or len(phrases(asked)) < 2:
        return None
    if last and ending.endswith(last[0].text) and not names(last[0].text):
        return f"{asked[: asked.rindex(last[0].text)]}{re.sub(r'^(?:the|an?) ', '', rest)}?"
    if any(ending.endswith(words) for words in (*(p.words for p in when), *(p.text for p in last))):
        return f"{rest}? ({words_of(asked, rest)})"
    return None
