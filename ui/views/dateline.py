"""Where a sentence begins behind its dateline: "BEIJING, Sept. 24 (Xinhua) -- ". Pure."""

from __future__ import annotations

import re

_PLACE = r"[A-Z][A-Z.’'/-]+(?:[ ,]+[A-Z][A-Z.’'/-]+){0,3}"
_DAY = r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DAY},? ?\([^()]{{2,40}}\)|{_PLACE}{_DAY}|\([A-Z][A-Za-z ]{{1,30}}\))"
    r" ?(?:--|[-–—]) +(?=\S)"
)


def behind_dateline(sentence: str) -> int:
    """Return how many characters the dateline takes up; 0 where there is none."""
    match = _DATELINE.match(sentence)
    return match.end() if match else 0
