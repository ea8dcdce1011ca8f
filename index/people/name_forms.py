"""A speaker's name taken apart once: a person, a surname alone, an institution, or nobody's name.

The rules that join names across articles look at these parts only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.text.names import (
    is_office,
    is_person_name,
    is_title,
    name_words,
    plain,
    split_role,
    surnames,
    without_owner,
)

Kind = Literal["person", "short", "institution", "other"]
_SMALL = frozenset({"the", "of", "for"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A name as articles give it.

    Attributes:
        kind: "person" has a full name, "short" a surname alone, with or without an office.
        words: of the name, in one form, in order; without office and title if it is a person's.
        office: the words of the office that the name itself holds.
    """

    name: str
    kind: Kind
    words: tuple[str, ...]
    office: frozenset[str] = frozenset()

    @property
    def surnames(self) -> set[str]:
        """Return what a person may be called by alone."""
        return surnames(tuple(w for w in self.words if w not in _SUFFIXES))

    @property
    def generation(self) -> frozenset[str]:
        """Return "jr" and the like: it makes the name somebody else's."""
        return _SUFFIXES & set(self.words)


def form_of(name: str) -> Form:
    """Take a name apart."""
    role, bare = split_role(name) if name[:1].isupper() else (None, "")
    before = name.removesuffix(bare).split() if bare else []
    if not bare or not name.endswith(bare) or (before and not _is_office_of(before)):
        return _institution(name)
    office = frozenset(plain(word) for word in (role or "").split())
    words = name_words(bare)
    if is_person_name(bare) and len(words) > 1:
        return Form(name=name, kind="person", words=words, office=office)
    if len(words) == 1 and len(bare.split()) == 1 and bare.istitle():
        return Form(name=name, kind="short", words=words, office=office)
    return _institution(name)


def _is_office_of(before: list[str]) -> bool:
    """ "Budget Director" is the office of who is named next, "A spokesman for Governor" is not."""
    last = before[-1]
    about = before[0].lower() in {"a", "an"} or "for" in before
    return not about and (is_office(last) or is_title(last))


def _institution(name: str) -> Form:
    """An institution begins with a capital and is nobody who speaks for it."""
    words = tuple(plain(without_owner(word)).strip(".,") for word in name.split())
    kept = tuple(word for word in words if word and word not in _SMALL)
    named = name[:1].isupper() and len(kept) > 1 and not any(is_office(w) for w in name.split())
    return Form(name=name, kind="institution" if named else "other", words=kept)
