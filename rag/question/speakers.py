"""The people, bodies and offices of the ledger whose words a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from index.library import Library
from index.people.register import spelled_alike
from index.people.transliteration import spelling
from index.text.lexicon import BODIES, FORMER, OFFICES
from index.text.names import is_person_name, name_words, plain, same_person, split_role
from index.text.time_expressions import periods
from index.text.words import STOP_WORDS, names, stem, tokens
from rag.question.asked_speaker import subject
from rag.question.sides import bodies, on_side, sides
from rag.question.spelling import spelled

_NAMED_AFTER = frozenset({"administration", "campaign", "cabinet", "foundation"})
# "Trump's spokesman", "a spokesman for Trump": not Trump.
_SPOKEN_FOR = re.compile(
    r"^.*?['’]s? (?=spokes(?:wo)?(?:man|person))|(?:(?<=man)|(?<=person)) (?:for|of) .*$",
    re.IGNORECASE,
)
# "The general counsel of Acme", "Acme's chief economist": a person, not Acme.
_PAST = FORMER | {"then", "past", "late"}
_CAPITALS = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)+")
_OFFICER_OF = re.compile(
    r"^(?:the |an? )?(?P<office>[\w -]+?) (?:of|for|at) (?:the )?(?P<body>.+)$|"
    r"^(?:the )?(?P<owner>.+?)['’]s? (?P<held>[\w -]+)$",
    re.IGNORECASE,
)
# Who speaks in an office of this sort speaks for the body.
_SPEAKING_FOR_IT = frozenset(
    "spokesman spokeswoman spokesperson official officials representative secretary delegation".split()
)
_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
# "Vice Minister Li" is no other minister.
_RANKS = frozenset({"vice", "deputy", "assistant", "first"})
# Of several who share a surname, one so seldom quoted beside another is not meant by it alone.
SELDOM = 0.2


def speakers_in(question: str, library: Library) -> list[str]:
    """Return the ledger's speakers that the question means, by name or by office.

    Where the question says whose words it wants ("What did Pena Nieto tell Trump?"), only they;
    else every person whom it names. An institution is meant only as the one that speaks.

    Args:
        question: as asked.
        library: the index.
    """
    asked = without_times(question)
    speaking = subject(asked)
    if speaking is None:
        if _WHO.match(asked.lstrip(' "“')):
            return []  # whose words they are is the question
        named = [*_people(asked, library), *_by_office(tokens(asked), library)]
        return list(dict.fromkeys(named))
    words = tokens(speaking)
    return (
        _bodies_named_after(words, library)
        or _people(_SPOKEN_FOR.sub("", speaking), library)
        or _by_office(tokens(speaking), library)
        or _by_body(speaking, library)
    )


def _by_body(speaking: str, library: Library) -> list[str]:
    """Return the institution that is named, or who holds the office at it that is asked for."""
    match = _OFFICER_OF.match(speaking)
    office = set(tokens((match["office"] or match["held"]) if match else "")) & OFFICES
    if match is None or not office - _SPEAKING_FOR_IT:
        return _institutions(tokens(speaking), library)
    wanted = office | (set(tokens(match["body"] or match["owner"])) - STOP_WORDS)
    holders = library.roles_with(sorted(wanted))
    return list(dict.fromkeys(name for name, role in holders if wanted <= set(tokens(role))))


def _bodies_named_after(asked: Sequence[str], library: Library) -> list[str]:
    """Return "the Trump administration": neither Trump nor any other administration."""
    return _institutions(asked, library) if _NAMED_AFTER & set(asked) else []


def asks_for_another(question: str, speakers: Sequence[str]) -> bool:
    """Tell whether the words of somebody are asked for whom the ledger does not know.

    Args:
        question: as asked.
        speakers: of the ledger, whom it means.
    """
    named = subject(question)
    return named is not None and not speakers and bool(names(named))


def unheard(question: str, speakers: Sequence[str]) -> str | None:
    """Return the full name of whose words are asked for, where the ledger has none of his.

    Args:
        question: as asked.
        speakers: of the ledger, whom it means.
    """
    named = subject(question)
    if named is None or speakers:
        return None
    return next(iter(_full_names(named)), None)


def without_times(question: str) -> str:
    """Return a question without its dates: in "May 2018" nobody called May is meant."""
    for period in reversed(periods(question)):
        question = question[: period.place] + question[period.place + len(period.words) :]
    return question


def _people(text: str, library: Library) -> list[str]:
    """Return the persons whom a text names in full or by surname.

    Where a longer match is there ("Li Chenggang"), what only shares a part of it ("Li Yong") is
    not meant; of several with the surname that is asked for, the seldom quoted are not.
    """
    words = frozenset(spelled(word, library) for word in _name_words_of(text))
    bare = frozenset(map(plain, words))
    full = _full_names(text)
    matches = {
        speaker: shared
        for speaker in library.speakers_with(words | bare)
        if is_person_name(speaker)
        and (shared := _shared(speaker, bare))
        and not _is_namesake(speaker, full)
    }
    meant = [
        speaker
        for speaker, shared in matches.items()
        if not any(shared < other for other in matches.values())
    ]
    kept = _often_quoted(meant, matches, dict(library.speakers()))
    return _of_that_office(kept, text, library)


def _full_names(text: str) -> list[str]:
    """Return the full names that a text writes in capitals, without offices."""
    runs = (split_role(match.group())[1] for match in _CAPITALS.finditer(text))
    return [name for name in runs if is_person_name(name)]


def _is_namesake(speaker: str, full: Sequence[str]) -> bool:
    """Tell whether a speaker only shares a name with somebody who is named in full.

    Which word is the surname does not matter: Sun Lin is not Sun Hao.
    """
    own = set(name_words(speaker))
    sharing = [name for name in full if own & set(name_words(name))]
    return bool(sharing) and not any(
        same_person(name, speaker) or spelled_alike(name, speaker) for name in sharing
    )


def _of_that_office(meant: Sequence[str], text: str, library: Library) -> list[str]:
    """Return those of several who hold the office before the name, if anybody does."""
    office = (OFFICES | _RANKS) & set(tokens(text))
    if len(meant) < 2 or not office:
        return list(meant)
    holding = {name for name, role in library.roles_of(meant) if office <= set(tokens(role))}
    return [name for name in meant if name in holding] or list(meant)


def _name_words_of(text: str) -> frozenset[str]:
    """Return the lower-case words that may be part of a name.

    A reader who uses capitals uses them for names; one who does not may mean any word.
    """
    written = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text)
    capital = [w for w in written if w[0].isupper()]
    uses_capitals = len(capital) > 1 or (capital and capital[0] != written[0])
    common = STOP_WORDS if uses_capitals else STOP_WORDS | OFFICES | BODIES
    chosen = capital if uses_capitals else written
    return frozenset(t for word in chosen for t in tokens(word)) - common


def _shared(speaker: str, asked: frozenset[str]) -> frozenset[str]:
    """Return the words of a person's name that the question holds, if they can mean him."""
    spelled_so = {spelling(word) for word in asked if len(word) > 4}
    own = [
        word
        for word in name_words(speaker)
        if {plain(t) for t in tokens(word)} <= asked or spelling(word) in spelled_so
    ]
    named = " ".join(own)
    told = any(len(word) > 1 for word in own) and (
        same_person(named, speaker) or spelled_alike(named, speaker)
    )
    return frozenset(own) if told else frozenset()


def _often_quoted(
    meant: Sequence[str], shared: Mapping[str, frozenset[str]], counts: Mapping[str, int]
) -> list[str]:
    kept = []
    for speaker in meant:
        rivals = [other for other in meant if shared[other] == shared[speaker]]
        first = max(rivals, key=lambda name: counts[name])
        if same_person(speaker, first) or counts[speaker] >= SELDOM * counts[first]:
            kept.append(speaker)
    return kept


def _institutions(asked: Sequence[str], library: Library) -> list[str]:
    """Return the bodies whose whole name the words hold, the longest names only."""
    present = frozenset(asked)
    matches = {
        speaker: own
        for speaker in library.speakers_with(asked)
        if not is_person_name(speaker)
        and not speaker[:1].islower()
        and (own := frozenset(tokens(speaker)) - {"the"}) <= present
        and own
    }
    return [s for s, own in matches.items() if not any(own < other for other in matches.values())]


def _by_office(asked: Sequence[str], library: Library) -> list[str]:
    """Return speakers whose office the words name ("the vice commerce minister").

    "The Chinese side" are the country's officials and its institutions.
    """
    offices = _offices(asked)
    found = [
        (speaker, _is_past(role))
        for speaker, role in library.roles_with(asked)
        if any(_holds(role, office) for office in offices)
    ]
    # "The customs chief" is the present one, where there is one.
    former = bool(_PAST & set(asked)) or all(past for _speaker, past in found)
    holders = [speaker for speaker, past in found if past == former]
    for names_of_side in sides(asked):
        holders += officials(names_of_side, library)
    return list(dict.fromkeys(holders))


def officials(names_of_side: frozenset[str], library: Library) -> list[str]:
    """Return the speakers who hold a public office of a country, and its institutions.

    Args:
        names_of_side: of the country, lower case.
        library: the index.
    """
    holders = [
        speaker
        for speaker, role in library.roles_with(sorted(names_of_side))
        if on_side(role, names_of_side)
    ]
    return list(dict.fromkeys([*holders, *bodies(names_of_side, library)]))


def _offices(asked: Sequence[str]) -> list[list[str]]:
    """Return each office in a row of words with the words before it: ["vice", "commerce", "minister"]."""
    found = []
    for at, word in enumerate(asked):
        before = list(takewhile(lambda w: w not in STOP_WORDS | OFFICES, reversed(asked[:at])))
        if word in OFFICES and before:
            found.append([*before[::-1][-3:], word])
    return found


def _holds(role: str, office: Sequence[str]) -> bool:
    """Tell whether a role is that office: either has the other's words, but for one of many.

    That somebody held it once ("ex-", "former") is told apart: see ``_is_past``.
    """
    own = _beginnings(set(tokens(role.replace("-", " "))) - _PAST)
    asked = _beginnings(set(office) - _PAST)
    shared = own & asked
    if _beginnings(office[-1:]) - own:
        return False
    return len(shared) >= max(2, min(len(own), len(asked) - (len(asked) > 3)))


def _is_past(role: str) -> bool:
    """Tell whether an office is held no more ("former", "then-trade minister")."""
    return bool(_PAST & set(re.split(r"[\s-]", role.lower())))


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    """Return how words begin: "China's" and "Chinese" name one country."""
    return frozenset(stem(word)[:4] for word in words if len(word) > 1) - {"the", "of", "to", "and"}
