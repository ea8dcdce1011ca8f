"""Values that flow from question to answer. All frozen; ``Answer.to_dict`` is the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.text.measures import Measure
from index.text.time_expressions import Period
from index.text.words import tokens
from index.types import Chunk, Sentence

Confidence = Literal["high", "low"]
RefusalReason = Literal["not_mentioned", "not_answered", "false_premise", "weak_retrieval"]
QuestionKind = Literal[
    "quote", "who_said", "number", "date", "fact", "list", "comparison", "over_time", "smalltalk"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles may be looked at; None means any. Dates are ISO, both inclusive.

    Of several publishers or speakers any may be the article's.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | tuple[str, ...] | None = None
    speaker: str | tuple[str, ...] | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an answer must have, as the question tells.

    Attributes:
        clauses: those that each ask for something: "What did X cut, and what did Y?" has two.
        several: more than one thing is asked for ("each", "before and after").
        reason: it asks why.
        name: somebody's or something's name is wanted.
        names: how many names, at least.
        office: words of the office whose holder is wanted.
        end: the day on which something ends, rather than any day.
        figure: a figure is wanted.
        measure: of which measure, where all clauses agree.
        counted: stem of what "how many …" counts; "" where nothing is.
        qualifiers: stems of "first", "only", "largest", which pick one out of several.
    """

    clauses: tuple[str, ...] = ()
    several: bool = False
    reason: bool = False
    name: bool = False
    names: int = 1
    office: frozenset[str] = frozenset()
    end: bool = False
    figure: bool = False
    measure: Measure | None = None
    counted: str = ""
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """What a yes-or-no question asks of its subject.

    Attributes:
        verb: as the question writes it.
        subject: what stands before it.
        passive: whether the subject suffers what the verb says ("Was the duty lifted?").
    """

    verb: str
    subject: str
    passive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Whether:
    """What a yes-or-no question claims.

    Attributes:
        claim: the question without its auxiliary verb: "Oslo lift the duty".
        time: whether it is to be done, to come, or simply so.
        judgement: whether it asks what is right or good, which no article settles.
        verb: the verb, where it is asked whether somebody said something ("promise").
        predicate: the verb with its subject, where the question's grammar leaves one.
    """

    claim: str
    time: Literal["done", "ahead", "so"]
    judgement: bool = False
    verb: str | None = None
    predicate: Predicate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The questions that one question holds.

    Attributes:
        questions: each standing alone, in order; none where it is one.
        apart: whether its words set them apart ("A vs B", "in 2019 and 2021"), so that no one sentence answers.
    """

    questions: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question understood, once: what comes after reads its fields, not its words.

    The words themselves go to the models only: embedder, reader, language model.

    Attributes:
        question: as asked.
        standalone: the same with follow-up words resolved.
        kind: what sort of answer is wanted.
        terms: content words, lower case, as written.
        names: names of people or institutions in the question.
        speakers: those of the ledger's speakers whom the question names.
        numbers: figures in the question.
        phrases: words the reader put in quotation marks.
        topic: the question without its question words and speaker ("the Geneva consensus").
        words: its tokens, in their order.
        stems: of its content words.
        named: the names in it, as it writes them; nations too where it has no capital at all.
        periods: the spans of time that it names.
        claim: what somebody is asked to have said ("Did Li say that …?"); None for other questions.
        expected: what an answer must have.
        follows_up: words of an earlier question were borrowed.
        names_speaker: it says whose words it wants, rather than naming people by the way.
        wants_all: all that somebody said is wanted.
        of_unknown: somebody's words are wanted whom the ledger does not know.
        latest: the words that ask for the newest ("currently"), and where they stand; None otherwise.
        both_sides: for a comparison of two countries, all names of each.
        publishers: those of the index that it names.
        language: in which it is asked, where that is not English.
        told: what was answered before, where it is asked what there is beside it; else empty.
        every: whether all of something is asked for ("List all fees").
        whether: what a yes-or-no question claims; None for other questions.
        granted: what a question for a reason or a time takes for granted; None for other questions.
        present: whether it asks how things are now ("What is …?"), not how they were.
        newest: whether the newest of several values is asked for by name.
        earlier: whether the value of the year, or month, before is asked for.
        unheard: a full name whose words are asked for, and of whom the ledger has none.
        measured: the nouns that it wants a figure of, in small letters.
        does: the verb of a question for a figure ("How much did X export?"); None where there is none.
        parts: the questions that it holds.
    """

    question: str
    standalone: str
    kind: QuestionKind
    terms: tuple[str, ...]
    names: tuple[str, ...]
    speakers: tuple[str, ...]
    numbers: tuple[str, ...]
    phrases: tuple[str, ...]
    topic: str
    words: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    claim: str | None = None
    expected: Expected = field(default_factory=Expected)
    follows_up: bool = False
    names_speaker: bool = False
    wants_all: bool = False
    of_unknown: bool = False
    latest: tuple[str, int] | None = None
    both_sides: tuple[frozenset[str], ...] = ()
    publishers: tuple[str, ...] = ()
    language: str | None = None
    told: str = ""
    every: bool = False
    whether: Whether | None = None
    granted: Whether | None = None
    present: bool = False
    newest: bool = False
    earlier: bool = False
    unheard: str | None = None
    measured: frozenset[str] = frozenset()
    does: str | None = None
    parts: Parts = Parts()
    filters: Filters = field(default_factory=Filters)

    @property
    def names_by_the_way(self) -> bool:
        """Tell whether people are named, and nothing says that it is their words that are asked for."""
        own = self.names_speaker or self.wants_all or self.filters.speaker is not None
        plain = self.claim is None and self.whether is None and bool(self.topic)
        return self.kind == "quote" and bool(self.speakers) and plain and not own

    def names_unheard(self, text: str) -> bool:
        """Tell whether a text has the whole name of whose words the ledger lacks."""
        return self.unheard is not None and set(tokens(self.unheard)) <= set(tokens(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Chunk):
    """A chunk found for a question, with the score of each stage (higher is better)."""

    score: float
    scores: Mapping[str, float]
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """One result of a search: ``article.text[start:end] == text``.

    Attributes:
        chunk_id: the chunk that was found, the passage's reason for being here.
        chunk_start, chunk_end: where that chunk stands in the article.
        score: of the article; where only a chunk is shown, of that.
        scores: of the chunk in each stage.
    """

    article_id: str
    chunk_id: str
    rank: int
    score: float
    scores: Mapping[str, float]
    start: int
    end: int
    text: str
    chunk_start: int
    chunk_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One sentence put before the model, with where it stands."""

    article_id: str
    chunk_id: str
    sentence: int
    start: int
    end: int
    text: str
    score: float

    @classmethod
    def of(cls, sentence: Sentence, chunk_id: str, score: float = 1.0) -> Evidence:
        """Return a sentence as evidence.

        Args:
            sentence: with where it stands.
            chunk_id: of the chunk that holds it.
            score: how well it meets the question; the higher the better.
        """
        return cls(
            article_id=sentence.article_id,
            chunk_id=chunk_id,
            sentence=sentence.number,
            start=sentence.start,
            end=sentence.end,
            text=sentence.text,
            score=score,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the articles do say, offered under a refusal."""

    article_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """An article close to the question."""

    article_id: str
    title: str | None


def nearest_named(nearest: Sequence[Nearest]) -> str:
    """Return the sentence of a refusal that names the nearest articles."""
    return f"Nearest: {'; '.join(f'“{n.title or n.article_id}”' for n in nearest)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no answer, and what there is instead.

    ``missing`` are the asked names or words that the archive does not hold.
    """

    reason: RefusalReason
    message: str
    instead: tuple[Said, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def without_nearest(self) -> str:
        """Return the message for who shows the nearest articles beside it."""
        return self.message.removesuffix(nearest_named(self.nearest)).rstrip()

    @property
    def unread(self) -> tuple[Nearest, ...]:
        """Return the nearest articles of which no words are offered."""
        offered = {said.article_id for said in self.instead}
        return tuple(n for n in self.nearest if n.article_id not in offered)
