"""Who is who over all articles: a speaker as one article names him, and one person over them all.

With the reasons, as a reader is told them, why two names were taken for one person's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FILE = "alias file"
SAME = "same name but for office, title, accents, capitals"
ORDER = "same words in another order"
SPELLING = "another transliteration"
MIDDLE = "a middle name or initial more"
INITIAL = "initial for a given name"
OFFICE = "surname and office"
SURNAME = "surname of nearly everybody quoted by it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A speaker as one article names him."""

    article_id: str
    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One person, or institution, over all articles.

    Attributes:
        name: the full name used most often, or as the user's file says.
        members: every (article, form) that means him.
        rules: for each form but the name itself, why it was joined.
    """

    name: str
    members: tuple[Named, ...]
    rules: Mapping[str, str]
