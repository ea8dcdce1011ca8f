"""Whom of an article's people a mention means: a full name, a surname, an office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from index.people.in_article import COUNTERPART, MOST_ALIKE, Person
from index.text.names import is_office, name_words, plain, same_person

# An office has its noun before these ("author of the report").
_OF = re.compile(r" (?:of|for|at|in|to|from)\b")


class People:
    """The people of an article, found by any form of their names.

    A surname that several share means none of them, unless they are forms of one name.
    """

    def __init__(self, known: Sequence[Person]) -> None:
        self.known = tuple(known)
        self._by_name = {person.name: person for person in known}
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        for person in known:
            for word in name_words(person.name):
                under = self._by_word[word]
                if len(under) < MOST_ALIKE and person not in under:
                    under.append(person)
        self._alike: dict[str, tuple[Person, ...]] = {}

    def meant(
        self, mention: str, *, before: int | None = None, gender: str | None = None
    ) -> Person | None:
        """Return the one person a mention means; None if none or several.

        Args:
            mention: a name as written.
            before: where the mention stands; of several people, who is named for the first
                time later on is not meant.
            gender: what the words around the mention say ("Mrs. Clinton").
        """
        alike = self.alike(mention)
        one = _fullest(alike)
        if one is not None or len(alike) < 2:
            return one
        if gender is not None:
            alike = tuple(p for p in alike if p.gender in {gender, None})
        if before is not None and len(alike) > 1:
            alike = tuple(p for p in alike if p.at < before)
        return _fullest(alike)

    def holder(self, office: str, *, before: int) -> Person | None:
        """Return the one person named before who holds an office ("the vice minister").

        Args:
            office: as written; each of its words must be in the role.
            before: where the mention stands; nobody who is named only later is meant.
        """
        wanted = {plain(word) for word in office.split()}
        noun = office.split()[-1]
        holders = [
            p
            for p in self.known
            if p.role
            and p.at < before
            and (is_office(noun) or _OF.split(p.role)[0].endswith(noun))
            and wanted <= _held(p.role, wanted)
        ]
        return holders[0] if len(holders) == 1 else None

    def alike(self, mention: str) -> tuple[Person, ...]:
        """Return everybody whom a mention may mean by its words."""
        if mention not in self._alike:
            self._alike[mention] = self._found(mention)
        return self._alike[mention]

    def _found(self, mention: str) -> tuple[Person, ...]:
        if mention in self._by_name:
            return (self._by_name[mention],)
        words = name_words(mention)
        sharing = {p.name: p for word in words for p in self._by_word.get(word, ())}
        alike = tuple(p for p in sharing.values() if same_person(mention, p.name))
        if len(words) != 1:
            return alike
        # Many are called by a given name, or the first of two surnames ("Munir" is Munir Majid).
        others = tuple(p for p in sharing.values() if p not in alike)
        # Ortiz Lozano is Ortiz here: Lozano is whoever else has the name.
        theirs = {word for person in others for word in person.name.split()}
        kept = tuple(p for p in alike if not p.called - {mention} - theirs)
        return (kept if others else alike) or others


def _held(role: str, wanted: Collection[str]) -> set[str]:
    """Return the words of an office; a minister's counterpart is a minister."""
    words = {plain(word) for word in role.split()}
    return words | {w for w in wanted if is_office(w)} if COUNTERPART in words else words


def _fullest(meant: Sequence[Person]) -> Person | None:
    """Several forms of one name ("Donald Trump", "Donald J. Trump") are one person."""
    if not meant:
        return None
    ordered = sorted(meant, key=lambda p: len(name_words(p.name)))
    smallest = set(name_words(ordered[0].name))
    same = all(smallest <= set(name_words(p.name)) for p in ordered)
    return ordered[0] if same else None
