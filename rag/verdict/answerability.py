"""Is there an answer at all? Decided by the evidence; the model's opinion is one voice in it.

A logistic model over a few signs. Its weights come from ``python -m eval.fitting.answerability``, which
fits them on development questions and prints them with their cross-validated figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.library import Library
from index.people.transliteration import spelling
from index.text.lexicon import SPEECH
from index.text.names import is_person_name
from index.text.places import countries
from index.text.synonyms import alike, american, related, stems_of, word_root
from index.text.words import tokens
from index.types import Sentence, overlap
from rag.evidence.context import whole
from rag.evidence.has_expected import (
    fits,
    gives_reason,
    leaves_unsaid,
)
from rag.evidence.select import Scored, coverage, held_stems
from rag.statements.statement import Statement
from rag.types import Query
from rag.verdict.yes_no.settled import refuted

CONSIDERED = 8
MOSTLY = 0.5

FEATURES = ("logit", "context", "expected", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for the sentence that would be shown first.

    Attributes:
        logit: the reader's, of that sentence or statement; None where nothing was read.
        context: weighted share of the question's words in it with its neighbours and title.
        missing: weighted share of the question's words that no passage of the index holds.
        missing_name: share of the names in the question that have one of those words; 1 if it is
            more than a third.
        why: 1 for a question for a reason where no near sentence gives one, or one denies the fact.
        expected: 1 where it has the figure, day or name that is asked for, or none is.
        missing_words: the names, as asked, of which some word is held by nothing; without any, the
            words that nothing holds.
    """

    logit: float | None
    context: float
    missing: float
    missing_name: float
    why: float
    expected: float
    missing_words: tuple[str, ...] = ()


def signs(
    query: Query,
    scored: Sequence[Scored],
    statements: Sequence[Statement],
    weights: Mapping[str, float],
    library: Library,
) -> Signs:
    """Read the signs off what was found.

    Args:
        query: the question.
        scored: the sentences, best first.
        statements: what the ledger has for it, best first.
        weights: {stem: weight} of the question's words, as from ``rarity``.
        library: the index.
    """
    near = scored[:CONSIDERED]
    # When something was is told by dates, not by the words of the question.
    times = {word for period in query.periods for word in tokens(period.words)}
    # Nor is a name missing that the ledger knows under another spelling.
    heard = {spelling(word) for speaker in query.speakers for word in tokens(speaker)}
    # Who asks what somebody wrote does not ask for the word "write".
    asking = SPEECH if query.kind in {"quote", "who_said"} else frozenset()
    # What only a headline names is named.
    heads = held_stems(" ".join(library.article(i.sentence.article_id).title or "" for i in near))
    missing = [
        t
        for t in query.terms
        if t not in times
        and t not in asking
        and spelling(t) not in heard
        and not _known(t, heads, library)
    ]
    named = query.named
    lost_names = [name for name in named if set(tokens(name)) & set(missing)]
    his = _his_words(query, statements, scored)
    if his:
        logit = statements[0].logit
        # Who asks what somebody said, and no more, asks for nothing else to be there.
        topic = of_topic(query, weights)
        around = _around(statements[0], _before(statements[0], library), library)
        context = coverage(topic, around) if topic else 1.0
    else:
        logit = near[0].logit if near else None
        context = _in_context(near[:1])
    return Signs(
        logit=logit,
        context=context,
        missing=sum(weights.get(word_root(term), 0.0) for term in missing),
        missing_name=_share_missing(len(lost_names), len(named)),
        why=float(
            query.expected.reason
            and not (any(map(_gives_reason, near)) and refuted(query, scored) is None)
        ),
        expected=float(his or (bool(near) and fits(query, whole(near[0].sentence, library)))),
        missing_words=tuple(lost_names or missing),
    )


def _share_missing(lost: int, asked: int) -> float:
    """Return how much lost names count: one of many may be by the way, one of two hardly is."""
    return 1.0 if 3 * lost > asked else lost / max(1, asked)


def _his_words(query: Query, statements: Sequence[Statement], scored: Sequence[Scored]) -> bool:
    """Tell whether a person's words are asked for, and the ledger has some that answer."""
    if query.kind not in {"quote", "who_said"} or not statements:
        return False
    speaker = statements[0].speaker
    person = speaker is not None and is_person_name(speaker)
    return person and not outread(query, statements[0], scored)


def outread(query: Query, statement: Statement, scored: Sequence[Scored]) -> bool:
    """Tell whether the reader clearly prefers a sentence to a statement of the ledger.

    Not every question that names a speaker asks for words; where nothing but the words is asked
    for, any statement of the speaker answers.

    Args:
        query: the question; without a topic nothing but the words is asked for.
        statement: the ledger's best.
        scored: the sentences, of which those that were read count.
    """
    if statement.logit is None or statement.says or not query.topic:
        return False
    read = [item.logit for item in scored if item.logit is not None]
    return max(read, default=statement.logit) > statement.logit + CLEARLY


def of_topic(query: Query, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of what words are asked about; their speaker's name and the asked time are no signs.

    Args:
        query: the question, with its topic.
        weights: {stem: weight} of all its words, as from ``rarity``.
    """
    times = {word_root(word) for period in query.periods for word in tokens(period.words)}
    about = stems_of(query.topic) - times
    held = {name: weight for name, weight in weights.items() if name in about}
    return {name: weight / sum(held.values()) for name, weight in held.items()}


def topic_of_another(topic: Mapping[str, float], said: Statement, library: Library) -> bool:
    """Tell whether only what somebody else says just before a statement has words of its topic.

    Args:
        topic: {stem: weight}, as from ``of_topic``.
        said: the statement.
        library: the index.
    """
    quotes = [
        q.quote for q in library.quotes_in(said.article_id) if q.quote.speaker != said.speaker
    ]
    others = [s for s in _before(said, library) if any(overlap(quote, s) for quote in quotes)]
    own = coverage(topic, _around(said, [], library))
    return own == 0 and coverage(topic, " ".join(s.text for s in others)) > 0


def _before(said: Statement, library: Library) -> Sequence[Sentence]:
    return library.sentences(said.article_id)[: said.sentences[0].number][-1:]


def _around(said: Statement, before: Sequence[Sentence], library: Library) -> str:
    """Return a statement with who said it, its article's title, and what stands before it."""
    title = library.article(said.article_id).title or ""
    return " ".join([said.speaker or "", title, *(s.text for s in (*before, *said.sentences))])


def _in_context(best: Sequence[Scored]) -> float:
    return sum(item.coverage + item.signs["context"] for item in best)


def _known(term: str, heads: frozenset[str], library: Library) -> bool:
    """Tell whether a headline or any passage holds a word, its other spelling, or one that says the same."""
    if alike(word_root(term)) & heads:
        return True
    # "Tunis has suspended …" names Tunisia.
    nation = next((names for names in countries() if term in names), ())
    words = (term, american(term), *related(term), *nation)
    return any(library.term_frequency(word) for word in words)


def _gives_reason(item: Scored) -> bool:
    return item.coverage >= MOSTLY and gives_reason(item.sentence.text)


def left_unsaid(query: Query, scored: Sequence[Scored]) -> bool:
    """Tell whether the best sentence says that just this was not told ("gave no amount").

    Args:
        query: the question; for one that wants nothing particular nothing is left unsaid.
        scored: the sentences, best first.
    """
    particular = query.kind in {"number", "date"} or query.expected.name
    return particular and bool(scored) and leaves_unsaid(scored[0].sentence.text)


# So much more log odds make a preference of the reader a clear one.
CLEARLY = 0.5
# Sure from here on: a wrong answer costs about two right ones that are only shown as the closest.
SURE = 0.62
# Below, not even the closest sentences are worth showing.
NEAR = 0.02
# Above, a model is not asked.
CERTAIN = 0.85
# The bias, then one weight per feature: with the reader, and without it.
WITH_READER = (-1.41, 1.17, 1.58, 0.54, -1.27)
ALONE = (-2.56, 0.0, 2.92, 0.91, -0.9)
# The bias, then the weights of the log odds by the signs alone and by the model.
WITH_MODEL = (-0.56, 0.69, 1.46)


def answerability(s: Signs, model_says: float | None) -> float:
    """Return the probability that what would be shown answers the question.

    Args:
        s: the signs.
        model_says: the model's own probability, None where no model was asked.
    """
    weights = ALONE if s.logit is None else WITH_READER
    alone = _logistic(weights, values(s))
    if model_says is None:
        return alone
    return _logistic(WITH_MODEL, [log_odds(alone), log_odds(model_says)])


def values(s: Signs) -> list[float]:
    """Return the signs in the order of ``FEATURES``; what was not read counts nothing."""
    return [float(getattr(s, name) or 0.0) for name in FEATURES]


def _logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    z = sum(weight * value for weight, value in zip(weights, [1.0, *values], strict=True))
    return 1 / (1 + math.exp(-z))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, clipped to 0.02 … 0.98."""
    clipped = min(max(probability, 0.02), 0.98)
    return math.log(clipped / (1 - clipped))


def open_to_a_model(query: Query, statements: Sequence[Statement], likely: float) -> bool:
    """Tell whether a model's word can change what becomes of a question.

    The ledger alone decides where a person's words were asked for and it has some; what is
    certain by the evidence alone, and what is hopeless, needs no second opinion.

    Args:
        query: the question.
        statements: what the ledger has for it.
        likely: the probability by the evidence alone.
    """
    ledger = query.kind in {"quote", "who_said"} and bool(statements)
    return not ledger and NEAR <= likely < CERTAIN
