"""Names united into people step by step, unless the user or an article tells them apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from index.people.aliases import Aliases
from index.people.identity import (
    FILE,
    INITIAL,
    OFFICE,
    ORDER,
    SAME,
    SPELLING,
    SURNAME,
    Identity,
    Named,
)
from index.people.name_forms import Form, form_of
from index.text.names import CHINESE_SURNAMES, plain

_GUESSES = frozenset({ORDER, SPELLING, INITIAL})
# Of the articles that quote anybody of a surname, such a share, and so many, quote the one meant.
NEARLY, FEWEST = 0.9, 3


class Groups:
    """Names united step by step; a name is one node whatever the article."""

    def __init__(self, members: list[Named], aliases: Aliases) -> None:
        self.aliases = aliases
        self.members: dict[str, list[Named]] = defaultdict(list)
        for member in members:
            self.members[member.name].append(member)
        self.forms = {name: form_of(name) for name in self.members}
        self.articles = {
            name: frozenset(m.article_id for m in found) for name, found in self.members.items()
        }
        self._leader = {name: name for name in self.members}
        self._held = {name: [name] for name in self.members}
        self._rules: dict[str, str] = {}

    def of_kind(self, *kinds: str) -> Iterator[Form]:
        """Return the forms of those kinds, by name."""
        return (form for form in self.forms.values() if form.kind in kinds)

    def leader(self, name: str) -> str:
        """Return the name that stands for a group."""
        while self._leader[name] != name:
            self._leader[name] = name = self._leader[self._leader[name]]
        return name

    def unite(self, a: str, b: str, rule: str) -> None:
        """Join two groups unless the user or an article tells their names apart.

        Args:
            a: a name of the one group.
            b: a name of the other.
            rule: why they are one person; a guess joins nothing that one article tells apart.
        """
        first, second = self.leader(a), self.leader(b)
        if first == second or self._kept_apart(first, second, rule):
            return
        self._leader[second] = first
        self._held[first] += self._held.pop(second)
        for name in (a, b):
            self._rules.setdefault(name, rule)

    def _kept_apart(self, first: str, second: str, rule: str) -> bool:
        pairs = [(a, b) for a in self._held[first] for b in self._held[second]]
        if any(self.aliases.separate(a, b) for a, b in pairs):
            return True
        # Two people whom the user's file names are not one by a rule.
        said = {self._said(first), self._said(second)} - {None}
        if rule != FILE and len(said) > 1:
            return True
        return rule in _GUESSES and any(self.articles[a] & self.articles[b] for a, b in pairs)

    def _said(self, leader: str) -> str | None:
        said = {n for name in self._held[leader] if (n := self.aliases.name_of(name)) is not None}
        return min(said, default=None)

    def identities(self) -> list[Identity]:
        """Return the groups, each under its best name; a surname alone counts article by article."""
        members: dict[str, list[Named]] = defaultdict(list)
        rules: dict[str, dict[str, str]] = defaultdict(dict)
        short = self._meant_by_surname()
        for name, found in self.members.items():
            default = FILE if self.aliases.name_of(name) is not None else SAME
            own = self.leader(name), self._rules.get(name, default)
            for member in found:
                leader, rule = short.get(member, own)
                members[leader].append(member)
                rules[leader].setdefault(name, rule)
        identities = []
        for leader, found in members.items():
            best = self._best(leader, found)
            why = {form: rule for form, rule in rules[leader].items() if form != best}
            identities.append(Identity(name=best, members=tuple(found), rules=why))
        return sorted(identities, key=lambda identity: (identity.name, identity.members[0].name))

    def _meant_by_surname(self) -> dict[Named, tuple[str, str]]:
        """Return which group surnames alone mean, each in its article, and by which rule.

        Whoever of that surname the article quotes by a full name is not meant: there the surname
        alone was left because it is somebody else, or could be either.
        """
        leaders: dict[str, set[str]] = defaultdict(set)
        offices: dict[str, set[str]] = defaultdict(set)
        articles: dict[str, set[str]] = defaultdict(set)
        for form in self.of_kind("person"):
            leader = self.leader(form.name)
            articles[leader] |= self.articles[form.name]
            offices[leader] |= form.office.union(*(_words(m.role) for m in self.members[form.name]))
            for surname in form.surnames:
                leaders[surname].add(leader)
        found = {}
        for form in self.of_kind("short"):
            if self.aliases.name_of(form.name) is not None:
                continue
            holders = [
                leader
                for leader in sorted(leaders[form.words[0]])
                if not any(self.aliases.separate(form.name, n) for n in self._held[leader])
            ]
            foremost = _foremost({holder: articles[holder] for holder in holders})
            if form.words[0] in CHINESE_SURNAMES:
                foremost = None  # there are too many people of the name of Li for this rule
            for member in self.members[form.name]:
                if any(member.article_id in articles[holder] for holder in holders):
                    continue
                if office := form.office | _words(member.role):
                    fitting = [holder for holder in holders if office <= offices[holder]]
                    if len(fitting) == 1:
                        found[member] = fitting[0], OFFICE
                elif foremost:
                    found[member] = foremost, SURNAME
        return found

    def _best(self, leader: str, members: Iterable[Named]) -> str:
        said = self._said(leader)
        if said is not None:
            return said
        counts = Counter(member.name for member in members)
        if len(counts) == 1:
            return next(iter(counts))
        # A full name without the office in front, else what there is.
        full = [name for name in counts if self.forms[name].kind == "person"] or list(counts)
        bare = [name for name in full if not self.forms[name].office] or full
        return min(bare, key=lambda name: (-counts[name], -len(name), name))


def _foremost(articles: Mapping[str, Set[str]]) -> str | None:
    """Return whom nearly all of the articles quote that quote anybody of a surname."""
    if not articles:
        return None
    most = max(articles, key=lambda leader: (len(articles[leader]), leader))
    everywhere = set().union(*articles.values())
    return most if len(articles[most]) >= max(FEWEST, NEARLY * len(everywhere)) else None


def _words(role: str | None) -> frozenset[str]:
    return frozenset(plain(word) for word in (role or "").split())
