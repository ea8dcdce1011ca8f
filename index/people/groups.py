"""Names united into people step by step, unless the user or an article tells them apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from index.people.aliases import Aliases
from index.people.identity import FILE, INITIAL, ORDER, SAME, SPELLING, Identity, Named
from index.people.name_forms import Form, form_of

_GUESSES = frozenset({ORDER, SPELLING, INITIAL})


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

    def held(self, leader: str) -> list[str]:
        """Return the names of a group."""
        return self._held[leader]

    def ruled(self, name: str) -> bool:
        """Tell whether the user's file speaks of a name."""
        return self.aliases.name_of(name) is not None

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
        if rule != FILE and self._ruled_apart(first, second):
            return True
        return rule in _GUESSES and any(self.articles[a] & self.articles[b] for a, b in pairs)

    def _ruled_apart(self, first: str, second: str) -> bool:
        """Two people whom the user's file names are not one by a rule."""
        one, two = self._said(first), self._said(second)
        return one is not None and two is not None and one != two

    def _said(self, leader: str) -> str | None:
        said = {n for name in self._held[leader] if (n := self.aliases.name_of(name)) is not None}
        return min(said, default=None)

    def identities(self, short: Mapping[Named, tuple[str, str]]) -> list[Identity]:
        """Return the groups, each under its best name.

        Args:
            short: for surnames alone, in their article: the group they mean and the rule.
        """
        members: dict[str, list[Named]] = defaultdict(list)
        rules: dict[str, dict[str, str]] = defaultdict(dict)
        for name, found in self.members.items():
            for member in found:
                leader, rule = short.get(member) or (self.leader(name), self._rule(name))
                members[leader].append(member)
                rules[leader].setdefault(name, rule)
        identities = []
        for leader, found in members.items():
            best = self._best(leader, found)
            why = {form: rule for form, rule in rules[leader].items() if form != best}
            identities.append(Identity(name=best, members=tuple(found), rules=why))
        return sorted(identities, key=lambda identity: (identity.name, identity.members[0].name))

    def _rule(self, name: str) -> str:
        return self._rules.get(name, FILE if self.ruled(name) else SAME)

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
