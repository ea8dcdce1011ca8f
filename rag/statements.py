"""The ledger's answer to a question about somebody's words: statements, the most fitting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from index.ledger import ArticleQuote
from index.library import Library
from index.people import same_person
from index.types import Sentence
from rag.retrieve import Retrieval
from rag.select import Scored, Scorer, coverage, rarity
from rag.thesaurus import american
from rag.types import Query
from rag.verify import normal
from rag.whose import asks_for_another
from rag.words import all_stems, stem, tokens

# A much quoted person has thousands; those in the articles that retrieval found go first.
MOST_CONSIDERED = 150
NEAR_SENTENCES = 8
# Whole sentences of his own words say more than a report of them.
OWN_WORDS, WHOLE = 0.3, 5
# "What did she say?" asks for nothing but that.
OWN_WORDS_ALONE = 1.0
SAME_WORDS = 0.8
ON_SUBJECT = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One quotation or report in one article: its parts, the sentences that carry it.

    Attributes:
        nearest: the sentence of these that fits the question best.
        similarity: cosine of the question and that sentence.
        coverage: share of the question's topic that its sentences (and the one before) hold.
        score: what the ranking goes by.
    """

    article_id: str
    published: str | None
    parts: tuple[ArticleQuote, ...]
    sentences: tuple[Sentence, ...]
    nearest: Sentence
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
        return quote.kind == "direct" and len(quote.text.split()) >= WHOLE


def statements(
    query: Query, retrieval: Retrieval, scored: Sequence[Scored], library: Library
) -> list[Statement]:
    """Return what the ledger holds for a question, nothing where it asks for nobody's words.

    Args:
        query: the question.
        retrieval: what was found for it; a person's words in those articles go first.
        scored: the sentences of that, best first.
        library: the index.
    """
    topic = rarity(query.topic.split(), library)
    if query.kind == "who_said" and query.phrases:
        found = _with_words(query.phrases[0], library, retrieval)
        topic = _weights_of(query.phrases[0])
    elif query.kind == "quote" and query.speakers:
        found = _by(query.speakers, library, retrieval)
    elif query.kind == "comparison" and query.speakers:
        return _each_side(query, retrieval, library)
    elif query.kind in {"quote", "who_said"}:
        if query.kind == "quote" and asks_for_another(query.standalone, query.speakers):
            return []
        found = _in([item.sentence for item in scored[:NEAR_SENTENCES]], library)
    else:
        return []
    return _ranked(found, Scorer.of(query, retrieval, topic, library), library)


def of_others(
    query: Query, retrieval: Retrieval, scored: Sequence[Scored], library: Library
) -> list[Statement]:
    """Return what others than the person asked about say on the subject, in the near sentences."""
    if query.kind != "quote" or not query.speakers or not query.topic:
        return []
    topic = rarity(query.topic.split(), library)
    found = [
        q
        for q in _in([item.sentence for item in scored[:NEAR_SENTENCES]], library)
        if q.quote.speaker and not any(same_person(q.quote.speaker, s) for s in query.speakers)
    ]
    ranked = _ranked(found, Scorer.of(query, retrieval, topic, library), library)
    return [s for s in ranked if coverage(topic, _said(s)) >= ON_SUBJECT]


def _said(statement: Statement) -> str:
    return " ".join(part.quote.text for part in statement.parts)


def _each_side(query: Query, retrieval: Retrieval, library: Library) -> list[Statement]:
    """Return statements of each side in turn, each side's best first; none for one side only.

    The sides are the speakers, or the times at which one of them spoke.
    """
    scorer = Scorer.of(query, retrieval, rarity(query.topic.split(), library), library)
    lines = [
        _ranked(_by(side, library, retrieval), scorer, library) for side in _sides(query.speakers)
    ]
    if len(lines) == 1:
        lines = [
            [
                s
                for s in lines[0]
                if s.published and period.holds(date.fromisoformat(s.published[:10]))
            ]
            for period in query.periods
        ]
    if sum(map(bool, lines)) < 2:
        return []
    return [s for in_turn in zip_longest(*lines) for s in in_turn if s is not None]


def _sides(speakers: Sequence[str]) -> list[list[str]]:
    """Return the speakers, the names of one person together."""
    sides: list[list[str]] = []
    for name in speakers:
        side = next((side for side in sides if same_person(name, side[0])), None)
        if side is None:
            sides.append([name])
        else:
            side.append(name)
    return sides


def _by(speakers: Sequence[str], library: Library, retrieval: Retrieval) -> list[ArticleQuote]:
    """Return what those people are quoted with, in the articles found first."""
    found = [q for name in speakers for q in library.quotes(speaker=name, scope=retrieval.scope)]
    found = list(dict.fromkeys(found))
    places = {article_id: place for place, article_id in enumerate(retrieval.articles)}
    found.sort(key=lambda q: places.get(q.article_id, len(places)))
    return found[:MOST_CONSIDERED]


def _in(sentences: Sequence[Sentence], library: Library) -> list[ArticleQuote]:
    """Return the quotes that stand in those sentences."""
    return [
        q
        for article_id in dict.fromkeys(s.article_id for s in sentences)
        for q in library.quotes_in(article_id)
        if any(s.article_id == article_id and stands_in(q, s) for s in sentences)
    ]


def _with_words(phrase: str, library: Library, retrieval: Retrieval) -> list[ArticleQuote]:
    """Return the quotes whose words hold a phrase, whatever its marks and case.

    Without an exact one, those that share nearly all of its words.
    """
    wanted = normal(phrase).strip(" .,;!?")
    quotes = library.quotes(scope=retrieval.scope)
    found = [q for q in quotes if wanted in normal(q.quote.text)]
    if found:
        return found
    held = all_stems(phrase)
    shares = [len(held & all_stems(q.quote.text)) / (len(held) or 1) for q in quotes]
    best = max(shares, default=0.0)
    return [q for q, share in zip(quotes, shares, strict=True) if share == best >= SAME_WORDS]


def _weights_of(phrase: str) -> dict[str, float]:
    words = [stem(american(t)) for t in tokens(phrase)]
    return dict.fromkeys(words, 1 / (len(words) or 1))


def _ranked(found: Sequence[ArticleQuote], scorer: Scorer, library: Library) -> list[Statement]:
    groups: dict[tuple[str, int, str], list[ArticleQuote]] = {}
    for q in found:
        groups.setdefault((q.article_id, q.quote.group, q.quote.kind), []).append(q)
    ranked = [
        _statement(tuple(parts), sentences, scorer)
        for parts in groups.values()
        if (sentences := _sentences(parts, library))
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
    return tuple(
        s for s in library.sentences(parts[0].article_id) if any(stands_in(p, s) for p in parts)
    )


def _statement(
    parts: tuple[ArticleQuote, ...], sentences: tuple[Sentence, ...], scorer: Scorer
) -> Statement:
    best = max((scorer.score(s) for s in sentences), key=lambda s: s.score)
    quote = parts[0].quote
    direct = quote.kind == "direct" and len(quote.text.split()) >= WHOLE
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
        score=best.score + direct * (OWN_WORDS_ALONE if _bare(scorer.query) else OWN_WORDS),
    )


def _bare(query: Query) -> bool:
    """Tell whether a question names the speaker and nothing else: "What did Li Chenggang say?"."""
    return set(query.terms) <= {word for name in query.speakers for word in tokens(name)}


def _before(part: ArticleQuote, first: Sentence, library: Library) -> list[Sentence]:
    """Return the sentence that leads up to a statement, unless it gives another's words."""
    if first.number == 0:
        return []
    before = library.sentences(first.article_id)[first.number - 1]
    said = [q for q in library.quotes_in(first.article_id) if stands_in(q, before)]
    another = any(q.quote.speaker not in {None, part.quote.speaker} for q in said)
    return [] if another else [before]


def stands_in(found: ArticleQuote, sentence: Sentence) -> bool:
    """Tell whether a quote has words in a sentence."""
    return found.quote.start < sentence.end and found.quote.end > sentence.start
