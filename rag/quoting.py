"""Answers in people's own words, from the ledger: who said it, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.embed import Vectors
from index.ledger import ArticleQuote
from index.library import Library
from index.scope import Scope
from index.types import Sentence
from rag.cite import Checked
from rag.select import coverage
from rag.thesaurus import american
from rag.types import Evidence
from rag.verify import normal
from rag.words import all_stems, stem, tokens

# A much quoted person has thousands; those in the articles that retrieval found go first.
MOST_CONSIDERED = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One quotation or report in one article: its parts, the sentences that carry it.

    Attributes:
        similarity: cosine of the question and the nearest of its sentences.
        coverage: share of the question's topic that its sentences (and the one before) hold.
        score: what the ranking goes by.
    """

    article_id: str
    published: str | None
    parts: tuple[ArticleQuote, ...]
    sentences: tuple[Sentence, ...]
    similarity: float
    coverage: float
    score: float

    @property
    def speaker(self) -> str | None:
        """Return who said it."""
        return self.parts[0].quote.speaker

    @property
    def direct(self) -> bool:
        """Tell whether these are whole sentences of his own words, not scraps in a report."""
        quote = self.parts[0].quote
        return quote.kind == "direct" and len(quote.text.split()) >= 5


def statements_by(
    speakers: Sequence[str],
    topic_weights: dict[str, float],
    vector: Vectors,
    library: Library,
    scope: Scope,
    near: Sequence[str] = (),
) -> list[Statement]:
    """Return what those people are quoted with, the most relevant to the topic first.

    Args:
        speakers: names as the ledger has them.
        topic_weights: {stem: weight} of what was asked about.
        vector: of the question.
        library: the index.
        scope: where to look.
        near: articles that retrieval found; where a person is quoted very often, others may
            not be looked at.
    """
    found = [q for name in speakers for q in library.quotes(speaker=name, scope=scope)]
    places = {article_id: place for place, article_id in enumerate(near)}
    found.sort(key=lambda q: places.get(q.article_id, len(places)))
    return _ranked(found[:MOST_CONSIDERED], topic_weights, vector, library)


def statements_in(
    sentences: Sequence[Sentence],
    topic_weights: dict[str, float],
    vector: Vectors,
    library: Library,
) -> list[Statement]:
    """Return the statements that stand in those sentences, the most relevant first."""
    wanted = {(s.article_id, s.start, s.end) for s in sentences}
    found = [
        q
        for article_id in dict.fromkeys(s.article_id for s in sentences)
        for q in library.quotes_in(article_id)
        if any(a == article_id and q.quote.start < end and q.quote.end > start
               for a, start, end in wanted)
    ]  # fmt: skip
    return _ranked(found, topic_weights, vector, library)


def statements_with(
    phrase: str, vector: Vectors, library: Library, scope: Scope
) -> list[Statement]:
    """Return the statements whose words hold a phrase, whatever its marks and case.

    Without an exact one, those that share nearly all of its words.
    """
    wanted = normal(phrase).strip(" .,;!?")
    quotes = library.quotes(scope=scope)
    found = [q for q in quotes if wanted in normal(q.quote.text)]
    if not found:
        held = all_stems(phrase)
        shares = [len(held & all_stems(q.quote.text)) / (len(held) or 1) for q in quotes]
        best = max(shares, default=0.0)
        found = [q for q, share in zip(quotes, shares, strict=True) if share == best >= 0.8]
    words = [stem(american(t)) for t in tokens(phrase)]
    return _ranked(found, dict.fromkeys(words, 1 / (len(words) or 1)), vector, library)


def _ranked(
    found: Sequence[ArticleQuote],
    topic_weights: dict[str, float],
    vector: Vectors,
    library: Library,
) -> list[Statement]:
    groups: dict[tuple[str, int, str], list[ArticleQuote]] = {}
    for q in found:
        groups.setdefault((q.article_id, q.quote.group, q.quote.kind), []).append(q)
    placed = {key: _sentences(parts, library) for key, parts in groups.items()}
    ranked = [
        _statement(tuple(groups[key]), placed[key], topic_weights, vector, library)
        for key in groups
        if placed[key]
    ]
    ordered = sorted(ranked, key=lambda s: (-s.score, s.article_id, s.parts[0].quote.start))
    return _each_sentence_once(ordered)


def _each_sentence_once(ordered: Sequence[Statement]) -> list[Statement]:
    """Drop statements that stand in sentences which better ones show already."""
    kept: list[Statement] = []
    shown: set[Sentence] = set()
    for statement in ordered:
        if not set(statement.sentences) <= shown:
            kept.append(statement)
            shown |= set(statement.sentences)
    return kept


def _sentences(parts: Sequence[ArticleQuote], library: Library) -> tuple[Sentence, ...]:
    """Return the sentences that the parts stand in, in order."""
    all_sentences = library.sentences(parts[0].article_id)
    return tuple(
        s
        for s in all_sentences
        if any(p.quote.start < s.end and p.quote.end > s.start for p in parts)
    )


def _statement(
    parts: tuple[ArticleQuote, ...],
    sentences: tuple[Sentence, ...],
    topic_weights: dict[str, float],
    vector: Vectors,
    library: Library,
) -> Statement:
    similarity = max(library.similarity(s, vector) for s in sentences)
    before = max(0, sentences[0].number - 1)
    context = library.sentences(sentences[0].article_id)[before : sentences[-1].number + 1]
    covered = coverage(topic_weights, " ".join(s.text for s in context))
    direct = parts[0].quote.kind == "direct" and len(parts[0].quote.text.split()) >= 5
    return Statement(
        article_id=parts[0].article_id,
        published=parts[0].published,
        parts=parts,
        sentences=sentences,
        similarity=similarity,
        coverage=covered,
        score=similarity + 0.6 * covered + 0.25 * direct,
    )


def worded(statement: Statement, library: Library) -> Checked:
    """Put a statement into one sentence: his words in marks, or the article's report as it is."""
    evidence = tuple(_evidence(s, library) for s in statement.sentences)
    speaker = statement.speaker
    if statement.direct and speaker:
        role = next((p.quote.role for p in statement.parts if p.quote.role), None)
        who = f"{speaker} ({role})" if role else speaker
        words = " … ".join(f"“{_shown(p.quote.text)}”" for p in statement.parts)
        return Checked(
            text=f"{who} {_verb(statement)}: {words}", evidence=evidence, support="verbatim"
        )
    text = " ".join(re.sub(r"\s+", " ", s.text) for s in statement.sentences)
    if (
        speaker
        and tokens(speaker)[-1] not in tokens(text)
        and tokens(speaker)[0] not in tokens(text)
    ):
        text = f"{speaker}: {text}"
    return Checked(text=text, evidence=evidence, support="verbatim")


def _shown(words: str) -> str:
    """Return quoted words without the comma that belongs to the sentence around them."""
    return re.sub(r"\s+", " ", words.rstrip(" ,;"))


def _verb(statement: Statement) -> str:
    verb = (statement.parts[0].quote.verb or "said").lower()
    plain = {"said", "asked", "warned", "stated", "wrote", "added", "noted", "argued", "announced"}
    return verb if verb in plain else "said"


def _evidence(sentence: Sentence, library: Library) -> Evidence:
    return Evidence(
        article_id=sentence.article_id,
        chunk_id=library.chunk_of(sentence.article_id, sentence.number),
        sentence=sentence.number,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        score=1.0,
    )
