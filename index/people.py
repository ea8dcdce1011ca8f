"""Names of people and institutions in one text, and whether two names mean the same one.

Rules only, each explainable: a run of capitalised words is split at its last word for an office
("US Commerce Secretary | Howard Lutnick"); a short name is the person of the article whose
surname it is, if there is just one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

OFFICES = frozenset(
    """secretary minister president representative ambassador envoy spokesman spokeswoman
    spokesperson chairman chairwoman chairperson chair chief director commissioner premier chancellor senator
    governor congressman congresswoman mayor judge justice general economist analyst professor
    negotiator official adviser advisor counsel attorney lawyer officer ceo cfo founder owner
    farmer researcher strategist manager executive leader speaker king queen prince pope master
    vice-president president-elect billionaire deputy head treasurer candidate nominee historian author editor
    partner scholar expert dean fellow diplomat lawmaker""".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady prof rep sen gov gen lt col sgt capt hon rev mx madam".split()
)
_NOT_NAMES = frozenset(
    """the a an this that these those it he she they we i you his her their our my its in on at by
    for from with as but and or if when while after before since until although though however
    what who which where why how there here then now also still yet not no yes one two some many
    most all both each every other another such only even just so to of
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december according despite during under over about
    chinese american us u.s u.s. eu uk british european japanese mexican canadian russian german
    french indian korean asian african international national federal former vice earlier last next
    first new meanwhile today yesterday""".split()
)
# Capitalised words that begin sentences or name days: never somebody who speaks.
NOT_SPEAKERS = frozenset(
    """the a an this that these those it he she they we i you his her their our my its in on at by
    for from with as but and or if when while after before since until although though however
    what who which where why how there here then now also still yet not no yes some many most all
    both each every other another such only even just so to of than said
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december today yesterday tomorrow then too""".split()
)
_CHINESE_SURNAMES = frozenset(
    """li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang
    song zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai
    jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao liao zou xiong jin
    kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian yin chang wen xi niu geng
    hua zong gong mo pang""".split()
)
_WORD = (
    r"(?:(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Prof|Jr|Sr|St|[A-Z])\."
    r"|[A-Z](?:[\w’'&-]|\.(?=\w))*(?:(?<=\.[A-Z])\.)?)"
)
RUN = re.compile(
    rf"{_WORD}(?:(?:[^\S\n](?:of|for|and|de|la|van|von|bin|al|the|der|del|di|da)){{0,2}}[^\S\n]{_WORD})*"
)
_SUFFIX = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as one article gives him.

    Attributes:
        name: the fullest form in the article, without title and office.
        role: the office in front of the name, or after it between commas; None if not given.
    """

    name: str
    role: str | None = None


def people(text: str) -> list[Person]:
    """Return everybody who is named with at least two words, in order of first mention."""
    found: dict[str, Person] = {}
    for match in RUN.finditer(text):
        for piece in _pieces(match.group()):
            role, name = split_role(piece)
            if not name or not is_person_name(name):
                continue
            role = role or _apposition(text, match.end()) or _lower_role(text, match.start())
            known = found.get(name)
            if known is None or (known.role is None and role):
                found[name] = Person(name=name, role=role)
    return list(found.values())


def split_role(run: str) -> tuple[str | None, str]:
    """Split a run of capitalised words into office and name; either may be empty."""
    words = [_SUFFIX.sub("", word) for word in run.split()]
    last = max(
        (at for at, word in enumerate(words) if plain(word).rstrip(".") in OFFICES | TITLES),
        default=-1,
    )
    role = [word for word in words[: last + 1] if word not in {"The", "A", "An"}]
    if role and plain(role[-1]).rstrip(".") in TITLES:
        role = []
    name = words[last + 1 :]
    while name and plain(name[0]) in {"of", "for", "and", "the"}:
        return (None, " ".join(words))
    return " ".join(role) or None, " ".join(name)


def is_person_name(name: str) -> bool:
    """Tell whether capitalised words look like a person's full name."""
    words = name.split()
    if not 2 <= len(words) <= 4:
        return False
    if any(plain(word) in _NOT_NAMES or (word.isupper() and len(word) > 2) for word in words):
        return False
    return not any(plain(word) in _ORGANISATION_WORDS for word in words)


_ORGANISATION_WORDS = frozenset(
    """ministry department house commission council union states bank association university group
    company corporation institute organization organisation agency office board committee
    congress senate party street journal times news daily post court administration fund
    federation alliance chamber commerce trade act agreement inc corp ltd co center centre
    foundation coalition network summit conference island sea river city county
    kingdom republic north south east west united national american economic college
    school press tv radio magazine airlines motors steel oil gas energy industries international
    association bureau service services authority exchange reserve street square avenue hall
    day week year war deal tariff tariffs china japan russia india canada mexico germany france
    britain england korea australia brazil vietnam europe asia africa america iran israel ukraine
    washington beijing brussels""".split()
)


def resolve(mention: str, known: Sequence[Person]) -> Person | None:
    """Return the one person of the article whom a mention means; None if none or several."""
    exact = [p for p in known if p.name == mention]
    if exact:
        return exact[0]
    meant = [p for p in known if same_person(mention, p.name)]
    names = {frozenset(name_words(p.name)) for p in meant}
    return meant[0] if len(names) == 1 else _fullest(meant)


def _fullest(meant: Sequence[Person]) -> Person | None:
    """Several forms of one name ("Donald Trump", "Donald J. Trump") are one person."""
    ordered = sorted(meant, key=lambda p: len(name_words(p.name)))
    if not ordered:
        return None
    smallest = set(name_words(ordered[0].name))
    return ordered[0] if all(smallest <= set(name_words(p.name)) for p in ordered) else None


def same_person(a: str, b: str) -> bool:
    """Tell whether two names mean the same person or institution, as far as names can tell.

    Case, accents, titles, offices, name order and middle names do not matter; a single word
    matches the surname of a full name.
    """
    return _same(a, b) if a <= b else _same(b, a)


@lru_cache(maxsize=65_536)
def _same(a: str, b: str) -> bool:
    first, second = name_words(a), name_words(b)
    if not first or not second:
        return False
    if set(first) == set(second):
        return True
    short, long = sorted((first, second), key=len)
    if len(short) == 1:
        return short[0] in _surnames(long)
    if len(set(short)) > 1 and set(short) <= set(long):
        return True
    return _initials_fit(short, long)


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in one form, without titles, offices and possessives."""
    _role, bare = split_role(name) if any(c.isupper() for c in name) else (None, name)
    words = [plain(_SUFFIX.sub("", w)).strip(".") for w in re.split(r"[\s,]+", bare or name)]
    kept = [w for w in words if w and w not in TITLES | OFFICES | {"the", "of", "and", "for"}]
    return tuple(kept)


def _surnames(words: tuple[str, ...]) -> set[str]:
    """Return what a person may be called by alone; an institution has no surname."""
    if len(words) > 1 and any(word in _ORGANISATION_WORDS for word in words):
        return set()
    surnames = {words[-1]}
    if words[0] in _CHINESE_SURNAMES and len(words) <= 3:
        surnames.add(words[0])
        if len(words) == 2:
            surnames.discard(words[-1])
    return surnames


def _initials_fit(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """ "J. Powell" is "Jerome Powell": same surname, given names agree as far as they go."""
    if short[-1] != long[-1]:
        return False
    a, b = short[0], long[0]
    return (len(a) == 1 or len(b) == 1) and a[0] == b[0]


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Return a word in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _pieces(run: str) -> list[str]:
    """Cut a run at "and" where it joins two names."""
    return re.split(r"\s+and\s+", run)


def _apposition(text: str, end: int) -> str | None:
    """Return the office in ", vice minister of commerce," right after a name."""
    match = re.match(
        r",\s+((?:the |a |an )?[\w’'.&\- ]{4,90}?)(?:,|\.|\s+(?:who|said|told)\b)",
        text[end : end + 120],
    )
    if match is None:
        return None
    words = [plain(word).rstrip(".s") for word in match.group(1).split()]
    offices = {office.rstrip("s") for office in OFFICES}
    if not any(word in offices for word in words[:6]):
        return None
    return re.sub(r"^(?:the|a|an) ", "", match.group(1)).strip()


def _lower_role(text: str, start: int) -> str | None:
    """Return an office in lower case right before a name ("harbour master Olena Koval")."""
    match = re.search(r"(?<!\w)((?:[a-z][\w’'-]+\s+){1,4})$", text[max(0, start - 60) : start])
    if match is None:
        return None
    words = match.group(1).split()
    if plain(words[-1]) not in OFFICES:
        return None
    while words and (
        plain(words[0]) in _NOT_NAMES or words[0] in {"said", "told", "says", "is", "was"}
    ):
        words = words[1:]
    return " ".join(words) or None
