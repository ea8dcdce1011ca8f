"""The people of one article: who is named with a full name, and with which office and gender."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.people.gender import Gender, gender_of, titles_in
from index.text.lexicon import FINITE, FUNCTION_WORDS, PEOPLE_NOUNS, SHOWING, SPEECH, STATING, TIMES
from index.text.names import (
    CHINESE_SURNAMES,
    GIVEN,
    is_office,
    is_person_name,
    name_words,
    of_office,
    office,
    plain,
    split_role,
    without_department,
)
from index.text.sentences import run_in

_WORD = (
    r"(?:(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Prof|Jr|Sr|St|Rev|[A-Z])\."
    r"|[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w’'&-]|\.(?=\w))*(?:(?<=\.[A-Z])\.)?"
    r"|(?<=[^\S\n])[a-z]{1,3}-[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*)"  # "el-Gohary"
)
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
_NEXT = re.compile(r",? ([a-z]+)")
# A comma behind a name, or behind its gloss ("Sima Guang (司马光), who …").
_PLACING = re.compile(r"\b(?:in|near|at)(?=\s$)")
_TOLD_OF = re.compile(r"(?: \([^()\n]{1,30}\))?, ")
_PREVIOUS = re.compile(r"([a-z]+) (?:\w+\. )?$")
# A surname alone that speaks: “…,” Li said; “…,” said Li.
_SPEAKING = re.compile(
    r"(?:\b[A-Z][\w’'.-]* )?\b([A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+) ([a-z]+)\b"
    r"|\bsaid ([A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+)(?! [A-Z])"
)
_GAP = r"[^\S\n]{1,3}"
_RUN = re.compile(
    rf"{_WORD}(?:(?:{_GAP}(?:de|la|van|von|bin|al|der|del|di|da|du|dos)){{0,2}}{_GAP}{_WORD}){{0,11}}"
)
# Of the people who share a word, so many are compared: time stays linear.
MOST_ALIKE = 50

_APPOSED = re.compile(
    r",\s{1,3}((?:the |a |an )?[\w’'.&()\- ]{4,110}?)(?:,|(?<!\b[A-Z])\.(?=\s|$)|\s(?:who|said|told)\b)"
)
_THEIR = r"(?:the|its|his|her)\b"
_INNER = rf"(?!{_THEIR})[\w’'&-]+"
_LEADING = re.compile(
    rf"\b(?i:{_THEIR})\s({_INNER}(?:\s(?:(?:of|for|at|in)\s{_THEIR}\s)?{_INNER}){{0,6}}),\s$"
)
_BEFORE = re.compile(r"(?:(?<!\S)(?:(?:[A-Z]\.)+|[\w’'&-]{1,30})[^\S\n]){1,6}$")
_OF = re.compile(r"((?:[A-Z][\w’'.-]{0,30}\s){0,4}[A-Z][\w’'-]{0,30}\s(?:of|for)\s(?:the\s)?)$")

# Whose office is that of somebody named before ("his Polish counterpart").
COUNTERPART = "counterpart"


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
        role = _role_beside(text, start, end, before)
        if known is None and not _is_held(role) and not use.is_human(name, role, start, end):
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
    # "On Monday in Santa Rosa Elena Quiroga said": as where "In" opens the sentence.
    placing = _PLACING.search(text, max(0, match.start() - 6), match.start())
    return split_role(f"{placing.group()} {run}" if placing else run)


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
        # "Her predecessor, Sipho Mthembu, was dismissive": who is apposed to somebody's relation.
        leading = _LEADING.search(self.text[max(0, start - 80) : start])
        if leading and _nouns(leading.group(1)) & PEOPLE_NOUNS and _TOLD_OF.match(self.text, end):
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


def _role_beside(text: str, start: int, end: int, before: str | None) -> str | None:
    """Return the office of who is named there, with capitalised words in front of the name or without."""
    return (
        _office_before(text, start, before)
        or _apposition(text, end)
        or _lower_role(text, start)
        or _apposed_before(text, start)
    )


def _is_held(role: str | None) -> bool:
    """Tell whether what stands beside a name is an office or a noun for people: then it is somebody's."""
    words = (role or "").split()
    human = words[-1:] and (words[-1] in PEOPLE_NOUNS or words[-1].endswith("man"))
    return bool(human) or any(map(is_office, words))


def _office_before(text: str, start: int, role: str | None) -> str | None:
    """Return the words before a name if they are an office ("Secretary of State")."""
    before = _OF.search(text[max(0, start - 80) : start]) if role else None
    if before and is_office(re.split(r" (?:of|for)\b", before.group(1))[0].split()[-1]):
        return before.group(1) + (role or "")
    return office(role)


def _apposition(text: str, end: int) -> str | None:
    """Return the office in ", vice minister of commerce," right after a name."""
    match = _APPOSED.match(text, end, end + 140)
    if match is None:
        return None
    words = match.group(1).split()
    if plain(words[0]) in SPEECH or office(" ".join(words[:6])) is None:
        return None
    return re.sub(r"^(?:the|a|an) ", "", match.group(1)).strip()


def _apposed_before(text: str, start: int) -> str | None:
    """Return the office in "the ministry's spokeswoman, ", "the minister for industry, " before a name."""
    match = _LEADING.search(text[max(0, start - 80) : start])
    if match is None:
        return None
    words, nouns = match.group(1), _nouns(match.group(1))
    return words if COUNTERPART in nouns or any(map(is_office, nouns)) else None


def _nouns(words: str) -> set[str]:
    """Return what may be the noun of a phrase: its last word, or the last before "of the …"."""
    return {words.split()[-1], re.split(r" (?:of|for|at|in)\b", words)[0].split()[-1]}


def _lower_role(text: str, start: int) -> str | None:
    """Return what is told right before a name ("White House press secretary Karoline Leavitt")."""
    begun = run_in(text).intersection(range(start - 80, start + 1))
    match = _BEFORE.search(text[max(0, start - 80, *begun) : start])
    words = match.group().split() if match else []
    at = len(words)
    while at > 0 and not _bounds_role(words[at - 1]):
        at -= 1
    role = words[at:]
    if not role or role[-1][:1].isupper() or not (is_office(role[-1]) or _is_noun(role[-1])):
        return None
    # "The late Robert Moe": one word behind an article tells how he is, not what.
    told = is_office(role[-1]) or len(role) > 1 or not at or plain(words[at - 1]) != "the"
    return " ".join(role) if told else None


def _is_noun(word: str) -> bool:
    """ "Port captain Salma Idrissi": what stands in front of a name, and is no verb and no plural."""
    verb = word in SPEECH or word in FINITE or word.endswith(("ed", "ing", "ly"))
    return not verb and word.isalpha() and not word.endswith("s") and word not in TIMES


def _bounds_role(word: str) -> bool:
    low = word.lower()
    return (
        not any(c.isalpha() for c in word)
        or low in STATING | SHOWING
        or (low in FUNCTION_WORDS and low != "former")
        or low.endswith("ing")
    )
