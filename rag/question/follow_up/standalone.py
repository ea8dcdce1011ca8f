"""Turn a follow-up into a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.text.lexicon import AUXILIARIES, PREPOSITIONS, TIMES
from index.text.time_expressions import periods
from index.text.words import ASKING, content_words, names
from rag.question.asked_speaker import SAY, subject
from rag.question.follow_up.in_place import ANOTHER, in_its_place, words_of
from rag.question.follow_up.pronouns import NEAR, PERSON, THING, people_in, with_person, with_thing
from rag.question.follow_up.topic import Phrase, phrases
from rag.question.talk import talk_in
from rag.types import Turn

# "Who says so?", "When did he say that?", "Why is that?": what was said, the whole of it.
_SAID_IT = re.compile(
    rf"\b(?:{SAY})\s+(?:it|that|this|so)\W*$|^\W*(?:{SAY})\s+who\b"
    r"|^\W*(?:and )?(?:when|where|why|how) (?:is|was|were) (?:it|that|this)\W*$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^\W*(?:and )?(?:who|which (?:person|man|woman|minister|official))\b", re.IGNORECASE
)
_SURE = re.compile(
    r"^\W*(?:(?:but|and|so)\W+)?(?:are|is|was) (?:you|that|this|it) (?:\w+ly )?(?:sure|certain|true|right|correct)"
    r"(?: (?:of|about) (?:that|this|it))?\W*$|^\W*(?:really|seriously)\W*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:what|who|where|when|anything|anyone|something|someone|nothing) (?:else|more)\b|"
    r"\b(?:any|what|which|who|the) others?\b|\b(?:besides|apart from|other than) (?:that|this|him|her|it|them)\b",
    re.IGNORECASE,
)
# "When?", "And since when?" put in the place of what a question with a helping verb began with.
_ONLY_ASKS = re.compile(
    r"\W*(?:(?:and|but|so)\W+)?(?P<word>(?:(?:since|until|till|by|from) )?when|why|where|for how long)\W*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"^\W*(?:(?:and|but|so)\W+)?(?:(?:what|whom?|where|when|why|how(?: \w+)?)\s+)?"
    rf"(?P<aux>{'|'.join(sorted(AUXILIARIES))})\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_CITED = re.compile(r"\[\d+\]")
# "Yes.", "No.", "Partly.": the first sentence of an answer that names nothing.
_ONE_WORD = re.compile(r"^\s*\w+\.\s+")
# What an answer without citations says where it is none; one by somebody else may well be without.
_REFUSES = re.compile(
    r"\b(?:not|no|nothing|nobody|none|never|cannot|n['’]t)\b[^.]*\b(?:articles?|sources?|say|said|mention|quoted|found|"
    r"find|answer|know|information)\b|\b(?:articles|sources)\b[^.]*\b(?:not|no|nothing|nobody|none)\b|\bask\b",
    re.IGNORECASE,
)
# What points back whatever else a question names: "about that", "had done so", "too?", "other firms".
_POINTS_BACK = re.compile(
    rf"\b(?:{'|'.join(sorted(AUXILIARIES | PREPOSITIONS))}) (?:that|this|these|those)\b|"
    r"\b(?:by|since|until|before|after) then\b|\bthere\b(?! (?:is|are|was|were|be)\b)|"
    r"\b(?:do|does|did|done) (?:so|the same)\b|\b(?:too|either|as well|instead)\W*$|\bother (?!than\b)",
    re.IGNORECASE,
)
# Nobody points further back; so much of each turn is read, or a question would cost what its history does.
LAST_TURNS, LONGEST_ASKED, LONGEST_ANSWER = 16, 1_000, 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """What a conversation is about.

    Attributes:
        asked: the last question, standing alone.
        base: the last question that has a subject of its own, standing alone: not "Why?".
        answer: what it was answered; empty after a refusal, whose words are nobody's subject.
        about: the noun phrases that a pronoun may mean, the likeliest first.
        people: the names that "he" or "she" may mean, the likeliest first.
    """

    asked: str
    base: str
    answer: str
    about: tuple[Phrase, ...]
    people: tuple[str, ...]


_NOTHING = _Talk(asked="", base="", answer="", about=(), people=())


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it borrows from the conversation spelled out.

    A pronoun becomes the person or the thing last asked about; "And Merz?" and "In 2023?" take
    the place of their like in the question before; "Why?" gets the words of that question. A
    refusal lends the question that it refused, never its own words.

    Args:
        question: as asked.
        history: the turns before, oldest first.
    """
    talk = _NOTHING
    for asked, answer in _exchanges(history):
        talk = _after(talk, asked, answer)
    return _resolved(question, talk)


def told(question: str, history: Sequence[Turn]) -> str:
    """Return what was answered so far, if the question asks what there is beside it; else nothing.

    Args:
        question: as asked.
        history: the turns before, oldest first.
    """
    if not _ELSE.search(question):
        return ""
    return " ".join(answer for _asked, answer in _exchanges(history) if answer)


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Yield the last (question, answer), without what was no question and what was no answer."""
    history = history[-LAST_TURNS:]
    ours = any(turn.role == "assistant" and _CITED.search(turn.content) for turn in history)
    for at, turn in enumerate(history):
        asked = turn.content[:LONGEST_ASKED]
        talk = talk_in(asked) if turn.role == "user" else None
        if turn.role != "user" or (talk is not None and talk.kind != "text"):
            continue
        follows = history[at + 1] if at + 1 < len(history) else None
        answered = follows is not None and follows.role == "assistant"
        content = follows.content[:LONGEST_ANSWER] if follows is not None and answered else ""
        content = _ONE_WORD.sub("", content)
        told = _CITED.search(content) if ours else not _REFUSES.search(content)
        yield asked, content if told else ""


def _after(talk: _Talk, question: str, answer: str) -> _Talk:
    asked = _resolved(question, talk)
    # Who says "it" goes on about the same; who names another thing, about that.
    goes_on = asked != question and in_its_place(question, talk.base) is None
    points = THING.search(question) or PERSON.search(question)
    named, answered = people_in(asked), people_in(answer)
    first = named if named or goes_on else answered
    return _Talk(
        asked=asked,
        base=talk.base if _is_bare(question) and not points else asked,
        answer=answer,
        about=talk.about
        if goes_on and talk.about
        else (*_things(asked, answer), *talk.about[:NEAR]),
        people=(*first, *talk.people, *answered),
    )


def _things(question: str, answer: str) -> tuple[Phrase, ...]:
    """Return what a question talks about; of "Which company …?" the answer may give the name."""
    people = people_in(question)
    found = [p for p in phrases(question) if p.text not in people]
    if found and found[0].before in {"which", "what"}:
        persons = people_in(answer)
        new = (n for n in names(answer) if n not in question and n not in persons)
        named = (n for n in new if not n.isupper())
        name = next((n for n in named if n.split()[0].lower() not in TIMES), "")
        found[0] = replace(found[0], text=f"{found[0].text} {name}".strip())
    return tuple(found)


def _resolved(question: str, talk: _Talk) -> str:
    if not talk.asked:
        return question
    if _SURE.match(question):
        return talk.asked
    if (put := in_its_place(question, talk.base)) is not None:
        return put
    named = with_person(question, _whom(talk))
    if _SAID_IT.search(question):
        return f"{named} ({words_of(talk.base, named)})"
    pointed = with_thing(named, talk.about, words_of(talk.base, named))
    if pointed != question:
        return pointed
    only, asked = _ONLY_ASKS.fullmatch(question), _ASKED.match(talk.base)
    if only and asked:
        return f"{only['word']} {asked['aux'].lower()}{asked['rest']}"
    if _is_bare(question):
        return f"{question} ({words_of(talk.base, question)})"
    new = not set(content_words(question)) & set(content_words(talk.base))
    if talk.about and new and _is_part(question):
        return f"{question} ({talk.about[0].text})"
    whom = PERSON.search(named)
    lost = whom is not None and not phrases(named[: whom.start()])
    if new and (lost or _POINTS_BACK.search(question) or _is_lost(question)):
        return f"{named} ({_matter(talk, named)})"
    return question


def _is_lost(question: str) -> bool:
    """Tell whether a question names nothing new: "What was left out?", "How steep were the duties?"."""
    new = names(question) or periods(question) or subject(question) is not None
    return not new and all(phrase.definite for phrase in phrases(question))


def _matter(talk: _Talk, question: str) -> str:
    """Return what the talk is about, in few words: its first thing, and the names asked and answered."""
    things = [thing.text for thing in talk.about[:1]] or [talk.base]
    named = [*names(talk.base), *names(_first_sentence(talk.answer))]
    words = " ".join([*things, *named]).split()
    return words_of(" ".join(dict.fromkeys(words)), question)


def _first_sentence(answer: str) -> str:
    return re.split(r"(?<=[.?!;])\s", _CITED.sub("", answer), maxsplit=1)[0]


def _whom(talk: _Talk) -> Iterator[str]:
    """Yield whom "he" may mean: after "Who …?" the one whom the answer names comes first."""
    if _WHO.match(talk.asked):
        yield from people_in(talk.answer)
    yield from talk.people
    yield from re.findall(
        r"\b(?:did|does|has|had|is|was|will) ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)\b", talk.asked
    )


def _is_bare(question: str) -> bool:
    """Tell whether a question has no word that names anything: "Why?", "For how long?"."""
    return all(word in ASKING for word in content_words(question))


def _is_part(question: str) -> bool:
    """Tell whether a question asks for a part or side of something that it does not name.

    "What are the main advantages?", "What about the costs?" have one phrase and nothing of which
    it is a part; "the customs chief" and whoever speaks stand for themselves.
    """
    found = phrases(question)
    if len(found) != 1 or names(found[0].text) or subject(question) is not None:
        return False
    one = found[0]
    part = one.definite and (one.plural or " " not in one.text)
    return part or bool(ANOTHER.match(question))
