"""The ledger's answer to a question about somebody's words: statements, the most fitting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from index.ledger import ArticleQuote
from index.library import Library
from index.names import same_person
from index.types import Sentence
from rag.claimed import Says, holds, means, worded_as
from rag.retrieve import Retrieval
from rag.select import Scored, Scorer, coverage, rarity
from rag.thesaurus import american
from rag.types import Query
from rag.whose import asks_for_another
from rag.words import stem, tokens

# A much quoted person has thousands; those in the articles that retrieval found go first.
MOST_CONSIDERED = 150
NEAR_SENTENCES = 8
# Whole sentences of his own words say more than a report of them.
OWN_WORDS, WHOLE = 0.3, 5
# "What did she say?" asks for nothing but that.
OWN_WORDS_ALONE = 1.5
# So many of the nearest statements are read for what is claimed of them.
MOST_READ = 12
AFTERWARDS = timedelta(days=31)
ON_SUBJECT = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One quotation or report in one article: its parts, the sentences that carry it.

    Attributes:
        nearest: the sentence of these that fits the question best.
        similarity: cosine of the question and that sentence.
        coverage: share of the question's topic that its sentences (and the one before) hold.
        score: what the ranking goes by.
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

    @property
    def speaker(self) -> str | None:
        """Return who said it."""
        return self.parts[0].quote.speaker

    @property
    def words(self) -> list[str]:
        """Return what was said, part by part."""
        return [part.quote.text for part in self.parts]

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
        return _with_words(query, retrieval, library)
    if query.kind == "quote" and query.speakers:
        found = _in_time(_by(query.speakers, library, retrieval), query, library)
        if query.claim or query.phrases:
            return _saying(query, found, Scorer.of(query, retrieval, topic, library), library)
    elif query.kind == "comparison" and query.speakers:
        return _each_side(query, retrieval, library)
    elif query.kind in {"quote", "who_said"}:
        if query.kind == "quote" and asks_for_another(query.standalone, query.speakers):
            return []
        found = _in([item.sentence for item in scored[:NEAR_SENTENCES]], library)
    else:
        return []
    return _ranked(found[:MOST_CONSIDERED], Scorer.of(query, retrieval, topic, library), library)


def of_others(
    query: Query, retrieval: Retrieval, scored: Sequence[Scored], library: Library
) -> list[Statement]:
    """Return what others than the person asked about say on the subject, in the near sentences."""
    if query.kind != "quote" or not query.speakers or not query.topic:
        return []
    topic = rarity(query.topic.split(), library)
    scorer = Scorer.of(query, retrieval, topic, library)
    if query.phrases:
        said = _holding(query.phrases[0], library.quotes(scope=retrieval.scope))
        return [s for s in _ranked(said, scorer, library) if s.speaker and _another(s, query)]
    found = [
        q
        for q in _in([item.sentence for item in scored[:NEAR_SENTENCES]], library)
        if q.quote.speaker and not any(same_person(q.quote.speaker, s) for s in query.speakers)
    ]
    ranked = _ranked(found, scorer, library)
    if query.claim:
        return [s for s in ranked if _says(query, s, library)]
    return [s for s in ranked if coverage(topic, " ".join(s.words)) >= ON_SUBJECT]


def _another(statement: Statement, query: Query) -> bool:
    return not any(same_person(statement.speaker or "", name) for name in query.speakers)


def _each_side(query: Query, retrieval: Retrieval, library: Library) -> list[Statement]:
    """Return statements of each side in turn, each side's best first; none for one side only.

    The sides are the speakers, or the times at which one of them spoke.
    """
    scorer = Scorer.of(query, retrieval, rarity(query.topic.split(), library), library)
    lines = [
        _ranked(_by(side, library, retrieval)[:MOST_CONSIDERED], scorer, library)
        for side in _sides(query.speakers)
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
    return sorted(found, key=lambda q: places.get(q.article_id, len(places)))


def _in(sentences: Sequence[Sentence], library: Library) -> list[ArticleQuote]:
    """Return the quotes that stand in those sentences."""
    return [
        q
        for article_id in dict.fromkeys(s.article_id for s in sentences)
        for q in library.quotes_in(article_id)
        if any(s.article_id == article_id and stands_in(q, s) for s in sentences)
    ]


def _with_words(query: Query, retrieval: Retrieval, library: Library) -> list[Statement]:
    """Return the statements whose words hold a phrase, whatever its marks and case.

    Without an exact one, those that hold nearly all of its words.
    """
    phrase = query.phrases[0]
    scorer = Scorer.of(query, retrieval, _weights_of(phrase), library)
    held = _holding(phrase, library.quotes(scope=retrieval.scope))
    return [replace(s, says=worded_as(phrase, s.words)) for s in _ranked(held, scorer, library)]


def _holding(phrase: str, quotes: Sequence[ArticleQuote]) -> list[ArticleQuote]:
    """Return the quotes that hold a phrase, else those that hold nearly all of its words."""
    exact = [q for q in quotes if holds(phrase, q.quote.text)]
    return exact or [q for q in quotes if worded_as(phrase, [q.quote.text])]


def _saying(
    query: Query, found: Sequence[ArticleQuote], scorer: Scorer, library: Library
) -> list[Statement]:
    """Return the statements that say what is asked about, else all, marked as saying nothing of it."""
    near = found[:MOST_CONSIDERED]
    if query.phrases:
        near = list(dict.fromkeys([*_holding(query.phrases[0], found), *near]))
    ranked = _ranked(near, scorer, library)
    read = [replace(s, says=_says(query, s, library)) for s in _to_be_read(query, ranked)]
    saying = [s for s in read if s.says]
    return sorted(saying, key=lambda s: _HOW.index(s.says or "sense")) or ranked


_HOW: tuple[Says, ...] = ("letters", "nearly", "sense")


def _to_be_read(query: Query, ranked: Sequence[Statement]) -> Sequence[Statement]:
    return ranked if query.phrases else ranked[:MOST_READ]


def _says(query: Query, statement: Statement, library: Library) -> Says | None:
    """Tell how a statement says the words or the claim that a question asks about."""
    if query.phrases:
        return worded_as(query.phrases[0], statement.words)
    text = library.article(statement.article_id).text
    return means(query.claim or "", statement.words, text)


def _in_time(
    found: Sequence[ArticleQuote], query: Query, library: Library
) -> Sequence[ArticleQuote]:
    """Return what was published in the time that a question names, else soon after.

    Where nothing was, what has no date may be of that time; and an article that names the year
    may tell of it.
    """
    if not query.periods:
        return found
    for later in (timedelta(0), AFTERWARDS):
        within = [q for q in found if q.published and _is_within(q.published, query, later)]
        if within:
            return within
    years = {str(d.year) for p in query.periods for d in (p.since, p.until) if d is not None}
    return [
        q
        for q in found
        if q.published is None or any(y in library.article(q.article_id).text for y in years)
    ]


def _is_within(published: str, query: Query, later: timedelta) -> bool:
    day = date.fromisoformat(published[:10])
    return any(
        (p.since is None or p.since <= day) and (p.until is None or day <= p.until + later)
        for p in query.periods
    )


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
