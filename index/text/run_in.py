"""Headings that have run into their paragraph: where a speaker with a capital begins a sentence of his own."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from index.text.lexicon import FUNCTION_WORDS, PEOPLE_NOUNS, SPEECH
from index.text.names import is_acting, is_office

_SMALL = re.compile(r"\b[a-z]{3,}\b")
_WITHIN = re.compile(r"(?<=[a-z] )[A-Z][a-z]{2,}\b")
_AFTER_HEADING = re.compile(
    r"\b(?P<before>[a-z][a-z’'-]*) (?P<opens>[A-Z][a-z]+) (?:(?P<noun>[a-z]+) )?"
    r"(?:[A-Z][\w’'.-]+ ){2,3}(?P<verb>[a-z]+)"
)


@lru_cache(maxsize=8)
def run_in(text: str) -> frozenset[int]:
    """Return where sentences begin in "… at a low Refinery head Jukka Salo", "… in short supply Grower Tim Roche".

    A capital that only a sentence's beginning explains: elsewhere the text writes the word small, or it is
    a noun for one who acts before a full name.
    """
    named = Counter(_WITHIN.findall(text))
    common = {word for word in _SMALL.findall(text) if named[word.capitalize()] < 2}
    found = (m for m in _AFTER_HEADING.finditer(text) if m["verb"] in SPEECH)
    return frozenset(
        m.start("opens")
        for m in found
        if m["before"] not in FUNCTION_WORDS | SPEECH.keys()
        and (
            m["noun"] in PEOPLE_NOUNS and m["opens"].lower() in common
            if m["noun"]
            else is_acting(m["opens"]) and not is_office(m["opens"])
        )
    )
