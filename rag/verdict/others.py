"""What others say on it, where the person asked about is silent or a judgement is asked for."""

from __future__ import annotations

from index.text.names import same_person
from rag.evidence.select import Scorer, coverage, rarity
from rag.statements.ledger import NEAR_SENTENCES, holding, in_sentences
from rag.statements.statement import Statement, ranked_statements, says_asked
from rag.types import Query
from rag.verdict.found import Found

ON_SUBJECT = 0.6
HALF = 0.5


def others_on_it(found: Found) -> list[Statement]:
    """Return what others than the person asked about say on it; all who judge it, where a judgement is asked."""
    query = found.query
    if query.whether is not None and query.whether.judgement:
        return _arguments(found)
    if query.kind != "quote" or not query.speakers or not query.topic:
        return []
    return _of_others(found)


def _of_others(found: Found) -> list[Statement]:
    """Return what others than the person asked about say on the subject, in the near sentences."""
    query, library = found.query, found.library
    topic = rarity(query.topic.split(), library)
    scorer = Scorer.of(query, found.retrieval, topic, library)
    if query.phrases:
        said = holding(query.phrases[0], library.quotes(scope=found.retrieval.scope))
        return [s for s in ranked_statements(said, scorer) if _is_another(s.speaker, query)]
    near = [item.sentence for item in found.scored[:NEAR_SENTENCES]]
    said = [q for q in in_sentences(near, library) if _is_another(q.quote.speaker, query)]
    ranked = ranked_statements(said, scorer)
    if query.claim:
        return [s for s in ranked if says_asked(query, s, library)]
    return [s for s in ranked if coverage(topic, " ".join(s.words)) >= ON_SUBJECT]


def _arguments(found: Found) -> list[Statement]:
    """Return who says what on the subject of a question that asks for a judgement, each once."""
    query, library = found.query, found.library
    near = [i for i in found.scored[:NEAR_SENTENCES] if i.coverage + i.signs["context"] >= HALF]
    said = in_sentences([item.sentence for item in near], library)
    scorer = Scorer.of(query, found.retrieval, rarity(query.terms, library), library)
    ranked = ranked_statements(said, scorer)
    return list({s.speaker: s for s in reversed(ranked) if s.speaker}.values())[::-1]


def _is_another(speaker: str | None, query: Query) -> bool:
    """Tell whether a speaker is known and not the one whom a question asks about."""
    if not speaker:
        return False
    return not any(same_person(speaker, name) for name in query.speakers)
