"""Man or woman, as far as a title, an office or a given name tells."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from index.text.names import FEMALE, MALE, name_words, plain, surnames, without_owner

Gender = Literal["m", "f"]
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Madam|Sir)\b\.? (?:[A-Z][\w’'-]+ )?([A-Z][\w’'-]+)")
_FEMALE_ROLE = re.compile(r"woman\b|\bactress|\bqueen\b|\bprincess\b|\bmother\b|first lady|\bwidow")
_MALE_ROLE = re.compile(
    r"(?<!wo)man\b|\bking\b|\bprince\b|\bpope\b|\bfather\b|\bpriest\b|\bpastor\b"
)


def titles_in(text: str) -> dict[str, Counter[str]]:
    """Return how often each surname stands after a man's and a woman's title."""
    found: dict[str, Counter[str]] = {}
    for match in _TITLED.finditer(text):
        gender = "m" if match.group(1) in {"Mr", "Sir"} else "f"
        found.setdefault(plain(without_owner(match.group(2))), Counter())[gender] += 1
    return found


def gender_of(name: str, role: str | None, titles: dict[str, Counter[str]]) -> Gender | None:
    """Return what a person's office, given name or title tells, in this order; None if nothing does.

    Args:
        name: of a person, as written.
        role: the person's office, if one is given.
        titles: as from ``titles_in``.
    """
    low = plain(role or "")
    if _FEMALE_ROLE.search(low):
        return "f"
    given = plain(name.split()[0])
    if given in MALE:
        return "m"
    if given in FEMALE:
        return "f"
    for surname in surnames(name_words(name) or (name,)):
        counts = titles.get(surname)
        if counts and len(counts) == 1:
            return "m" if "m" in counts else "f"
    return "m" if _MALE_ROLE.search(low) else None
