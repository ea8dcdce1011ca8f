"""Verbs and phrases that announce somebody's words, and who stands beside them as speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from index.grammar.clauses import clause_subjects, phrase_after
from index.grammar.noun_phrases import Phrase, can_speak, is_adverb, is_name
from index.grammar.shown import shown_saying
from index.grammar.subjects import subject_before
from index.grammar.tokens import Paragraph, Token
from index.grammar.verb_forms import before_adverbs, is_finite, is_passive
from index.text.lexicon import (
    BE,
    CONJUNCTIONS,
    CORE,
    INVERTING,
    NOUNLIKE,
    PASSIVE,
    PREPOSITIONS,
    SPEECH,
    TIMES,
)

REACH = 80
"""No rule looks farther than so many tokens: time stays linear in sentences without an end."""
Shape = Literal["before", "after", "participle", "according", "by"]
_CORE_FORMS = frozenset(form for form, base in SPEECH.items() if base in CORE)
_BEFORE_CLAUSE = frozenset("after before since until as than like till".split())
_NOTHING = Token("?", "", "", 0, 0)
_BARE = frozenset(base for base in SPEECH.values() if base in SPEECH)


VERB = attrgetter("verb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb with its speaker, as token positions in one paragraph.

    Attributes:
        verb: first token of the verb; ``verb_end`` is one past its last.
        subject: the phrase that names the speaker.
        shape: where the speaker stands: before the verb, after it (“…,” said Li), before it
            as subject of another verb ("Li left, saying"), or after "according to" or "by".
    """

    verb: int
    verb_end: int
    subject: Phrase
    shape: Shape

    @property
    def start(self) -> int:
        """Return the first token of verb and speaker."""
        return min(self.verb, self.subject[0])

    @property
    def end(self) -> int:
        """Return one past the last token of verb and speaker."""
        return max(self.verb_end, self.subject[1])


def near(cues: Sequence[Cue], at: int) -> Sequence[Cue]:
    """Return the cues whose verbs stand within ``REACH`` tokens of a position, in order.

    Args:
        cues: of a paragraph, in order.
        at: a token.
    """
    first = bisect_left(cues, at - REACH, key=VERB)
    return cues[first : bisect_right(cues, at + REACH, key=VERB)]


def cues(paragraph: Paragraph) -> list[Cue]:
    """Return the cues of a paragraph in order of their verbs."""
    found: list[Cue] = []
    tokens = paragraph.tokens
    for at, token in enumerate(tokens):
        if token.kind != "w":
            continue
        cue = None
        if token.low in SPEECH and not token.capital:
            if token.low not in NOUNLIKE or _takes_words(tokens, at):
                cue = _verb_cue(paragraph, at, found)
        elif token.low in INVERTING and at == _bounds(paragraph, at)[0]:
            cue = _opening(paragraph, at)
        elif token.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            cue = _according(paragraph, at)
        if cue is not None:
            found.append(cue)
    return found


def _takes_words(tokens: Sequence[Token], at: int) -> bool:
    """A form that may be a noun is a verb if what was said, or who was judged, comes next."""
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.kind in "q:":
        return True
    return following.capital or following.low in {"that", "it", "him", "her", "them", "the", "a",
                                                  "his", "their", "how", "why", "what"}  # fmt: skip


def _opening(paragraph: Paragraph, at: int) -> Cue | None:
    """ "Said Li: “…”": the verb opens the sentence."""
    _, last = _bounds(paragraph, at)
    named = phrase_after(paragraph.tokens, at + 1, last)
    if named is None or not paragraph.tokens[named[0]].capital:
        return None
    return Cue(verb=at, verb_end=at + 1, subject=named, shape="after")


def _bounds(paragraph: Paragraph, at: int) -> tuple[int, int]:
    first, last = paragraph.bounds(at)
    return max(first, at - REACH), min(last, at + REACH)


def _verb_cue(paragraph: Paragraph, at: int, before: Sequence[Cue]) -> Cue | None:
    tokens = paragraph.tokens
    first, _last = _bounds(paragraph, at)
    first = _after_quote(tokens, at, first)
    low = tokens[at].low
    behind = before_adverbs(tokens, at, first)
    before_verb = tokens[behind] if behind >= first else _NOTHING
    if tokens[at - 1].low == "having" and at > first:
        return _participle(paragraph, at, before)
    if is_passive(tokens, at, first):
        return _by(paragraph, at)
    # "A video posted by critics": a participle behind its noun.
    if low in PASSIVE and tokens[at + 1 : at + 2] and tokens[at + 1].low == "by":
        by = _by(paragraph, at)
        if by is not None and can_speak(tokens, by.subject):
            return by
    if low.endswith("ing") and before_verb.low not in BE:
        return _participle(paragraph, at, before)
    if low in _BARE and low != "read" and not is_finite(before_verb):
        infinitive = low == "say" and before_verb.low in {"to", "and"}
        return _participle(paragraph, at, before) if infinitive else None
    subject = subject_before(tokens, at, first)
    inverted = _inverted(paragraph, at)
    if inverted is not None and (subject is None or _prefers(tokens, at, subject, inverted)):
        return Cue(verb=at, verb_end=at + 1, subject=inverted, shape="after")
    if subject is not None and not _is_object(tokens, subject, first):
        if low in _CORE_FORMS or can_speak(tokens, subject):
            return Cue(verb=at, verb_end=at + 1, subject=subject, shape="before")
        return None
    # "Li left and said": the verb shares the subject of the one before.
    joins = before_verb.low in {"and", "but", "then"} or before_verb.kind == ","
    if subject is None and joins:
        return _participle(paragraph, at, before)
    return None


def _inverted(paragraph: Paragraph, at: int) -> Phrase | None:
    """Return the speaker after the verb, if no clause of its own begins there."""
    tokens = paragraph.tokens
    first, last = _bounds(paragraph, at)
    if tokens[at].low not in INVERTING or not _may_invert(tokens, at, first):
        return None
    named = phrase_after(tokens, at + 1, last)
    if named is None or any(token.kind == "q" for token in tokens[max(0, at - 2) : at]):
        return named
    if not can_speak(tokens, named):
        return None
    if named[1] >= last:
        return named
    following = tokens[named[1]]
    ends = following.kind in ",.-(;:" or following.low in PREPOSITIONS | CONJUNCTIONS | TIMES
    return named if ends and following.low != "that" else None


def _prefers(tokens: Sequence[Token], at: int, subject: Phrase, inverted: Phrase) -> bool:
    """After a comma the speaker may stand on either side: a name wins over a common noun."""
    if tokens[at - 1].kind not in ",-":
        return False
    return any(t.capital for t in tokens[slice(*inverted)]) or not is_name(tokens[subject[0]])


def _after_quote(tokens: Sequence[Token], at: int, first: int) -> int:
    """A subject is not looked for on the far side of a quotation."""
    return next((i for i in range(at, first, -1) if tokens[i - 1].kind == "q"), first)


def _is_object(tokens: Sequence[Token], subject: Phrase, first: int) -> bool:
    """ "of China said": a phrase after a preposition is no subject."""
    at = subject[0]
    if at <= first or tokens[at - 1].low not in PREPOSITIONS - _BEFORE_CLAUSE:
        return False
    # "Where the ore comes from Union leader Kallio said": a question keeps its preposition to its end.
    opens = next((i for i in range(at - 1, first, -1) if tokens[i - 1].kind != "w"), first)
    return not (tokens[at].capital and tokens[opens].low in {"where", "what", "who", "which"})


def _by(paragraph: Paragraph, at: int) -> Cue | None:
    """ "was described by Trump as": the speaker stands after "by"."""
    tokens = paragraph.tokens
    _, last = _bounds(paragraph, at)
    for i in range(at + 1, min(last, at + 5)):
        if tokens[i].low in {"to", "be"}:
            break
        if tokens[i].low == "by":
            named = phrase_after(tokens, i + 1, last)
            return named and Cue(verb=at, verb_end=i + 1, subject=named, shape="by")
    return None


def _participle(paragraph: Paragraph, at: int, before: Sequence[Cue]) -> Cue | None:
    """ "Li left, saying": the subject is that of the clause the participle hangs on."""
    tokens = paragraph.tokens
    first, _ = _bounds(paragraph, at)
    i = before_adverbs(tokens, at, first)
    if i >= first and tokens[i].low in {"that", "if", "whether", "because"}:
        return None  # "know that adding tariffs hurts": no speech, but a subject
    shown = shown_saying(tokens, i, first)
    if shown is not None and at + 1 < len(tokens) and tokens[at + 1].low != "about":
        return Cue(verb=at, verb_end=at + 1, subject=shown, shape="participle")
    subject = governing_subject(paragraph, at, before)
    if subject is None:
        return None
    if tokens[i].low == "and" and not can_speak(tokens, subject):
        # "The sum rose before Li came and said": the nearer clause goes on.
        subject = clause_subjects(tokens, first, at)[-1][0]
    return Cue(verb=at, verb_end=at + 1, subject=subject, shape="participle")


def governing_subject(paragraph: Paragraph, at: int, before: Sequence[Cue]) -> Phrase | None:
    """Return the subject of the main clause before a position in its sentence.

    Args:
        paragraph: with its sentences.
        at: a token.
        before: the paragraph's cues, of which those before it count.
    """
    first, _ = _bounds(paragraph, at)
    said = next(
        (cue for cue in reversed(near(before, at)) if first <= cue.start and cue.end <= at
         and cue.shape in {"before", "after", "participle"}), None,
    )  # fmt: skip
    clauses = clause_subjects(paragraph.tokens, first, at)
    main = [phrase for phrase, is_main in clauses if is_main]
    if said is not None:
        later = [p for p in main if p[0] > said.end and p != said.subject]
        return later[-1] if later else said.subject
    if main:
        return main[-1]
    return clauses[0][0] if clauses else None


def _may_invert(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Inversion stands after the words, a comma, or at the sentence's start."""
    i = at - 1
    while i >= first and (is_adverb(tokens[i]) or tokens[i].low == "as"):
        i -= 1
    return i < first or tokens[i].kind in "q,-"


def _according(paragraph: Paragraph, at: int) -> Cue | None:
    _, last = _bounds(paragraph, at)
    named = phrase_after(paragraph.tokens, at + 2, last)
    if named is None:
        return None
    start, end = named
    # "According to certain forecasts, …": what could be a verb ends the phrase before a comma.
    whole = (
        end + 1 < last
        and paragraph.tokens[end].low in SPEECH
        and paragraph.tokens[end + 1].kind == ","
    )
    return Cue(verb=at, verb_end=at + 2, subject=(start, end + whole), shape="according")
