"""The same person across articles, with the rule that says so.

Names are joined by rules in a fixed order, each with a name that a reader can check; a user's
file is above them all. What one article tells apart stays apart: two full names in one article
are never joined by a rule that guesses (initials, transliteration).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.aliases import NO_ALIASES, Aliases, name_key
from index.names import is_person_name, name_words, plain
from index.spelling import spellings


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A speaker as one article names him."""

    article_id: str
    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One person over all articles.

    Attributes:
        name: how he is called most often by a full name, or as the user's file says.
        members: every (article, form) that means him.
        rules: for each form but the name itself, why it was joined.
    """

    name: str
    members: tuple[Named, ...]
    rules: Mapping[str, str]


def join(named: Iterable[Named], aliases: Aliases = NO_ALIASES) -> list[Identity]:
    """Return the people behind names of many articles; the order of the input does not matter."""
    members = sorted(set(named), key=lambda n: (n.name, n.article_id, n.role or ""))
    groups = _Groups(members, aliases)
    for find in (_by_file, _by_words, _by_spelling, _by_middle_name, _by_initial, _by_office):
        for a, b, rule in find(groups):
            groups.unite(a, b, rule)
    return groups.identities()


class _Groups:
    """Names (not members) united step by step; a name is one node whatever the article."""

    def __init__(self, members: Sequence[Named], aliases: Aliases) -> None:
        self.aliases = aliases
        self.members: dict[str, list[Named]] = {}
        for member in members:
            self.members.setdefault(member.name, []).append(member)
        self.names = sorted(self.members)
        self._leader = {name: name for name in self.names}
        self._rules: dict[str, str] = {}
        self._held = {name: {name} for name in self.names}

    def leader(self, name: str) -> str:
        """Return the name that stands for a group."""
        while self._leader[name] != name:
            self._leader[name] = self._leader[self._leader[name]]
            name = self._leader[name]
        return name

    def unite(self, a: str, b: str, rule: str) -> None:
        """Join two groups unless the user or an article tells their names apart."""
        first, second = self.leader(a), self.leader(b)
        if first == second or self._kept_apart(first, second, rule):
            return
        self._leader[second] = first
        self._held[first] |= self._held.pop(second)
        for name in (a, b):
            self._rules.setdefault(name, rule)

    def _kept_apart(self, first: str, second: str, rule: str) -> bool:
        pairs = [(a, b) for a in self._held[first] for b in self._held[second]]
        if any(self.aliases.separate(a, b) for a, b in pairs):
            return True
        return rule in _GUESSES and any(self._meet(a, b) for a, b in pairs)

    def _meet(self, a: str, b: str) -> bool:
        """Tell whether one article names both in full: then they are two people."""
        if not (is_person_name(a) and is_person_name(b)):
            return False
        articles = {member.article_id for member in self.members[a]}
        return any(member.article_id in articles for member in self.members[b])

    def identities(self) -> list[Identity]:
        """Return the groups, each under its best name."""
        found = []
        for held in self._held.values():
            members = tuple(m for name in sorted(held) for m in self.members[name])
            name = self._best(members)
            rules = {form: self._rules.get(form, SAME) for form in sorted(held) if form != name}
            found.append(Identity(name=name, members=members, rules=rules))
        return sorted(found, key=lambda identity: identity.name)

    def _best(self, members: Sequence[Named]) -> str:
        said = sorted({n for m in members if (n := self.aliases.name_of(m.name)) is not None})
        if said:
            return said[0]
        counts = Counter(member.name for member in members)
        full = [name for name in counts if is_person_name(name)] or list(counts)
        return min(full, key=lambda name: (-counts[name], -len(name), name))


SAME = "same name"
_FILE = "alias file"
_WORDS = "same words in another order, without titles and accents"
_SPELLING = "another transliteration"
_MIDDLE = "a middle name or initial more"
_INITIAL = "initial for a given name"
_OFFICE = "surname and office"
_GUESSES = frozenset({_SPELLING, _INITIAL, _OFFICE})
Links = Iterable[tuple[str, str, str]]


def _by_file(groups: _Groups) -> Links:
    found: dict[str, str] = {}
    for name in groups.names:
        said = groups.aliases.name_of(name)
        if said is not None:
            yield found.setdefault(name_key(said), name), name, _FILE


def _alike(groups: _Groups, keys: Mapping[str, object], rule: str) -> Links:
    first: dict[object, str] = {}
    for name, key in keys.items():
        if key:
            yield first.setdefault(key, name), name, rule


def _by_words(groups: _Groups) -> Links:
    """A surname alone joins nobody: there are too many people of the name of Li."""
    words = {name: tuple(sorted(name_words(name))) for name in groups.names}
    return _alike(groups, {n: key for n, key in words.items() if len(key) > 1}, _WORDS)


def _by_spelling(groups: _Groups) -> Links:
    people = [name for name in groups.names if is_person_name(name)]
    return _alike(groups, {name: spellings(name_words(name)) for name in people}, _SPELLING)


def _by_middle_name(groups: _Groups) -> Links:
    """ "Donald J. Trump" and "Donald Trump": first and last word agree."""
    people = [name for name in groups.names if is_person_name(name)]
    ends = {name: (words[0], words[-1]) for name in people if len(words := name_words(name)) > 1}
    short: dict[object, str] = {}
    for name, key in ends.items():
        if len(name_words(name)) == 2:
            short.setdefault(key, name)
    for name, key in ends.items():
        if key in short and not set(name_words(name)) & {"jr", "sr"}:
            yield short[key], name, _MIDDLE


def _by_initial(groups: _Groups) -> Links:
    """ "J. Powell": the one person of that surname whose given name begins so."""
    full: dict[tuple[str, str], set[str]] = {}
    for name in groups.names:
        words = name_words(name)
        if is_person_name(name) and len(words[0]) > 1:
            full.setdefault((words[0][0], words[-1]), set()).add(groups.leader(name))
    for name in groups.names:
        words = name_words(name)
        if len(words) >= 2 and len(words[0]) == 1:
            fitting = full.get((words[0], words[-1]), set())
            if len(fitting) == 1:
                yield next(iter(fitting)), name, _INITIAL


def _by_office(groups: _Groups) -> Links:
    """ "Vice Minister Li": the one person of that surname who holds that office anywhere."""
    full: dict[str, set[str]] = {}
    offices: dict[str, set[str]] = {}
    for name in groups.names:
        words = name_words(name)
        roles = {plain(w) for m in groups.members[name] for w in (m.role or "").split()}
        offices[name] = roles | {plain(w) for w in name.split()}
        if is_person_name(name):
            for surname in {words[0], words[-1]}:
                full.setdefault(surname, set()).add(name)
    for name in groups.names:
        words = name_words(name)
        if len(words) != 1:
            continue
        asked = {plain(w) for w in name.split()} - {words[0]}
        asked |= {plain(w) for m in groups.members[name] for w in (m.role or "").split()}
        fitting = {
            groups.leader(f) for f in full.get(words[0], ()) if asked and asked <= offices[f]
        }
        if len(fitting) == 1:
            yield next(iter(fitting)), name, _OFFICE
