"""Turn a follow-up into a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.grammar.lexicon import AUXILIARIES, PREPOSITIONS
from index.people.gender import gender_of
from index.text.names import is_person_name
from index.text.time_expressions import periods
from index.text.words import content_words, names, tokens
from rag.question.asking import ASKING
from rag.question.speakers import SAY, subject
from rag.question.talk import talk_in
from rag.question.topic import Phrase, phrases
from rag.types import Turn

_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_HIS = frozenset({"his", "her", "hers"})
_WOMAN = frozenset({"she", "her", "hers"})
_THING = re.compile(r"\b(?:it|its|they|them|their|theirs|this|that|these|those)\b", re.IGNORECASE)
_SEVERAL = frozenset("they them their theirs these those".split())
_ITS = frozenset("its their theirs".split())
_POINTING = frozenset("this that these those".split())
# "Is it true that …", "it is likely to …": it stands for nothing.
_NO_THING = re.compile(
    r"\bit (?:\w+ ){0,2}(?:that|to)\b|\b(?:is|was) it (?:\w+ ){1,2}(?:that|to)\b", re.I
)
# "Who says so?", "When did he say that?", "Why is that?": what was said, the whole of it.
_SAID_IT = re.compile(
    rf"\b(?:{SAY})\s+(?:it|that|this|so)\W*$|^\W*(?:{SAY})\s+who\b"
    r"|^\W*(?:and )?(?:when|where|why|how) (?:is|was|were) (?:it|that|this)\W*$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^\W*(?:and )?(?:who|which (?:person|man|woman|minister|official))\b", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"^\W*(?:(?:and|but|so|or|what about|how about|what of)\b\W*)+", re.IGNORECASE
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
_CITED = re.compile(r"\[\d+\]")
_QUESTION_WORDS = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:by|for|to|since|until|from|in|on|at|with) )?"
    r"(?:how (?:many|much|long|often|far|high|low|big|large|old|\w+ly)|what|when|why|where|who|whom|how)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"^\W*(?:and )?how many\W*$", re.IGNORECASE)
_WHICH = re.compile(r"^\W*(?:which|what) (?=\w+s\b(?!['’]))", re.IGNORECASE)
# Farther back than so many noun phrases nobody points with "it".
NEAR = 3


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
    """
    talk = _NOTHING
    for asked, answer in _exchanges(history):
        talk = _after(talk, asked, answer)
    return _resolved(question, talk)


def told(question: str, history: Sequence[Turn]) -> str:
    """Return what was answered so far, if the question asks what there is beside it; else nothing."""
    if not _ELSE.search(question):
        return ""
    return " ".join(answer for _asked, answer in _exchanges(history))


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Yield (question, answer), without what was no question and what was no answer."""
    for at, turn in enumerate(history):
        talk = talk_in(turn.content) if turn.role == "user" else None
        if turn.role != "user" or (talk is not None and talk.kind != "text"):
            continue
        follows = history[at + 1] if at + 1 < len(history) else None
        answered = follows is not None and follows.role == "assistant"
        content = follows.content if follows is not None and answered else ""
        yield turn.content, content if _CITED.search(content) else ""


def _after(talk: _Talk, question: str, answer: str) -> _Talk:
    asked = _resolved(question, talk)
    # Who says "it" goes on about the same; who names another thing, about that.
    goes_on = asked != question and _in_its_place(question, talk.base) is None
    points = _THING.search(question) or _PERSON.search(question)
    named, answered = _people(asked), _people(answer)
    first = named if named or goes_on else answered
    return _Talk(
        asked=asked,
        base=talk.base if _is_bare(question) and not points else asked,
        answer=answer,
        about=talk.about if goes_on and talk.about else (*_things(asked), *talk.about[:NEAR]),
        people=(*first, *talk.people, *answered),
    )


def _things(question: str) -> tuple[Phrase, ...]:
    people = _people(question)
    return tuple(p for p in phrases(question) if p.text not in people)


def _resolved(question: str, talk: _Talk) -> str:
    if not talk.asked:
        return question
    if _SURE.match(question):
        return talk.asked
    if (put := _in_its_place(question, talk.base)) is not None:
        return put
    with_person = _with_person(question, talk)
    if _SAID_IT.search(question):
        return f"{with_person} ({_words_of(talk.base, with_person)})"
    with_thing = _with_thing(with_person, talk)
    if _HOW_MANY.match(question) and (kind := _WHICH.match(talk.base)):
        return f"How many {talk.base[kind.end() :]}"
    if _is_bare(question) and with_thing == question:
        return f"{question} ({_words_of(talk.base, question)})"
    if with_thing == question and talk.about and _is_part(question):
        return f"{question} ({talk.about[0].text})"
    return with_thing


def _is_bare(question: str) -> bool:
    """Tell whether a question has no word that names anything: "Why?", "For how long?"."""
    return all(word in ASKING for word in content_words(question))


def _words_of(asked: str, question: str) -> str:
    """Return what a question asks about, in its own words, without those that are there already."""
    there = set(content_words(question))
    rest = re.sub(r"[()]", " ", _QUESTION_WORDS.sub("", asked))
    words = [word.strip(".,?!") for word in rest.split()]
    return " ".join(word for word in words if set(content_words(word)) - there)


# -- in the place of its like ------------------------------------------------


def _in_its_place(question: str, asked: str) -> str | None:
    """Return the question before with what the new one names in the place of its like."""
    rest = _ANOTHER.sub("", question).strip(" ?!.")
    if not rest or any(word in AUXILIARIES for word in tokens(rest)) or _THING.search(rest):
        return None
    if _QUESTION_WORDS.match(rest):
        return None
    named = periods(rest)
    if named and not content_words(rest.replace(named[0].words, "")):
        return _at_another_time(rest, asked)
    if rest == question.strip(" ?!."):
        return None
    return _about_another(rest, asked) or _of_another(rest, asked)


def _at_another_time(rest: str, asked: str) -> str:
    before = periods(asked)
    if not before:
        return f"{asked.rstrip(' ?')} {rest}?"
    old = before[-1]
    new = periods(rest)[0].words
    return f"{asked[: old.place]}{new}{asked[old.place + len(old.words) :]}"


def _about_another(rest: str, asked: str) -> str | None:
    """ "And about wheat?" after "What did Li say about chips?"."""
    word = tokens(rest)[0]
    if word not in PREPOSITIONS:
        return None
    places = list(re.finditer(rf"\b{word}\b", asked, re.IGNORECASE))
    if not places:
        return f"{asked.rstrip(' ?')} {rest}?"
    return f"{asked[: places[-1].start()]}{rest}?"


def _of_another(rest: str, asked: str) -> str | None:
    """ "And Merz?" after "What did Scholz say?"; None where it is not clear whom he replaces."""
    speaking = subject(asked)
    own = names(rest)
    if not own:
        return _last_phrase(rest, asked)
    if speaking is not None:
        return asked.replace(speaking, rest, 1)
    there = names(asked)
    like = [name for name in there if is_person_name(name) == is_person_name(own[0])]
    if len(like) == 1:
        return asked.replace(like[0], rest, 1)
    words = {word for name in there for word in name.split()}
    kept = [w for w in _words_of(asked, rest).split() if re.sub(r"['’]s?$", "", w) not in words]
    return f"{rest}? ({' '.join(kept)})"


def _last_phrase(rest: str, asked: str) -> str | None:
    """ "And almonds?" after "How high is the duty on walnuts?": in the place of what ends it."""
    last = phrases(asked)[-1:]
    ends = last and asked.rstrip(" ?.!").endswith(last[0].text)
    if not ends or phrases(rest)[:1] == [] or len(phrases(asked)) < 2:
        return None
    return f"{asked[: asked.rindex(last[0].text)]}{re.sub(r'^(?:the|an?) ', '', rest)}?"


# -- pronouns ------------------------------------------------------------------


def _with_person(question: str, talk: _Talk) -> str:
    pronoun = _PERSON.search(question)
    if pronoun is None or _meant_within(question[: pronoun.start()], "he"):
        return question
    word = pronoun.group().lower()
    person = _meant(word, question, talk)
    if person is None or person in question:
        return question
    named = f"{person}'s" if word in _HIS else person
    return question[: pronoun.start()] + named + question[pronoun.end() :]


def _meant(pronoun: str, question: str, talk: _Talk) -> str | None:
    """Return the person asked about last; after "Who …?" the one whom the answer names."""
    wanted = "f" if pronoun in _WOMAN else "m"
    answered = _people(talk.answer) if _WHO.match(talk.asked) else ()
    acting = re.findall(r"\b(?:did|does|has|had|is|was|will) ([A-Z][\w’'-]+)\b", talk.asked)
    for person in (*answered, *talk.people, *acting):
        if " " not in person or gender_of(person, None, {}) in {wanted, None}:
            return person
    return None


def _people(text: str) -> tuple[str, ...]:
    """Return whom a text names: by full name, or by a surname that speaks ("Li said")."""
    return tuple(
        name
        for name in names(text)
        if not re.search(rf"\b[Tt]he {re.escape(name)}\b", text)
        and (is_person_name(name) or (" " not in name and _speaks(name, text)))
    )


def _speaks(name: str, text: str) -> bool:
    word = re.escape(name)
    return bool(
        re.search(
            rf"\b{word}\s+(?:{SAY})\b|\b(?:did|does|has|had)\s+{word}\s+(?:\w+ly\s+)?(?:{SAY})\b",
            text,
        )
    )


def _with_thing(question: str, talk: _Talk) -> str:
    """Put the thing talked about in the place of "it", "they", "that"."""
    if _NO_THING.search(question):
        return question
    for pronoun in _THING.finditer(question):
        word = pronoun.group().lower()
        if _meant_within(question[: pronoun.start()], word):
            continue
        following = tokens(question[pronoun.end() :])[:1]
        pointed = phrases(question[pronoun.end() :])[:1] if word in _POINTING else []
        if word in _POINTING and following and not _ends_there(following[0]):
            # "this duty": the words that tell which one; "that" may join two clauses.
            told = [p for p in talk.about if pointed and p.head == pointed[0].text.lower()]
            if told:
                return _put(question, pronoun, told[0].text.removesuffix(f" {told[0].head}"))
            continue
        meant = _thing(word in _SEVERAL, talk)
        if meant is not None:
            return _put(question, pronoun, f"{meant}'s" if word in _ITS else meant)
    return question


def _meant_within(before: str, pronoun: str) -> bool:
    """Tell whether the question itself holds what a pronoun means, or "that" joins two clauses."""
    clauses = re.split(r",|\b(?:and|if|when|because|but)\b", before, flags=re.IGNORECASE)
    if any(phrases(clause) for clause in clauses[:-1]):
        return True
    last = tokens(before)[-1:]
    return pronoun == "that" and bool(last) and not _ends_there(last[0])


def _ends_there(word: str) -> bool:
    return word in AUXILIARIES or word in PREPOSITIONS or word.endswith("ed") or word in ASKING


def _put(question: str, pronoun: re.Match[str], words: str) -> str:
    return question[: pronoun.start()] + words + question[pronoun.end() :]


def _thing(several: bool, talk: _Talk) -> str | None:
    fitting = [p for p in talk.about[:NEAR] if p.plural == several]
    return next((p.text for p in (*fitting, *talk.about)), None)


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
    return part or bool(_ANOTHER.match(question))
