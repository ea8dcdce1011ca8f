"""Who a cue's mention means: a person by his full name, or what the article calls the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.grammar.noun_phrases import Phrase, head, is_verb
from index.grammar.tokens import Token
from index.people.in_article import Person
from index.people.mentions import People
from index.text.lexicon import BODIES, PEOPLE_NOUNS, PREPOSITIONS, TIMES
from index.text.names import (
    PARTICLES,
    is_office,
    is_organisation,
    is_person_name,
    is_title,
    office,
    plain,
    split_role,
    without_owner,
)

LONGEST = 8
MOST_NAMES = 4
PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_TITLES = {"Mr": "m", "Sir": "m", "Mrs": "f", "Ms": "f", "Miss": "f", "Madam": "f"}
BODY = frozenset({"it", "its"})
_UNRESOLVED = BODY | frozenset(
    "they i we you who its their our my your this that these those".split()
)
_SOMEBODYS = frozenset("his her its our my their your".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A speaker with the words that name him here, and why he was chosen.

    Attributes:
        person: the person of the article, if it is one who is known by a full name.
        body: he is no person but an institution or a document.
    """

    name: str | None
    mention: str | None = None
    role: str | None = None
    person: Person | None = None
    body: bool = False


NOBODY = Speaker(name=None)


def is_pronoun(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether a phrase is a pronoun, possessive or not.

    Args:
        tokens: of a paragraph.
        phrase: a stretch of them.
    """
    start, end = phrase
    low = tokens[start].low
    return end == start + 1 and (low in PRONOUNS or low in _UNRESOLVED)


def words_of(text: str, tokens: Sequence[Token], phrase: Phrase) -> str:
    """Return a phrase as it stands in the text.

    Args:
        text: the whole article.
        tokens: of one of its paragraphs.
        phrase: a stretch of them.
    """
    start, end = phrase
    return text[tokens[start].start : tokens[end - 1].end]


def named(text: str, tokens: Sequence[Token], phrase: Phrase, known: People) -> Speaker:
    """Return who a phrase that is no pronoun means; "(D-Nev.)" at its end is not read.

    Args:
        text: the whole article.
        tokens: of one of its paragraphs.
        phrase: the tokens that name somebody.
        known: the people whom the article names in full.
    """
    phrase = _without_bracket(tokens, phrase)
    mention = words_of(text, tokens, phrase)
    run = _name_run(tokens, phrase)
    if run is not None:
        # "In Costa Rica Alonso Quesada has …": what opens the sentence tells where the name begins.
        opened = (
            run[0] > 0 and tokens[run[0] - 1].capital and tokens[run[0] - 1].low in PREPOSITIONS
        )
        words = words_of(text, tokens, (run[0] - opened, run[1]))
        before_name, name = split_role(words)
        role = office(before_name)
        gender = _TITLES.get(words.split()[0].rstrip("."))
        at = tokens[run[0]].start
        person = known.meant(name, before=at, gender=gender) if name else None
        if person is not None:
            return Speaker(
                name=person.name, mention=mention, role=person.role or role, person=person
            )
        body = is_organisation(plain(words.split()[-1]))
        # "Her brother Hugh": one word behind a noun for people.
        kin = run[0] > phrase[0] and tokens[run[0] - 1].low in PEOPLE_NOUNS
        if (
            name
            and not body
            and (role or kin or is_title(words.split()[0]) or is_person_name(name))
        ):
            role = role or (tokens[run[0] - 1].text if kin else None)
            return Speaker(name=name, mention=mention, role=role)
        person = _headlined(words, known)
        if person is not None:
            return Speaker(name=person.name, mention=mention, role=person.role, person=person)
    if (apposed := _apposed(text, tokens, phrase)) is not None:
        speaker = named(text, tokens, apposed, known)
        role = speaker.role or words_of(text, tokens, phrase)
        return replace(speaker, role=role, mention=words_of(text, tokens, (phrase[0], apposed[1])))
    holder = _holder(text, tokens, phrase, known)
    if holder is not None:
        return Speaker(name=holder.name, mention=mention, role=holder.role, person=holder)
    body = head(tokens, phrase) in BODIES
    return Speaker(name=_called(text, tokens, phrase), mention=mention, body=body)


def _without_bracket(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    start, end = phrase
    if tokens[end - 1].kind != ")":
        return phrase
    opened = next((at for at in range(end - 1, start, -1) if tokens[at].kind == "("), end)
    return start, opened


def _apposed(text: str, tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """ "its president across the lake, Denis Moreau, on Monday": the name set off by commas behind somebody's noun."""
    comma = phrase[1]
    if comma < len(tokens) and tokens[comma].low in PREPOSITIONS:
        beyond = range(comma, min(len(tokens), comma + LONGEST))
        comma = next((at for at in beyond if tokens[at].kind != "w" or is_verb(tokens[at])), comma)
    start = comma + 1
    human = tokens[phrase[0]].low in _SOMEBODYS or head(tokens, phrase) in PEOPLE_NOUNS
    if not human or comma >= len(tokens) or tokens[comma].kind != ",":
        return None
    end = start
    while end < len(tokens) and (tokens[end].capital or _is_particle(tokens, end, start)):
        end += 1
    closed = end == len(tokens) or tokens[end].kind != "w" or tokens[end].low == "who"
    name = words_of(text, tokens, (start, end)) if end > start else ""
    return (start, end) if closed and is_person_name(name) else None


def _holder(text: str, tokens: Sequence[Token], phrase: Phrase, known: People) -> Person | None:
    """ "the minister": the one person of that office, if the phrase is no more than it."""
    start, end = phrase
    if tokens[start].low != "the" or end - start < 2:
        return None
    return known.holder(words_of(text, tokens, (start + 1, end)), before=tokens[start].start)


def _headlined(words: str, known: People) -> Person | None:
    """ "Elizabeth Warren Hammers Bank Chief: “…”": the person whom a headline begins with."""
    parts = words.split()
    if len(parts) <= MOST_NAMES:
        return None
    return known.meant(" ".join(parts[:3])) or known.meant(" ".join(parts[:2]))


def _name_run(tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """Return the capitalised words that are the head of a phrase, without "of the …" after them.

    None where a common noun is the head ("a spokesman for Li", "the Li campaign").
    """
    start, end = phrase
    stop = next((at for at in range(start + 1, end) if tokens[at].low in PREPOSITIONS), end)
    run = _run_before(tokens, start, stop)
    last = _run_before(tokens, start, end)
    # "Secretary of State Hillary Clinton": the name stands after "of".
    if is_office(tokens[stop - 1].text) and stop < end and last is not None:
        words = " ".join(token.text for token in tokens[slice(*last)])
        _place, name = split_role(words)
        # "The mayor of Santa Fe Laura Ortiz"; but "a spokesman for Li Gang" is not he.
        if run is not None or (name != words and is_person_name(name)):
            return last
    if run is not None and run[0] > start + 1 and tokens[run[0] - 1].low in {"and", "&"}:
        return None  # "Customs and Border Protection" is one body
    return run


def _run_before(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    at = end
    while at > start and tokens[at - 1].kind in ")(":
        at -= 1
    first = at
    while first > start and (tokens[first - 1].capital or _is_particle(tokens, first - 1, start)):
        first -= 1
    return (first, at) if first < at else None


def _is_particle(tokens: Sequence[Token], at: int, start: int) -> bool:
    if tokens[at].low not in PARTICLES or at <= start:
        return False
    return tokens[at - 1].capital or _is_particle(tokens, at - 1, start)  # "José de la Cruz"


def _called(text: str, tokens: Sequence[Token], phrase: Phrase) -> str | None:
    """Return what the article calls an institution or an unnamed source; None if it is neither."""
    start, end = phrase
    if tokens[start].low == "the":
        start += 1
    if start >= end:
        return None
    if end - start > LONGEST:
        end = _shortened(tokens, start, end)
    noun = head(tokens, (start, end))
    if noun in TIMES or noun.isdigit():
        return None
    name = without_owner(words_of(text, tokens, (start, end)))
    return name if 0 < len(name.split()) <= LONGEST else None


def _shortened(tokens: Sequence[Token], start: int, end: int) -> int:
    """Cut a long phrase before the last preposition that leaves it short enough."""
    cuts = [at for at in range(start + 1, min(end, start + LONGEST + 1))
            if tokens[at].low in PREPOSITIONS]  # fmt: skip
    return cuts[-1] if cuts else min(end, start + LONGEST)
