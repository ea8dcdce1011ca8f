"""Names as such: office and name told apart, and whether two names can mean the same person.

Rules only, each explainable: a run of capitalised words is split at its last word for an office
("US Commerce Secretary | Howard Lutnick"); two names agree if they agree as far as both go.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.text import word_lists
from index.text.calendar_words import CALENDAR
from index.text.lexicon import CONJUNCTIONS, OFFICES, TITLES
from index.text.places import countries

MALE, FEMALE = word_lists.words("given_names", "male"), word_lists.words("given_names", "female")
GIVEN = MALE | FEMALE | word_lists.words("given_names", "neutral")
_NOT_NAMES = (CONJUNCTIONS - {"so"}) | CALENDAR | word_lists.words("names", "not_names")
CHINESE_SURNAMES = word_lists.words("names", "chinese_surnames")
_PART_OF_ROLE = word_lists.words("names", "part_of_role")
_ORGANISATION_WORDS = word_lists.words("names", "organisation_words")
_ACTING = re.compile(r"(?:[^\WA-Zaeiou]er|eer|[lst]or|ist|woman)$")
PARTICLES = frozenset("de la van von bin al del der di da".split())
_PLACING = frozenset("in near at".split())
_OFFICE_STEMS = frozenset(name.rstrip("s") for name in OFFICES)
_OWNER = re.compile(r"[’']s?$")
_ARTICLE = re.compile(r"[a-z]{1,3}-(?=[^\W\d_a-z])")


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter, be it behind an article ("al-Juhani")."""
    return word[:1].isupper() or _ARTICLE.match(word) is not None


def without_owner(word: str) -> str:
    """Return a word without the apostrophe of an owner, and the s behind it."""
    return _OWNER.sub("", word)


def is_title(word: str) -> bool:
    """Tell whether a word is a title, with its stop or without: "Mr.", "Sir", "Lieutenant-Colonel"."""
    before, _, last = plain(word).rstrip(".").rpartition("-")
    # No abbreviation stands behind a hyphen: Jae-hon is a given name.
    return last in TITLES and (not before or len(last) > 3)


def split_role(run: str) -> tuple[str | None, str]:
    """Split a run of capitalised words into office and name; either may be empty."""
    words = [without_owner(word) for word in _owned(run.split())]
    placed = plain(words[0]) in _PLACING if words else False
    while len(words) > 1 and plain(words[0]) in _NOT_NAMES | _PLACING:
        if plain(words[0]) in _PART_OF_ROLE or _may_be_chinese(words):
            break
        words = words[1:]
    at = _name_starts(words, placed=placed)
    role = words[:at]
    if placed and not at and plain(words[0]) not in GIVEN:
        at = max(0, len(words) - 2)  # "In Costa Rica Alonso Quesada has …"
    while role and is_title(role[-1]):
        role = role[:-1]
    name = words[at:]
    if name and plain(name[0]) in {"of", "for", "and", "the"}:
        return None, " ".join(words)
    return " ".join(role) or None, " ".join(name)


def of_office(before: str) -> bool:
    """Tell whether words end in an office and "of": a department follows ("Minister of")."""
    words = before.split()[-3:]
    at = len(words) - 1 - (len(words) > 1 and words[-1] == "the")
    return at > 0 and words[at] in {"of", "for"} and is_office(words[at - 1])


def without_department(run: str) -> tuple[str | None, str]:
    """Split "Commerce Zhao Wenbin", "State Hillary Clinton": a department, then who heads it."""
    words = [without_owner(word) for word in run.split()]
    at = _name_starts(words)
    if not at:
        at = next((i for i, w in enumerate(words) if not is_organisation(plain(w))), len(words))
        at = at if len(words) - at in {2, 3} and at else max(0, len(words) - 2)
    if not at:
        return split_role(run)
    return " ".join(words[:at]), " ".join(words[at:])


def _owned(words: list[str]) -> list[str]:
    """ "NBC’s Dante Chinni" is Dante Chinni, "Ivory Coast’s Awa Traore" is Awa Traore."""
    owner = next((at for at in range(len(words) - 3, -1, -1) if _OWNER.search(words[at])), None)
    if owner is None:
        return words
    rest = words[owner + 1 :]
    nation = without_owner(" ".join(words[: owner + 1])).lower()
    named = is_person_name(" ".join(rest)) and plain(rest[0]) in GIVEN
    return rest if named or any(nation in names for names in countries()) else words


def office(words: str | None) -> str | None:
    """Return the words before a name if they hold an office; shouted headline words are cut."""
    kept = [word for word in (words or "").split() if not (word.isupper() and len(word) > 4)]
    return " ".join(kept) if any(is_office(word) for word in kept) else None


def is_office(word: str) -> bool:
    """Tell whether a word names an office, in the plural, behind "vice-" or before "-designate"."""
    return any(part.rstrip(".s") in _OFFICE_STEMS for part in plain(word).split("-"))


def is_acting(word: str) -> bool:
    """Tell whether a capitalised word may be a noun for one who acts ("Skipper"), and no given name."""
    return _ACTING.search(word) is not None and plain(word) not in GIVEN | _NOT_NAMES


def is_organisation(word: str) -> bool:
    """Tell whether a plain word marks a name as a place's, a body's or a thing's."""
    return word in _ORGANISATION_WORDS


def _name_starts(words: list[str], *, placed: bool = False) -> int:
    """Return where the name begins: after the last office, or at a known given name after it.

    Behind "in" a place stands before it, which may hold given names ("In Santa Rosa Elena Quiroga said"): the last
    one begins the person's.
    """
    offices = (i for i, word in enumerate(words) if is_office(word) or is_title(word))
    at = 1 + max(offices, default=-1)
    # "Skipper Ole Lund": before a full name a noun for one who acts.
    acts = len(words) > 2 and is_acting(words[0])
    if not at and acts and not _within_name(words, 2) and plain(words[1]) not in PARTICLES:
        at = 1
    within = range(max(at, 1), len(words) - 1)
    for i in reversed(within) if placed else within:
        before = PARTICLES if placed else GIVEN | PARTICLES
        begins = plain(words[i]) in GIVEN and plain(words[i - 1]) not in before
        if begins and words[i + 1][:1].isupper() and not _within_name(words, i):
            return i
    return at


def _within_name(words: list[str], at: int) -> bool:
    """ "Hillary Rodham Clinton", "J. Edgar Hoover": a given name in the middle starts no name."""
    return len(words[at - 1].rstrip(".")) == 1


def _may_be_chinese(words: list[str]) -> bool:
    return plain(words[0]) in CHINESE_SURNAMES and len(words) == 2 and words[1][:1].isupper()


def is_person_name(name: str) -> bool:
    """Tell whether capitalised words look like a person's full name."""
    words = name.split()
    if not 2 <= len(words) <= 4 or not is_capital(words[-1]):
        return False
    for at, word in enumerate(words):
        low = plain(word)
        if low in _NOT_NAMES and not (at == 0 and _may_be_chinese(words)) and word != "May":
            return False
        if _is_abbreviation(word) or is_organisation(low):
            return False
    return True


def _is_abbreviation(word: str) -> bool:
    """Tell whether a word is in capitals as no name is; "JD" may be one, "US" in "US-Mexico" not."""
    parts = word.split("-")
    most = 2 if len(parts) == 1 else 1
    return "." not in word and any(part.isupper() and len(part) > most for part in parts)


def same_person(a: str, b: str) -> bool:
    """Tell whether two names mean the same person or institution, as far as names can tell.

    Case, accents, titles, offices, name order and middle names do not matter; a single word
    matches the surname of a full name.

    Args:
        a: a name as an article or a person writes it.
        b: another.
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
        return short[0] in surnames(long)
    if len(set(short)) > 1 and set(short) <= set(long):
        return True
    return _initials_fit(short, long)


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in one form, without titles, offices and possessives."""
    _role, bare = split_role(name) if any(c.isupper() for c in name) else (None, name)
    words = [plain(without_owner(w)).strip(".") for w in re.split(r"[\s,]+", bare or name)]
    kept = [w for w in words if w and w not in TITLES | OFFICES | {"the", "of", "and", "for"}]
    return tuple(kept)


def surnames(words: tuple[str, ...]) -> set[str]:
    """Return what a person may be called by alone; an institution has no surname."""
    if len(words) > 1 and any(word in _ORGANISATION_WORDS for word in words):
        return set()
    alone = {words[-1]}
    if words[0] in CHINESE_SURNAMES and len(words) <= 3:
        alone.add(words[0])
        if len(words) == 2:
            alone.discard(words[-1])
    return alone


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
