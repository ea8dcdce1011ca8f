"""Headings that have run into their paragraph: where a speaker with a capital begins a sentence of his own."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from index.text.lexicon import FUNCTION_WORDS, PEOPLE_NOUNS, SPEECH
from index.text.names import is_acting

_SMALL = re.compile(r"\b[a-z]{3,}\b")
_WITHIN = re.compile(r"(?<=[a-z] )[A-Z][a-z]{2,}\b")
_AFTER_HEADING = re.compile(
    r"\b(?P<before>[a-z][a-z’'-]*) (?P<opens>[A-Z][a-z]+) (?:(?P<noun>[a-z]+) (?=[A-Z])|(?=[A-Z][\w’'-]+ [A-Z]))"
)


@lru_cache(maxsize=8)
def run_in(text: str) -> frozenset[int]:
    """Return where sentences begin in "… at a low Refinery head Jukka Salo", "… in short supply Grower Tim Roche".

    A capital that only a sentence's beginning explains: elsewhere the text writes the word small, or it is
    a noun for one who acts before a full name.
    """
    named = Counter(_WITHIN.findall(text))
    common = {word for word in _SMALL.findall(text) if named[word.capitalize()] < 2}
    return frozenset(
        match.start("opens")
        for match in _AFTER_HEADING.finditer(text)
        if match["before"] not in FUNCTION_WORDS | SPEECH.keys()
        and (
            match["noun"] in PEOPLE_NOUNS and match["opens"].lower() in common
            if match["noun"]
            else is_acting(match["opens"])
        )
    )
