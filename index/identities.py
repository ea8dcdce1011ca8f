"""The same person across articles, with the rule that says so.

Names are joined by rules in a fixed order, each with a name that a reader can check; a user's
file is above them all. What one article tells apart stays apart: two names in one article are
never joined by a rule that guesses. A surname alone is looked at article by article: it may
mean one person here and another there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.aliases import NO_ALIASES, Aliases, name_key
from index.forms import Form, form_of
from index.names import CHINESE_SURNAMES, GIVEN, plain
from index.spelling import spelling, spellings

FILE = "alias file"
SAME = "same name but for office, title, accents, capitals"
ORDER = "same words in another order"
SPELLING = "another transliteration"
MIDDLE = "a middle name or initial more"
INITIAL = "initial for a given name"
OFFICE = "surname and office"
SURNAME = "surname of nearly everybody quoted by it"
_GUESSES = frozenset({ORDER, SPELLING, INITIAL})
# Of the articles that quote anybody of a surname, such a share, and so many, quote the one meant.
NEARLY, FEWEST = 0.9, 3
_MINISTRIES = frozenset({"ministry", "department"})
_BOTH_ENDS = (GIVEN, CHINESE_SURNAMES)


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


def join(named: Iterable[Named], aliases: Aliases = NO_ALIASES) -> list[Identity]:
    """Return the people behind names of many articles; the order of the input does not matter."""
    members = sorted(set(named), key=lambda n: (n.name, n.article_id, n.role or ""))
    groups = _Groups(members, aliases)
    for rule, find in _RULES:
        for a, b in find(groups):
            groups.unite(a, b, rule)
    return groups.identities(_short(groups))


class _Groups:
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
        """Join two groups unless the user or an article tells their names apart."""
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
        if rule != FILE and self.ruled_apart(first, second):
            return True
        return rule in _GUESSES and any(self.articles[a] & self.articles[b] for a, b in pairs)

    def ruled_apart(self, first: str, second: str) -> bool:
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


Pairs = Iterable[tuple[str, str]]


def _alike(keys: Iterable[tuple[str, object]]) -> Pairs:
    first: dict[object, str] = {}
    for name, key in keys:
        yield first.setdefault(key, name), name


def _by_file(groups: _Groups) -> Pairs:
    said = ((name, groups.aliases.name_of(name)) for name in groups.members)
    return _alike((name, name_key(one)) for name, one in said if one is not None)


def _by_words(groups: _Groups) -> Pairs:
    forms = groups.of_kind("person", "institution")
    return _alike((form.name, (form.kind, form.words)) for form in forms)


def _by_order(groups: _Groups) -> Pairs:
    """ "Chenggang Li", "Commerce Ministry"; but James Thomas is not Thomas James."""
    turning = [form for form in groups.of_kind("person", "institution") if _may_turn(form)]
    return _alike((form.name, (form.kind, tuple(sorted(form.words)))) for form in turning)


def _may_turn(form: Form) -> bool:
    if form.kind == "institution":
        return bool(_MINISTRIES & set(form.words))
    ends = (form.words[0], form.words[-1])
    return len(form.words) == 2 and not any(names.issuperset(ends) for names in _BOTH_ENDS)


def _by_spelling(groups: _Groups) -> Pairs:
    return _alike((form.name, _spelled(form)) for form in groups.of_kind("person"))


def _spelled(form: Form) -> tuple[tuple[str, ...], str]:
    """Return the keys of the words, with the first one's where the order counts."""
    return spellings(form.words), "" if _may_turn(form) else spelling(form.words[0])


def _by_middle_name(groups: _Groups) -> Pairs:
    """ "Donald J. Trump" and "Donald Trump", unless another "Donald" of that surname is quoted."""
    ends: dict[object, list[Form]] = defaultdict(list)
    for form in groups.of_kind("person"):
        if not form.generation and len(form.words[0]) > 1:
            ends[form.words[0], form.words[-1]].append(form)
    for forms in ends.values():
        if _agree([form.words[1:-1] for form in forms]):
            yield from ((forms[0].name, form.name) for form in forms[1:])


def _agree(middles: list[tuple[str, ...]]) -> bool:
    """Tell whether middle names agree as far as they go: J. and John, but not H. W. and W."""
    longest = max(middles, key=lambda middle: (len(middle), sum(map(len, middle))))
    return all(
        len(middle) == 0
        or (
            len(middle) == len(longest)
            and all(
                a.startswith(b) or (b.startswith(a) and len(b) > 0)
                for a, b in zip(longest, middle, strict=True)
            )
        )
        for middle in middles
    )


def _by_initial(groups: _Groups) -> Pairs:
    """ "J. Powell": the one person of that surname whose given name begins so."""
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in groups.of_kind("person"):
        if len(form.words[0]) > 1 and not form.generation:
            full[form.words[0][0], form.words[-1]].add(groups.leader(form.name))
    for form in groups.of_kind("person"):
        if len(form.words) == 2 and len(form.words[0]) == 1:
            fitting = full.get((form.words[0], form.words[-1]), set())
            if len(fitting) == 1:
                yield min(fitting), form.name


_RULES: tuple[tuple[str, Callable[[_Groups], Pairs]], ...] = (
    (FILE, _by_file),
    (SAME, _by_words),
    (ORDER, _by_order),
    (SPELLING, _by_spelling),
    (MIDDLE, _by_middle_name),
    (INITIAL, _by_initial),
)


def _short(groups: _Groups) -> dict[Named, tuple[str, str]]:
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

    def __init__(self, groups: _Groups) -> None:
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
