"""Quotes put together into statements, each with its sentences, the most fitting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.words import tokens
from index.types import Quote, Sentence, overlap
from rag.checks.features import similarity_by
from rag.evidence.context import retold
from rag.evidence.select import Scorer, coverage
from rag.statements.matching import Says, means, worded_as
from rag.types import Query

# Whole sentences of his own words say more than a report of them.
OWN_WORDS, WHOLE = 0.3, 5
# "What did she say?" asks for nothing but that.
OWN_WORDS_ALONE = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One quotation or report in one article: its parts, the sentences that carry it.

    Attributes:
        nearest: the sentence of these that fits the question best.
        similarity: cosine of the question and that sentence.
        coverage: share of the question's topic that its sentences (and the one before) hold.
        score: what the ranking goes by.
        logit: the reader's log odds that one of its sentences answers; None where none was read.
        says: how it says the words, or the claim, that a question asks about; None if it does not.
    """

    article_id: str
    published: str | None
    parts: tuple[ArticleQuote, ...]
    sentences: tuple[Sentence, ...]
    nearest: Sentence
    similarity: float
    coverage: float
    score: float
    says: Says | None = None
    logit: float | None = None

    @property
    def speaker(self) -> str | None:
        """Return who said it."""
        return self.parts[0].quote.speaker

    @property
    def words(self) -> list[str]:
        """Return what was said, part by part."""
        return [part.quote.text for part in self.parts]

    @property
    def length(self) -> int:
        """Return how many words its sentences have."""
        return sum(len(s.text.split()) for s in self.sentences)

    @property
    def direct(self) -> bool:
        """Tell whether these are whole sentences of his own words, not scraps in a report."""
        return _is_whole(self.parts[0].quote)


def says_asked(query: Query, statement: Statement, library: Library) -> Says | None:
    """Tell how a statement says the words or the claim that a question asks about.

    Args:
        query: the question, with a phrase or a claim.
        statement: of the ledger.
        library: the index.
    """
    if query.phrases:
        return worded_as(query.phrases[0], statement.words)
    text = library.article(statement.article_id).text
    return means(query.claim or "", statement.words, text, similarity_by(library.embedder))


def ranked_statements(found: Sequence[ArticleQuote], scorer: Scorer) -> list[Statement]:
    """Return the statements that quotes make up, the most fitting first, no sentence twice.

    Args:
        found: quotes of the ledger.
        scorer: tells how well a sentence meets the question.
    """
    groups: dict[tuple[str, int, str], list[ArticleQuote]] = {}
    for q in found:
        if q.quote.stance != "said":
            continue  # words denied, supposed or asked are nobody's statement
        groups.setdefault((q.article_id, q.quote.group, q.quote.kind), []).append(q)
    made = [
        _statement(tuple(parts), sentences, scorer)
        for parts in groups.values()
        if (sentences := _sentences(parts, scorer.library))
        # Nor is what the next sentence calls made up.
        and not any(retold(s, scorer.library) for s in sentences)
    ]
    kept: list[Statement] = []
    shown: set[Sentence] = set()
    for statement in sorted(made, key=lambda s: (-s.score, s.article_id, s.parts[0].quote.start)):
        if not shown.issuperset(statement.sentences):
            kept.append(statement)
            shown.update(statement.sentences)
    return kept


def _sentences(parts: Sequence[ArticleQuote], library: Library) -> tuple[Sentence, ...]:
    """Return the sentences that the parts stand in, in order."""
    return tuple(
        s for s in library.sentences(parts[0].article_id) if any(overlap(p.quote, s) for p in parts)
    )


def _statement(
    parts: tuple[ArticleQuote, ...], sentences: tuple[Sentence, ...], scorer: Scorer
) -> Statement:
    best = max((scorer.score(s) for s in sentences), key=lambda s: s.score)
    own_words = OWN_WORDS_ALONE if _bare(scorer.query) else OWN_WORDS
    around = " ".join(
        s.text for s in (*_before(parts[0], sentences[0], scorer.library), *sentences)
    )
    return Statement(
        article_id=parts[0].article_id,
        published=parts[0].published,
        parts=parts,
        sentences=sentences,
        nearest=best.sentence,
        similarity=best.similarity,
        coverage=coverage(scorer.weights, around),
        score=best.score + _is_whole(parts[0].quote) * own_words,
    )


def _bare(query: Query) -> bool:
    """Tell whether a question names the speaker and nothing else: "What did Li Chenggang say?"."""
    return set(query.terms) <= {word for name in query.speakers for word in tokens(name)}


def _before(part: ArticleQuote, first: Sentence, library: Library) -> list[Sentence]:
    """Return the sentence that leads up to a statement, unless it gives another's words."""
    if first.number == 0:
        return []
    before = library.sentences(first.article_id)[first.number - 1]
    said = [q for q in library.quotes_in(first.article_id) if overlap(q.quote, before)]
    another = any(q.quote.speaker not in {None, part.quote.speaker} for q in said)
    return [] if another else [before]


def _is_whole(quote: Quote) -> bool:
    return quote.kind == "direct" and len(quote.text.split()) >= WHOLE
