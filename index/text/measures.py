"""What a figure measures: a share, money, or a count; and which of them a question wants."""

from __future__ import annotations

import re
from typing import Literal

from index.text.word_lists import pattern, word_lists
from index.text.words import counts, figures

Measure = Literal["share", "money", "count"]


def _form(key: str) -> re.Pattern[str]:
    return re.compile(pattern("measures", word_lists("measures")[key]), re.IGNORECASE)


_SHARE_WANTED, _MONEY_WANTED = _form("share_wanted"), _form("money_wanted")
_COUNT_WANTED, _CHANGE = _form("count_wanted"), _form("change")
_MONEY, _SHARE, _SHARE_IN_WORDS = _form("money"), _form("share"), _form("share_in_words")
_PER_UNIT = _form("per_unit")


def measure_wanted(clause: str) -> Measure | None:
    """Return what the figure that a clause of a question asks for must measure; None if it may be any."""
    if _COUNT_WANTED.search(clause):
        return "count"
    if _CHANGE.search(clause):
        return None
    if _SHARE_WANTED.search(clause):
        return "share"
    return "money" if _MONEY_WANTED.search(clause) else None


def figures_of(measure: Measure | None, text: str) -> frozenset[str]:
    """Return the figures of a text that measure what is wanted; all but dates where any would do.

    Args:
        measure: what is wanted: money, a count or a share; None for any.
        text: a sentence.
    """
    if measure is None:
        return counts(text)
    if measure == "money":
        return frozenset().union(*(figures(match.group()) for match in _MONEY.finditer(text)))
    if measure == "count":
        return counts(_MONEY.sub(" ", _SHARE.sub(" ", text)))
    shares = [*_SHARE.finditer(text), *_PER_UNIT.finditer(text)]
    in_words = {match.group().lower() for match in _SHARE_IN_WORDS.finditer(text)}
    return frozenset(in_words).union(*(figures(match.group()) for match in shares))
