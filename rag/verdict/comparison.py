"""What two countries say on a subject, set side by side.

Each side is judged as if it were asked alone: "What do both sides say of the duty?" is answered where
the ledger answers for either. People, times and things that are compared are parts of a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from index.library import Library
from index.text.words import tokens
from rag.evidence.select import Scored, Scorer, rarity
from rag.question.speakers import officials
from rag.retrieval.retriever import Retrieval
from rag.statements.ledger import MOST_CONSIDERED, by_people
from rag.statements.statement import Statement, ranked_statements
from rag.types import Query
from rag.verdict import answerability


def each_side(
    query: Query, retrieval: Retrieval, scored: Sequence[Scored], library: Library
) -> list[Statement]:
    """Return statements of each country's officials in turn, each side's best first; none for one side only.

    Args:
        query: the question, with its sides.
        retrieval: the chunks found for it.
        scored: the sentences, best first.
        library: the index.
    """
    topic = _subject(query)
    scorer = Scorer.of(query, retrieval, rarity(topic, library), library)
    lines = [
        ranked_statements(by_people(side, library, retrieval)[:MOST_CONSIDERED], scorer)
        for side in (officials(names, library) for names in query.both_sides)
    ]
    lines = [line for line in lines if line and _answers(query, topic, line, scored, library)]
    if len(lines) < 2:
        return []
    return [s for in_turn in zip_longest(*lines) for s in in_turn if s is not None]


def _subject(query: Query) -> list[str]:
    """Return the words of a comparison's subject: not its times, nor the countries that are its sides."""
    own = {word for period in query.periods for word in tokens(period.words)}
    own |= {word for names in query.both_sides for name in names for word in name.split()}
    return [word for word in query.topic.split() if word not in own]


def _answers(
    query: Query,
    topic: Sequence[str],
    line: Sequence[Statement],
    scored: Sequence[Scored],
    library: Library,
) -> bool:
    """Tell whether statements answer what their speaker says on the subject of a comparison."""
    speaker = line[0].speaker or ""
    alone = replace(query, kind="quote", speakers=(speaker,), topic=" ".join(topic))
    seen = answerability.signs(alone, scored, line, rarity(topic, library), library)
    return answerability.answerability(seen, None) >= answerability.SURE
