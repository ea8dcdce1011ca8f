"""Second stage: from ranked chunks to the few sentences worth a model's time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import zip_longest

from index.library import Library
from index.models.embedder import Vectors
from index.store.ledger import ArticleQuote
from index.text.days import names_day, years_meant
from index.text.names import same_person
from index.text.synonyms import alike, word_root
from index.text.time_expressions import Period, day_of
from index.text.words import content_stems, counts, tokens
from index.types import Sentence, overlap
from rag.evidence.context import SAME_WORDS, is_heading, leaning_on, repeats
from rag.evidence.parts import Holds
from rag.retrieval.retriever import Retrieval
from rag.types import Candidate, Evidence, Query

CHARACTERS_PER_TOKEN = 4.2
# What speaks for a sentence, by how much: fitted on trade and XQuAD questions (docs/retrieval.md);
# ``python -m eval.fitting.evidence`` fits such weights on question sets of one's own.
WEIGHTS = {
    "similarity": 1.18,
    "coverage": 1.22,
    "context": 0.62,
    "passage": 0.97,
    "figure": 0.45,
    "day": 0.30,
    "spoken": 0.62,
    "period": 0.36,
    "heading": -0.36,
}
# News of a time is printed up to a month later, and announced a little before.
EARLIER, LATER = timedelta(days=3), timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What is taken beside the best sentences, and what is left out.

    Attributes:
        far_behind: a sentence whose score is so much below the best one's answers no question
            that the best one does not.
        same_words: the share of words from which a sentence only repeats an earlier one.
        before: whether a sentence that leans on the one before brings it along.
    """

    far_behind: float = 1.2
    same_words: float = SAME_WORDS
    before: bool = True


AS_SHIPPED = Taking()


# The reader's log odds under which it sees no answer at all.
FAR_OFF = -2.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A sentence with how well it meets the question.

    Attributes:
        similarity: cosine of question and sentence.
        coverage: share of the question's content words (by rarity) that the sentence holds.
        spoken: whether it holds words of somebody whom the question names.
        signs: what speaks for it, by the names of ``WEIGHTS``, each about 0 to 1.
        score: their weighted sum, with the reader's logit added where it has read the sentence.
        logit: the reader's log odds that the sentence answers; None where it was not read.
        span: where in the sentence the asked-for words stand, by the reader.
    """

    sentence: Sentence
    chunk_id: str
    similarity: float
    coverage: float
    spoken: bool
    signs: Mapping[str, float]
    score: float
    logit: float | None = None
    span: tuple[int, int] | None = None

    @property
    def far_off(self) -> bool:
        """Tell whether the reader sees no answer in it at all; never where it was not read."""
        return self.logit is not None and self.logit < FAR_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Tells how well a sentence meets a question.

    Attributes:
        query: the question.
        vector: its embedding.
        weights: {stem: weight} of the words that count, as from ``rarity``.
        passages: {chunk id: score of the first stage as a share of the best}; 0 for others.
        library: the index.
    """

    query: Query
    vector: Vectors
    weights: Mapping[str, float]
    passages: Mapping[str, float]
    library: Library

    @classmethod
    def of(
        cls, query: Query, retrieval: Retrieval, weights: Mapping[str, float], library: Library
    ) -> Scorer:
        """Return the scorer for a question and what was found for it.

        Args:
            query: the question.
            retrieval: the chunks found for it, with the question's vector.
            weights: {stem: weight} of the words that count, as from ``rarity``.
            library: the index.
        """
        best = max((c.score for c in retrieval.candidates), default=1.0) or 1.0
        passages = {c.chunk_id: c.score / best for c in retrieval.candidates}
        return cls(
            query=query,
            vector=retrieval.vector,
            weights=weights,
            passages=passages,
            library=library,
        )

    def score(self, sentence: Sentence) -> Scored:
        """Return a sentence with what speaks for it."""
        query, library = self.query, self.library
        chunk_id = library.chunk_of(sentence.article_id, sentence.number)
        published = library.article(sentence.article_id).published
        text = f"{sentence.text} {years_meant(sentence.text, published)}"
        covered = coverage(self.weights, text)
        spoken = any(
            overlap(found.quote, sentence) and _is_by(found, query.speakers)
            for found in library.quotes_in(sentence.article_id)
        )
        similarity = library.similarity(sentence, self.vector)
        figures = counts(sentence.text) - set(query.numbers)
        signs = {
            "similarity": similarity,
            "coverage": covered,
            "context": coverage(self.weights, _context(sentence, library)) - covered,
            "passage": self.passages.get(chunk_id, 0.0),
            "figure": float(query.kind == "number" and bool(figures)),
            "day": float(query.kind == "date" and names_day(sentence.text)),
            "spoken": float(query.kind in {"quote", "who_said"} and spoken),
            "period": float(of_the_time(query.periods, day_of(published))),
            "heading": float(is_heading(sentence.text)),
        }
        return Scored(
            sentence=sentence,
            chunk_id=chunk_id,
            similarity=similarity,
            coverage=covered,
            spoken=spoken,
            signs=signs,
            score=weighed(signs),
        )


def weighed(signs: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Return the weighted sum of what speaks for a sentence.

    Args:
        signs: each about 0 to 1, by the names of ``WEIGHTS``.
        weights: by the same names; a sign without one counts nothing.
    """
    return sum(weight * signs[name] for name, weight in weights.items())


def scored_sentences(scorer: Scorer, candidates: Sequence[Candidate]) -> list[Scored]:
    """Return the candidates' sentences and those next to them, each once, best first.

    Args:
        scorer: for the question.
        candidates: the chunks found for it.
    """
    near = dict.fromkeys(
        sentence
        for candidate in candidates
        for sentence in scorer.library.sentences(candidate.article_id)[
            max(0, candidate.first_sentence - 1) : candidate.last_sentence + 2
        ]
    )
    return sorted(map(scorer.score, near), key=lambda s: -s.score)


def held(item: Scored) -> float:
    """Return how much of the question a sentence holds with its neighbours and title."""
    return item.coverage + item.signs["context"]


def of_the_time(periods: Sequence[Period], day: date | None) -> bool:
    """Tell whether what was published on a day is of one of the periods, or of soon after.

    Args:
        periods: the spans of time that are asked for.
        day: None is of none.
    """
    return day is not None and any(
        (p.since is None or p.since - EARLIER <= day)
        and (p.until is None or day <= p.until + LATER)
        for p in periods
    )


def _context(sentence: Sentence, library: Library) -> str:
    """Return the sentence with its neighbours and its article's title."""
    near = library.sentences(sentence.article_id)[max(0, sentence.number - 1) : sentence.number + 2]
    title = library.article(sentence.article_id).title or ""
    return " ".join([title, *(s.text for s in near)])


def rarity(terms: Sequence[str], library: Library) -> dict[str, float]:
    """Return {stem: weight} of a question's words; rare words weigh more, in all 1.

    Args:
        terms: the content words.
        library: the index in which they are counted.
    """
    total = library.chunk_count() + 1
    raw = {
        word_root(term): math.log(1 + total / (1 + library.term_frequency(term))) for term in terms
    }
    whole = sum(raw.values()) or 1.0
    return {name: weight / whole for name, weight in raw.items()}


def coverage(weights: Mapping[str, float], text: str) -> float:
    """Return the weighted share of the question's words that a text holds, 0 to 1.

    A word that says the same counts for most of it.

    Args:
        weights: {stem: weight} of the words, as from ``rarity``.
        text: a sentence or more.
    """
    held = held_stems(text)
    return sum(weight * _held(name, held) for name, weight in weights.items())


def _held(name: str, held: frozenset[str]) -> float:
    if name in held:
        return 1.0
    return 0.8 if alike(name) & held else 0.0


@lru_cache(maxsize=8192)
def held_stems(text: str) -> frozenset[str]:
    """Return the stems of a text in American spelling."""
    return frozenset(word_root(word) for word in tokens(text))


def select(
    scored: Sequence[Scored],
    library: Library,
    budget_tokens: int,
    parts: Sequence[Holds] = (),
    taking: Taking = AS_SHIPPED,
) -> list[Evidence]:
    """Take sentences, best first, with the one before where a sentence leans on it.

    Args:
        scored: as from ``scored_sentences``.
        library: the index.
        budget_tokens: how much a model is given to read.
        parts: as from ``facets``; each gets its best sentences in turn.
        taking: what is taken beside the best, and what is left out.

    Returns:
        Evidence in reading order, article by article, the best article first.
    """
    left = budget_tokens * CHARACTERS_PER_TOKEN
    taken: dict[tuple[str, int], Evidence] = {}
    seen_words: list[frozenset[str]] = []
    for item in in_turn(scored, parts):
        if taken and is_heading(item.sentence.text):
            continue
        words = content_stems(item.sentence.text)
        if (item.sentence.article_id, item.sentence.number) in taken or repeats(
            words, seen_words, taking.same_words
        ):
            continue
        if not parts and item.score < scored[0].score - taking.far_behind:
            break
        before = leaning_on(item.sentence, library, taken) if taking.before else []
        group = [*before, item.sentence]
        cost = sum(len(s.text) + 4 for s in group)
        if cost > left and taken:
            continue
        left -= cost
        seen_words.append(words)
        for sentence in group:
            taken[(sentence.article_id, sentence.number)] = Evidence.of(
                sentence, item.chunk_id, item.score if sentence is item.sentence else 0.0
            )
        if left < 80:
            break
    first_seen = {id_: at for at, (id_, _) in reversed(list(enumerate(taken)))}
    return sorted(taken.values(), key=lambda e: (first_seen[e.article_id], e.sentence))


def in_turn(scored: Sequence[Scored], parts: Sequence[Holds]) -> list[Scored]:
    """Return the sentences so that each part's best comes first, then each part's second …

    Args:
        scored: the sentences, best first.
        parts: as from ``facets``; without any the order stays.
    """
    lines = [
        [item for item in scored if holds(item.sentence.article_id, item.sentence.number)]
        for holds in parts
    ]
    turns = [item for places in zip_longest(*lines) for item in places if item is not None]
    return list({id(item): item for item in (*turns, *scored)}.values())


def _is_by(found: ArticleQuote, speakers: Sequence[str]) -> bool:
    speaker = found.quote.speaker
    return speaker is not None and any(same_person(name, speaker) for name in speakers)
