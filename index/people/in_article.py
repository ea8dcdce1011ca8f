"""The people of one article: who is named with a full name, and with which office and gender."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.people.gender import Gender, gender_of, titles_in
from index.people.roles import is_held, role_beside
from index.text.lexicon import SPEECH, STATING
from index.text.names import (
    CHINESE_SURNAMES,
    GIVEN,
    is_person_name,
    name_words,
    of_office,
    plain,
    split_role,
    without_department,
)

_WORD = (
    r"(?:(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Prof|Jr|Sr|St|Rev|[A-Z])\."
    r"|[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w’'&-]|\.(?=\w))*(?:(?<=\.[A-Z])\.)?"
    r"|(?<=[^\S\n])[a-z]{1,3}-[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*)"  # "el-Gohary"
)
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
_NEXT = re.compile(r",? ([a-z]+)")
# A comma behind a name, or behind its gloss ("Sima Guang (司马光), who …").
_TOLD_OF = re.compile(r"(?: \([^()\n]{1,30}\))?, ")
_PREVIOUS = re.compile(r"([a-z]+) (?:\w+\. )?$")
# A surname alone that speaks: “…,” Li said; “…,” said Li.
_SPEAKING = re.compile(
    r"(?:\b[A-Z][\w’'.-]* )?\b([A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+) ([a-z]+)\b"
    r"|\bsaid ([A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+)(?! [A-Z])"
)
_GAP = r"[^\S\n]{1,3}"
_RUN = re.compile(
    rf"{_WORD}(?:(?:{_GAP}(?:de|la|van|von|bin|al|der|del|di|da|du|dos))?{_GAP}{_WORD}){{0,11}}"
)
# Of the people who share a word, so many are compared: time stays linear.
MOST_ALIKE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as one article gives him.

    Attributes:
        name: the fullest form in the article, without title and office.
        role: the office in front of the name, or after it between commas; None if not given.
        gender: what his title, office or given name tells; None if they do not.
        at: where the text names him first.
        called: the words of the name that speak alone (“…,” Ortiz said).
    """

    name: str
    role: str | None = None
    gender: Gender | None = None
    at: int = 0
    called: frozenset[str] = frozenset()


def people(text: str) -> list[Person]:
    """Return everybody who is named with at least two words, in order of first mention."""
    named = [
        (match.start(), match.end(), *_role_and_name(text, match)) for match in _RUN.finditer(text)
    ]
    named = [one for one in named if one[3] and is_person_name(one[3])]
    use = _Use(text, Counter(name for *_, name in named))
    found: dict[str, Person] = {}
    for start, end, before, name in named:
        known = found.get(name)
        if known is not None and known.role is not None:
            continue
        role = role_beside(text, start, end, before)
        if known is None and not is_held(role) and not use.is_human(name, role, start, end):
            continue
        if known is None or role:
            gender = gender_of(name, role, use.titles)
            first = known.at if known else start
            called = use.speaking.intersection(name.split())
            found[name] = Person(name=name, role=role, gender=gender, at=first, called=called)
    return _joined(list(found.values()))


def _role_and_name(text: str, match: re.Match[str]) -> tuple[str | None, str]:
    """Split a run into office and name; after "Minister of" its first words are the department's."""
    run = match.group()
    if of_office(text[max(0, match.start() - 60) : match.start()]):
        return without_department(run)
    return split_role(run)


class _Use:
    """How the words of a text are used: counted once, asked for every name."""

    def __init__(self, text: str, names: Counter[str]) -> None:
        self.text = text
        self.names = names
        self.words = Counter(_WORDS.findall(text))
        self.titles = titles_in(text)
        self.speaking = frozenset(
            match.group(1) or match.group(3)
            for match in _SPEAKING.finditer(text)
            if match.group(3) or (match.start() == match.start(1) and match.group(2) in SPEECH)
        )

    def is_human(self, name: str, role: str | None, start: int, end: int) -> bool:
        """Without an office, a given name tells, a verb of speech, or the surname used alone."""
        words = [plain(word) for word in name.split()]
        if words[0] in GIVEN or (words[0] in CHINESE_SURNAMES and len(words) == 2):
            return True
        after = _NEXT.match(self.text, end, end + 30)
        before = _PREVIOUS.search(self.text[max(0, start - 30) : start])
        # "Who" asks for nothing but human beings.
        if (after and after.group(1) in STATING | {"who", "whose", "whom"}) or (
            before and before.group(1) in {"said", "says"}
        ):
            return True
        surname = name.split()[-1]
        first, *rest = name.split()
        # Many are called by a given name: then who it is is told beside the full one.
        given = first.replace("-", "").isalpha() and (role or _TOLD_OF.match(self.text, end))
        if self.speaking.intersection([first, *rest] if given else rest):
            return True
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
