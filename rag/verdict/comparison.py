"""What several people say on a subject, or one of them at several times, set side by side.

Each side is judged as if it were asked alone: "Compare Berg's view of the duty with Dahl's" is
answered where the ledger answers both "What does Berg say of the duty?" and "What does Dahl?".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from index.library import Library
from index.text.names import same_person
from index.text.time_expressions import day_of
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
    """Return statements of each side in turn, each side's best first; none for one side only.

    The sides are the two countries whose officials are meant by "both sides"; else the speakers, or
    the times at which one of them spoke. One that the ledger has nothing for on the subject is
    left out.

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
        for side in _both_sides(query, library) or _as_asked(_people(query.speakers), query)
    ]
    if len(lines) == 1:
        lines = [
            [s for s in lines[0] if period.holds(day_of(s.published))] for period in query.periods
        ]
    lines = [line for line in lines if line and _answers(query, topic, line, scored, library)]
    if len(lines) < 2:
        return []
    return [s for in_turn in zip_longest(*lines) for s in in_turn if s is not None]


def _both_sides(query: Query, library: Library) -> list[list[str]]:
    """Return the officials of the two countries that a question means; none where it means none."""
    return [officials(names, library) for names in query.both_sides]


def _people(speakers: Sequence[str]) -> list[list[str]]:
    """Return the speakers, the names of one person together."""
    found: list[list[str]] = []
    for name in speakers:
        side = next((side for side in found if same_person(name, side[0])), None)
        if side is None:
            found.append([name])
        else:
            side.append(name)
    return found


def _as_asked(found: Sequence[Sequence[str]], query: Query) -> list[Sequence[str]]:
    """Return the sides in the order in which the question names them; offices last."""
    asked = query.words

    def place(side: Sequence[str]) -> int:
        places = [asked.index(word) for name in side for word in tokens(name) if word in asked]
        return min(places, default=len(asked))

    return sorted(found, key=place)


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
