"""Understand a question: what is asked, about whom, in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.errors import UsageError
from index.library import Library
from index.people.transliteration import spelling
from index.text.language import language_asked
from index.text.names import is_person_name, same_person
from index.text.places import places
from index.text.synonyms import related
from index.text.words import ASKING, content_stems, content_words, figures, names, stem, tokens
from rag.question.asked_speaker import SAY, subject, wants_all
from rag.question.claim import claim_in
from rag.question.expected import expected
from rag.question.follow_up import standalone, told
from rag.question.measured import done, measured
from rag.question.parts import parts
from rag.question.sides import both_sides
from rag.question.speakers import (
    asks_for_another,
    speakers_in,
    unheard,
    without_times,
)
from rag.question.spelling import spelled
from rag.question.times import asks_of_before, asks_of_now, times_meant
from rag.question.whether import granted, whether
from rag.rewriting import Rewriter
from rag.types import Filters, Query, QuestionKind, Turn

MAX_QUESTION = 2_000

_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("who_said", re.compile(rf"\bwho\b(?:\W+\w+){{0,3}}?\W+(?:{SAY})\b|\bwhose (?:words|quote)|"
                            r"\bwho (?:used|spoke) ", re.I)),
    # "What did each side cut its tariffs to?"
    ("number", re.compile(r"^\W*(?:and |to )?what\b.*\b(?:cut|raise|lower|reduce|increase|hike|slash|drop|"
                          r"fall|rise|go|set|bring)\b.*\bto\b(?! (?:do|say|be)\b)", re.I)),
    ("over_time", re.compile(r"^\W*(?:trace|chart|track)\b|\bover (?:time|the (?:years|months))\b|"
                             r"\bstep by step\b|\bhow (?:has|have|did) .{3,80}?\b(?:changed?|evolved?|"
                             r"developed?)\b", re.I)),
    ("comparison", re.compile(r"\b(?:compare|contrast|differ|difference|versus|vs\.?|each side|both "
                              r"sides)\b|\bhow d(?:o(?:es)?|id) .{3,60}? and .{3,60}? each\b|\bgo further "
                              r"than\b", re.I)),
    ("list", re.compile(r"^(?:list|name|enumerate)\b|\ball (?:the )?(?:quotes|statements|"
                        r"figures|dates|people)|\barguments? (?:for|against)\b|\b(?:for and against|pros and cons)\b|"
                        r"\bwhich (?:two|three|four|five|\w+s)\b(?= )", re.I)),
    # "What did he say when …" asks for no day; "filed when?" and "– until when?" do.
    ("date", re.compile(r"^\W*(?:and |but |so |or )?when\b|\b(?:since|until|till|from|by) when\b|\bwhen\W*$|"
                        r"[–—:;-] *when\b|\band when\b|\b(?:what|which|calendar) (?:\w+ )?(?:day|date|"
                        r"month|year)\b|\bhow long\b", re.I)),
    ("number", re.compile(r"\bhow (?:much|many|high|low|large|big|far)\b|\b(?:what|which) (?:\w+ ){0,"
                          r"3}(?:rate|percentage|percent|share|figure|number|level|value|amount|"
                          r"price|cost|range|sum|tariffs?)\b|\bwhat\b.*\b(?:worth|(?:valued|estimated|"
                          r"priced) at)\b|\b(?:what|how many) (?:%|per ?cent)", re.I)),
    ("quote", re.compile(rf"\b(?:what|how|why)\b.*\b(?:{SAY})\b|\bdid\b.*\b(?:say|tell|claim)\b|"
                         r"\baccording to\b|\b(?:quote|quotes|statement|statements|remarks) (?:by|"
                         r"from|of)\b", re.I)),
)  # fmt: skip
# "tariff on Vietnam?": a quantity and no verb is a question for its figure.
_QUANTITY = re.compile(
    r"\b(?:rate|tariff|duty|duties|levy|cost|price|share|percentage|value|amount|total|revenue|deficit|surplus|"
    r"threshold|quota|number)s? (?:of|on|for|in|by|per)\b|\b(?:cost|price|share|rate)\W*$",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    rf"\b(?:who|what|which|why|where|how|is|are|was|were|do|does|did|has|have|will|can|{SAY})\b",
    re.I,
)
_NOT_WORDS = re.compile(
    r"\W*(?:who|which|where|is|are|was|were|has|have|why|what (?:is|are|was|were))\b", re.IGNORECASE
)
# "Was Heisdorffer still that upbeat?" is answered by what he said.
_ATTITUDE = re.compile(
    r"\b(?:upbeat|optimistic|pessimistic|confident|worried|concerned|hopeful|happy|pleased|satisfied|angry|"
    r"critical|sceptical|skeptical|support\w*|oppos\w*|agree\w*|disagree\w*|believ\w*|favou?r\w*|worr(?:y|ies)|"
    r"fears?|hopes?|concerns?|advice|complaints?|forecasts?)\b",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:latest|most recent(?:ly)?|newest|currently|at present|right now|as of (?:now|today))\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"^\W*(?:please )?(?:list|enumerate)\b|^\W*(?:please )?(?:name|give|show|which|what)\b.{0,12}\b(?:all|every)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[\"“”„«]([^\"“”„«»]{3,})[\"“”»]|(?<!\w)['‘]([^'’]{8,})['’](?!\w)")


def check_question(question: str) -> str:
    """Return the question without control characters and outer space.

    Raises:
        UsageError: it is empty or too long to be a question.
    """
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", question)
    text = re.sub(r"\s+", " ", text).strip()
    if not re.search(r"\w", text):
        raise UsageError("The question is empty; ask for example: What did Li Chenggang say?")
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(text):,} characters, {MAX_QUESTION:,} are read; shorten it."
        )
    return text


def understand(
    question: str,
    history: Sequence[Turn],
    filters: Filters,
    library: Library,
    rewriter: Rewriter | None = None,
) -> Query:
    """Work out what is asked, about whom, and in which words the index may hold it.

    Args:
        question: as asked, checked.
        history: the turns before, oldest first.
        filters: which articles may be looked at.
        library: the index: who speaks in it, who publishes.
        rewriter: makes a follow-up stand alone.
    """
    asked = standalone(question, history, rewriter)
    phrases = tuple(first or second for first, second in _PHRASE.findall(asked))
    speakers = tuple(_chosen(filters.speaker, library) or speakers_in(asked, library))
    looked_for = content_words(_without_publishers(asked, library))
    terms = tuple(word for word in looked_for if word not in ASKING)
    claim = claim_in(asked) if speakers else None
    words_wanted = claim is not None or (speakers and wants_all(asked))
    kind = "quote" if words_wanted else kind_of(asked, speakers)
    wanted = expected(asked, kind)
    latest = _LATEST.search(asked)
    times = times_meant(asked, library)
    return Query(
        question=question,
        standalone=asked,
        kind=kind,
        terms=tuple(spelled(term, library) for term in terms),
        names=tuple(dict.fromkeys([*speakers, *names(without_times(asked))])),
        speakers=speakers,
        numbers=tuple(sorted(figures(asked))),
        phrases=phrases,
        topic=_topic(asked, speakers, library),
        periods=times,
        claim=claim,
        words=tuple(tokens(asked)),
        stems=content_stems(asked),
        named=tuple(names(asked)) or _typed_nations(asked),
        expected=wanted,
        follows_up=asked != question,
        names_speaker=subject(asked) is not None,
        wants_all=wants_all(asked),
        of_unknown=asks_for_another(asked, speakers),
        latest=(latest.group(), latest.start()) if latest else None,
        both_sides=both_sides(asked, speakers, library) if kind == "comparison" else (),
        publishers=_publishers(asked, library),
        measured=measured(asked, in_units=wanted.measure is not None)
        if kind == "number"
        else frozenset(),
        does=done(asked) if kind == "number" else None,
        language=language_asked(question),
        told=told(question, history),
        every=bool(_EVERY.search(asked)),
        whether=whether(asked),
        granted=granted(asked),
        present=asks_of_now(asked),
        earlier=asks_of_before(asked),
        unheard=unheard(asked, speakers),
        parts=parts(asked, times),
        filters=filters,
    )


def _typed_nations(question: str) -> tuple[str, ...]:
    """Return the nations in a question without a capital, as it is typed into a search box."""
    return tuple(sorted(places(question.title()))) if question == question.lower() else ()


def as_fact(query: Query) -> Query:
    """Return a question that names people by the way as one that asks for none of their words."""
    kind = kind_of(query.standalone, ())
    return replace(query, kind=kind, expected=expected(query.standalone, kind))


def _without_publishers(question: str, library: Library) -> str:
    """Return a question without the names of publishers: an article seldom holds its own."""
    for name in sorted(_publishers(question, library), key=len, reverse=True):
        question = _as_named(name).sub(" ", question)
    return question


def _publishers(question: str, library: Library) -> tuple[str, ...]:
    """Return the publishers that a question names."""
    held = question.casefold().replace("’", "'")
    near = [name for name in library.publishers() if name.casefold().replace("’", "'") in held]
    return tuple(name for name in near if _as_named(name).search(question))


def _as_named(publisher: str) -> re.Pattern[str]:
    """Return what finds a publisher's name; a single word ("Fortune") only as the publisher writes it."""
    form = re.escape(publisher.replace("’", "'")).replace("'", "['’]")
    whole_name = " " in publisher.removeprefix("The ")
    return re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE if whole_name else re.NOFLAG)


def _chosen(speaker: str | Sequence[str] | None, library: Library) -> list[str]:
    """Return the ledger's names for the speakers that a filter asks for."""
    if speaker is None:
        return []
    wanted = [speaker] if isinstance(speaker, str) else speaker
    known = [name for name, _count in library.speakers()]
    return [name for name in known if any(same_person(one, name) for one in wanted)]


def kind_of(question: str, speakers: Sequence[str]) -> QuestionKind:
    """Tell what sort of answer is wanted; keywords with a known speaker want his words.

    Args:
        question: standing alone.
        speakers: of the ledger, whom it means.
    """
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    people = [name for name in speakers if is_person_name(name)]
    if people and (_ATTITUDE.search(question) or not _NOT_WORDS.match(question)):
        return "quote"
    return "number" if _QUANTITY.search(question) and not _VERBAL.search(question) else "fact"


# "after the talks", "once the summit ended": when it was said, not what about.
_WHEN_CLAUSE = re.compile(
    r"(?<=\w)[ ,]+(?:after|before|during|following|once|when|ahead of)\b.*$", re.IGNORECASE
)


def _topic(question: str, speakers: Sequence[str], library: Library) -> str:
    """Return the content words that are neither the speaker nor the asking."""
    own = {word for speaker in speakers for word in tokens(speaker)}
    roles = " ".join(role for _name, role in library.roles_of(speakers)).replace("-", " ")
    own |= {other for word in tokens(roles) for other in (word, *related(word))}
    own |= {spelling(word) for speaker in speakers for word in tokens(speaker)}
    asking = {stem(word) for word in re.split(r"[|\W]+", SAY) if word}
    kept = [
        w
        for w in content_words(_WHEN_CLAUSE.sub("", question))
        if not {w, spelling(w)} & own and stem(w) not in asking
    ]
    about = [w for w in kept if w not in ASKING]
    # "What did he say in 2018?" asks about nothing in particular.
    return " ".join(about) if set(about) & set(content_words(without_times(question))) else ""
