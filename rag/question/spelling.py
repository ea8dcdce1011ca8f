"""A reader's slip of the pen, put right by the words that the index holds."""

from __future__ import annotations

import difflib

from index.library import Library
from index.text.words import stem


def spelled(term: str, library: Library) -> str:
    """Return the term as the index spells it, if only one slip lies between.

    Args:
        term: a word of the question, lower case.
        library: the index.
    """
    if len(term) < 5 or any(c.isdigit() for c in term) or library.knows_word(term):
        return term
    near = difflib.get_close_matches(stem(term), library.words_like(term), n=1, cutoff=0.86)
    return near[0] if near else term
