"""The people of one article: full names, offices, gender, and whom a short name means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.given_names import FEMALE, MALE
from index.lexicon import FUNCTION_WORDS, SPEECH, STATING
from index.names import (
    CHINESE_SURNAMES,
    GIVEN,
    is_office,
    is_person_name,
    name_words,
    office,
    plain,
    same_person,
    split_role,
    surnames,
)

__all__ = [
    "People",
    "Person",
    "is_person_name",
    "name_words",
    "people",
    "plain",
    "resolve",
    "same_person",
    "split_role",
]

Gender = Literal["m", "f"]
_WORD = (
    r"(?:(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Prof|Jr|Sr|St|Rev|[A-Z])\."
    r"|[A-ZÀ-ÖØ-Þ](?:[\w’'&-]|\.(?=\w))*(?:(?<=\.[A-Z])\.)?)"
)
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
_NEXT = re.compile(r",? ([a-z]+)")
_PREVIOUS = re.compile(r"([a-z]+) (?:\w+\. )?$")
_GAP = r"[^\S\n]{1,3}"
RUN = re.compile(
    rf"{_WORD}(?:(?:{_GAP}(?:de|la|van|von|bin|al|der|del|di|da|du|dos))?{_GAP}{_WORD}){{0,11}}"
)
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Madam|Sir)\b\.? (?:[A-Z][\w’'-]+ )?([A-Z][\w’'-]+)")
_FEMALE_ROLE = re.compile(r"woman\b|\bactress|\bqueen\b|\bprincess\b|\bmother\b|first lady|\bwidow")
_MALE_ROLE = re.compile(
    r"(?<!wo)man\b|\bking\b|\bprince\b|\bpope\b|\bfather\b|\bpriest\b|\bpastor\b"
)
_APPOSED = re.compile(
    r",\s{1,3}((?:the |a |an )?[\w’'.&()\- ]{4,110}?)(?:,|(?<!\b[A-Z])\.(?=\s|$)|\s(?:who|said|told)\b)"
)
_BEFORE = re.compile(r"(?:(?<!\S)(?:(?:[A-Z]\.)+|[\w’'&-]{1,30})[^\S\n]){1,6}$")
MOST_ALIKE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as one article gives him.

    Attributes:
        name: the fullest form in the article, without title and office.
        role: the office in front of the name, or after it between commas; None if not given.
        gender: what his title, office or given name tells; None if they do not.
        at: where the text names him first.
    """

    name: str
    role: str | None = None
    gender: Gender | None = None
    at: int = 0


def people(text: str) -> list[Person]:
    """Return everybody who is named with at least two words, in order of first mention."""
    named = [
        (match.start(), match.end(), *split_role(match.group())) for match in RUN.finditer(text)
    ]
    named = [one for one in named if one[3] and is_person_name(one[3])]
    use = _Use(text, Counter(name for *_, name in named))
    found: dict[str, Person] = {}
    for start, end, before, name in named:
        known = found.get(name)
        if known is not None and known.role is not None:
            continue
        role = _office(text, start, before) or _apposition(text, end) or _lower_role(text, start)
        if known is None and role is None and not use.is_human(name, start, end):
            continue
        if known is None or role:
            gender = _gender(name, role, use.titles)
            first = known.at if known else start
            found[name] = Person(name=name, role=role, gender=gender, at=first)
    return _joined(list(found.values()))


class _Use:
    """How the words of a text are used: counted once, asked for every name."""

    def __init__(self, text: str, names: Counter[str]) -> None:
        self.text = text
        self.names = names
        self.words = Counter(_WORDS.findall(text))
        self.titles = _titles(text)

    def is_human(self, name: str, start: int, end: int) -> bool:
        """Without an office, a given name tells, a verb of speech, or the surname used alone."""
        words = [plain(word) for word in name.split()]
        if words[0] in GIVEN or (words[0] in CHINESE_SURNAMES and len(words) == 2):
            return True
        after = _NEXT.match(self.text, end, end + 30)
        before = _PREVIOUS.search(self.text[max(0, start - 30) : start])
        if (after and after.group(1) in STATING) or (
            before and before.group(1) in {"said", "says"}
        ):
            return True
        surname = name.split()[-1]
        alone = self.words[surname] > self.names[name] + 1
        return len(surname) > 3 and alone and not self.words[surname.lower()]


def _joined(found: Sequence[Person]) -> list[Person]:
    """Join a name with the one fuller name that holds all its words ("Pena Nieto")."""
    words = {person.name: frozenset(name_words(person.name)) for person in found}
    by_word: dict[str, list[Person]] = {}
    for person in found:
        for word in words[person.name]:
            by_word.setdefault(word, []).append(person)
    kept: dict[str, Person] = {}
    for person in found:
        own = words[person.name]
        alike = by_word[min(own)][:MOST_ALIKE] if own else []
        fuller = [p for p in alike if own < words[p.name] and _adds_name(own, words[p.name])]
        best = fuller[0] if len({words[p.name] for p in fuller}) == 1 else person
        known = kept.get(best.name, best)
        kept[best.name] = replace(
            known,
            role=known.role or person.role,
            gender=known.gender or person.gender,
            at=min(known.at, person.at),
        )
    return list(kept.values())


def _adds_name(own: frozenset[str], fuller: frozenset[str]) -> bool:
    """An initial alone makes a name no fuller, and "Jr." makes it somebody else's."""
    added = fuller - own
    return any(len(word) > 1 for word in added) and not added & {"jr", "sr", "ii", "iii"}


def _titles(text: str) -> dict[str, Counter[str]]:
    """Return how often each surname stands after a man's and a woman's title."""
    found: dict[str, Counter[str]] = {}
    for match in _TITLED.finditer(text):
        gender = "m" if match.group(1) in {"Mr", "Sir"} else "f"
        surname = re.sub(r"[’']s?$", "", match.group(2))
        found.setdefault(plain(surname), Counter())[gender] += 1
    return found


def _gender(name: str, role: str | None, titles: dict[str, Counter[str]]) -> Gender | None:
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


def _apposition(text: str, end: int) -> str | None:
    """Return the office in ", vice minister of commerce," right after a name."""
    match = _APPOSED.match(text, end, end + 140)
    if match is None:
        return None
    words = match.group(1).split()
    if plain(words[0]) in SPEECH or office(" ".join(words[:6])) is None:
        return None
    return re.sub(r"^(?:the|a|an) ", "", match.group(1)).strip()


_OF = re.compile(r"((?:[A-Z][\w’'.-]{0,30}\s){0,4}[A-Z][\w’'-]{0,30}\sof\s(?:the\s)?)$")


def _office(text: str, start: int, role: str | None) -> str | None:
    """Return the words before a name if they are an office ("Secretary of State")."""
    before = _OF.search(text[max(0, start - 80) : start]) if role else None
    if before and is_office(before.group(1).split(" of")[0].split()[-1]):
        return before.group(1) + (role or "")
    return office(role)


def _lower_role(text: str, start: int) -> str | None:
    """Return an office right before a name ("White House press secretary Karoline Leavitt")."""
    match = _BEFORE.search(text[max(0, start - 80) : start])
    words = match.group().split() if match else []
    if not words or not is_office(words[-1]) or words[-1][:1].isupper():
        return None
    at = len(words) - 1
    while at > 0 and not _bounds_role(words[at - 1]):
        at -= 1
    return " ".join(words[at:])


def _bounds_role(word: str) -> bool:
    low = word.lower()
    return low in STATING or (low in FUNCTION_WORDS and low != "former") or low.endswith("ing")


def resolve(mention: str, known: Sequence[Person]) -> Person | None:
    """Return the one person of the article whom a mention means; None if none or several."""
    return People(known).meant(mention)


class People:
    """The people of an article, found by any form of their names.

    A surname that several share means none of them, unless they are forms of one name.
    """

    def __init__(self, known: Sequence[Person]) -> None:
        self.known = tuple(known)
        self._by_name = {person.name: person for person in known}
        self._by_word = _grouped((word, p) for p in known for word in name_words(p.name))
        self._by_office = _grouped(
            (plain(word), p) for p in known for word in (p.role or "").split()
        )
        self._alike: dict[str, tuple[Person, ...]] = {}

    def meant(
        self, mention: str, *, before: int | None = None, gender: str | None = None
    ) -> Person | None:
        """Return the one person a mention means; None if none or several.

        Args:
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
        """Return the one person named before who holds an office ("the vice minister")."""
        wanted = {plain(word) for word in office.split()}
        holders = [
            p for p in self.known
            if p.role and p.at < before and wanted <= {plain(word) for word in p.role.split()}
        ]  # fmt: skip
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
        if alike or len(words) != 1:
            return alike
        # Many people are called by their given name ("Munir" is Munir Majid).
        return tuple(p for p in sharing.values() if name_words(p.name)[0] == words[0])


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    """Group people by a word, no more than ``MOST_ALIKE`` under each: time stays linear."""
    found: dict[str, list[Person]] = {}
    for word, person in pairs:
        under = found.setdefault(word, [])
        if len(under) < MOST_ALIKE and person not in under:
            under.append(person)
    return found


def _fullest(meant: Sequence[Person]) -> Person | None:
    """Several forms of one name ("Donald Trump", "Donald J. Trump") are one person."""
    if not meant:
        return None
    ordered = sorted(meant, key=lambda p: len(name_words(p.name)))
    smallest = set(name_words(ordered[0].name))
    same = all(smallest <= set(name_words(p.name)) for p in ordered)
    return ordered[0] if same else None
