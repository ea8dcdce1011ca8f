"""From chunks to everything known about a question: sentences, statements, evidence."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.text.names import is_person_name
from index.text.words import normal
from index.types import overlap
from rag.events import EvidenceCard
from rag.evidence.context import asks
from rag.evidence.latest import with_latest
from rag.evidence.parts import facets
from rag.evidence.select import Scorer, rarity, scored_sentences, select
from rag.evidence.standing import standing
from rag.question.understand import as_fact
from rag.reader import Reader
from rag.retrieval.retriever import Retrieval
from rag.statements.statement import Statement
from rag.types import Evidence, Query
from rag.verdict.answerability import outread
from rag.verdict.found import Found
from rag.verdict.reading import Readings
from rag.verdict.statements_for import statements
from rag.verdict.yes_no.settled import ABOUT, settled


def found_for(
    query: Query,
    retrieval: Retrieval,
    library: Library,
    evidence_tokens: int,
    reader: Reader | None = None,
) -> Found:
    """Return what the chunks, the ledger and the selection give for a question.

    Args:
        query: the question.
        retrieval: the chunks found for it.
        library: the index.
        evidence_tokens: how much a model is given to read.
        reader: reads the best of it; None leaves the order to the signs.
    """
    query = with_latest(query, retrieval, library)
    weights = rarity(query.terms, library)
    scored = scored_sentences(Scorer.of(query, retrieval, weights, library), retrieval.candidates)
    said = statements(query, retrieval, scored, library)
    if query.told:
        scored = [s for s in scored if not _is_told(s.sentence.text, query)]
        said = [s for s in said if not any(_is_told(p.quote.text, query) for p in s.parts)]
    if reader is not None and not _ledger_answers(query, said):
        readings = Readings(query.standalone, library, reader)
        scored = readings.sentences(scored)
        # Where nothing but somebody's words is asked for, the ledger's own order stands.
        if query.kind != "comparison" and query.topic:
            said = readings.statements(said)
        if query.names_by_the_way and not (said and not outread(query, said[0], scored)):
            query, said = as_fact(query), []
    if query.kind == "quote" and query.unheard is not None:
        # Nothing but what names him can be about his words.
        scored = [item for item in scored if query.names_unheard(item.sentence.text)] or scored
    scored = standing(query, scored, library)
    told = settled(query, retrieval, scored, library)
    if told is not None and told.sure and told.share < 1 and reader is not None:
        # Words of the claim that stand elsewhere may be about something else; the reader tells.
        read = Readings(query.standalone, library, reader).of(told.sentences)
        told = told if max(r.logit for r in read) >= ABOUT else None
    scored = sorted(scored, key=lambda item: asks(item.sentence.text))
    return Found(
        query=query,
        library=library,
        retrieval=retrieval,
        weights=weights,
        scored=scored,
        statements=said,
        evidence=select(scored, library, evidence_tokens, facets(query, library)),
        settled=told,
    )


def _ledger_answers(query: Query, said: Sequence[Statement]) -> bool:
    """Tell whether no more is asked than what somebody said, and the ledger holds it: nothing is to be read."""
    bare = query.kind == "quote" and not query.topic and query.claim is None
    return bare and bool(said) and is_person_name(said[0].speaker or "")


def _is_told(words: str, query: Query) -> bool:
    """Tell whether the answer before showed these words."""
    return normal(words.rstrip(" .,;")) in normal(query.told)


def cards(found: Found) -> tuple[EvidenceCard, ...]:
    """Return the evidence ready to be shown, best first."""
    ordered = sorted(found.evidence, key=lambda e: -e.score)
    return tuple(_card(e, found.library) for e in ordered if e.score > 0)


def _card(e: Evidence, library: Library) -> EvidenceCard:
    article = library.article(e.article_id)
    speakers = [
        q.quote.speaker
        for q in library.quotes_in(e.article_id)
        if overlap(q.quote, e) and q.quote.speaker
    ]
    return EvidenceCard(
        article_id=e.article_id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        start=e.start,
        end=e.end,
        text=e.text,
        speaker=speakers[0] if speakers else None,
    )
