"""The same person across articles, with the rule that says so, and a user's word above all.

Names are joined by rules in a fixed order, each with a name that a reader can check. What one
article tells apart stays apart: two full names in one article are never joined by a rule that
guesses (initials, transliteration). A user's file may join names and keep them apart::

    [[person]]
    name = "Li Chenggang"
    forms = ["Vice Minister Li", "C. G. Li"]

    [[apart]]
    names = ["Li Qiang", "Qiang Li"]

or, as CSV, one line a form: ``name,form`` and, to keep two apart, ``name,form,apart``.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.names import is_person_name, name_words, plain
from index.spelling import spelling

LARGEST = 1_000_000
Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A speaker as one article names him."""

    article_id: str
    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """What a user says: form → name, and pairs of names that are two people."""

    names: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()

    def name_of(self, form: str) -> str | None:
        """Return the name that a form stands for; None if the user does not say."""
        return self.names.get(_key(form))

    def separate(self, a: str, b: str) -> bool:
        """Tell whether two names are two people."""
        return frozenset({_key(a), _key(b)}) in self.apart


NO_ALIASES = Aliases()


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


def load_aliases(path: Path) -> Aliases:
    """Read a user's alias file, TOML or CSV by its suffix.

    Raises:
        UsageError: it cannot be read, or is not of the form above.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"alias file {path}: {error.strerror}; check the path") from error
    if len(data) > LARGEST:
        raise UsageError(f"alias file {path} holds {len(data)} bytes; the most is {LARGEST}")
    try:
        text = data.decode("utf-8-sig")
        rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _toml_rows(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise UsageError(f"alias file {path}: {error}; write it as TOML or CSV in UTF-8") from error
    except _Malformed as error:
        raise UsageError(f"alias file {path}: {error}") from error
    return aliases_of(rows)


def aliases_of(rows: Iterable[tuple[str, str, bool]]) -> Aliases:
    """Return the aliases of rows (name, form, apart)."""
    names: dict[str, str] = {}
    apart: set[Pair] = set()
    for name, form, separate in rows:
        if separate:
            apart.add(frozenset({_key(name), _key(form)}))
        else:
            names[_key(form)] = name
            names.setdefault(_key(name), name)
    return Aliases(names=names, apart=frozenset(apart))


class _Malformed(Exception):
    """A file that can be read but does not hold aliases."""


def _toml_rows(text: str) -> list[tuple[str, str, bool]]:
    content = tomllib.loads(text)
    if set(content) - {"person", "apart"}:
        unknown = ", ".join(sorted(set(content) - {"person", "apart"}))
        raise _Malformed(f"unknown table {unknown}; use [[person]] and [[apart]]")
    rows = []
    for person in _tables(content, "person"):
        name, forms = person.get("name"), person.get("forms")
        if not isinstance(name, str) or not name.strip() or not _are_words(forms):
            raise _Malformed('a [[person]] needs name = "…" and forms = ["…"]')
        rows += [(name, form, False) for form in forms or ()]
    for pair in _tables(content, "apart"):
        both = pair.get("names")
        if not _are_words(both) or len(both or ()) != 2:
            raise _Malformed('an [[apart]] needs names = ["…", "…"], two of them')
        rows.append((both[0], both[1], True))  # type: ignore[index]
    return rows


def _tables(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = content.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _Malformed(f"{name} must be a list of tables, [[{name}]]")
    return tables


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _csv_rows(text: str) -> list[tuple[str, str, bool]]:
    rows = []
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[:2] == ["name", "form"]):
            continue
        if len(cells) not in {2, 3} or not all(cells[:2]) or cells[2:] not in ([], [""], ["apart"]):
            raise _Malformed(f"line {number} is not name,form or name,form,apart")
        rows.append((cells[0], cells[1], cells[2:] == ["apart"]))
    return rows


def _key(name: str) -> str:
    return " ".join(plain(word) for word in name.split())


# -- joining ------------------------------------------------------------------------


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
            yield found.setdefault(_key(said), name), name, _FILE


def _by_key(groups: _Groups, keys: Mapping[str, object], rule: str) -> Links:
    first: dict[object, str] = {}
    for name, key in keys.items():
        if key:
            yield first.setdefault(key, name), name, rule


def _by_words(groups: _Groups) -> Links:
    """A surname alone joins nobody: there are too many people of the name of Li."""
    words = {name: tuple(sorted(name_words(name))) for name in groups.names}
    return _by_key(groups, {n: key for n, key in words.items() if len(key) > 1}, _WORDS)


def _by_spelling(groups: _Groups) -> Links:
    people = [name for name in groups.names if is_person_name(name)]
    return _by_key(groups, {n: tuple(sorted(map(spelling, name_words(n)))) for n in people},
                   _SPELLING)  # fmt: skip


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
