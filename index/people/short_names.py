"""Whom a surname alone means, article by article: one person here, it may be another there."""

from __future__ import annotations

from collections import defaultdict

from index.people.groups import Groups
from index.people.identity import OFFICE, SURNAME, Named
from index.people.name_forms import Form
from index.text.names import CHINESE_SURNAMES, plain

# Of the articles that quote anybody of a surname, such a share, and so many, quote the one meant.
NEARLY, FEWEST = 0.9, 3


def meant_by_surname(groups: Groups) -> dict[Named, tuple[str, str]]:
    """Return whom surnames alone mean, each in its article, and by which rule."""
    people = _People(groups)
    found = {}
    for form in groups.of_kind("short"):
        if groups.ruled(form.name):
            continue
        for member in groups.members[form.name]:
            meant = people.meant(form, member)
            if meant is not None:
                found[member] = meant
    return found


class _People:
    """The people of the groups, found by surname."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        self._offices: dict[str, set[str]] = defaultdict(set)
        self._articles: dict[str, set[str]] = defaultdict(set)
        for form in groups.of_kind("person"):
            leader = groups.leader(form.name)
            self._articles[leader] |= groups.articles[form.name]
            self._offices[leader] |= form.office
            for member in groups.members[form.name]:
                self._offices[leader] |= _words(member.role)
            for surname in form.surnames:
                self._by_surname[surname].add(leader)

    def meant(self, form: Form, member: Named) -> tuple[str, str] | None:
        """Return the one person whom a surname alone means in an article.

        Whoever of that surname the article quotes by his full name is not meant: there the
        surname alone was left because it is somebody else, or could be either.
        """
        surname = form.words[0]
        holders = [
            leader
            for leader in sorted(self._by_surname.get(surname, ()))
            if not any(
                self._groups.aliases.separate(form.name, n) for n in self._groups.held(leader)
            )
        ]
        if any(member.article_id in self._articles[leader] for leader in holders):
            return None
        office = form.office | _words(member.role)
        if office:
            fitting = [leader for leader in holders if office <= self._offices[leader]]
            return (fitting[0], OFFICE) if len(fitting) == 1 else None
        return self._foremost(surname, holders)

    def _foremost(self, surname: str, holders: list[str]) -> tuple[str, str] | None:
        """There are too many people of the name of Li for this rule."""
        if not holders or surname in CHINESE_SURNAMES:
            return None
        most = max(holders, key=lambda leader: (len(self._articles[leader]), leader))
        everywhere = frozenset[str]().union(*(self._articles[leader] for leader in holders))
        enough = len(self._articles[most]) >= max(FEWEST, NEARLY * len(everywhere))
        return (most, SURNAME) if enough else None


def _words(role: str | None) -> frozenset[str]:
    return frozenset(plain(word) for word in (role or "").split())
