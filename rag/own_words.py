"""The answer in the articles' own words: a person's statements, else the sentences that fit."""

from __future__ import annotations

from index.library import Library
from index.people import is_person_name
from rag import extractive, quoting
from rag.cite import Checked
from rag.extractive import MOST_WORDS
from rag.found import Found
from rag.statements import Statement

# A second statement is shown when it fits nearly as well as the first.
NEARLY_AS_GOOD = 0.6


def own_words(found: Found, library: Library) -> list[Checked]:
    """Return the articles' own sentences that answer; none where none has what is asked for."""
    if in_their_words(found):
        return [quoting.worded(s, library) for s in _shown(found)]
    return extractive.best_sentences(found.query, found.scored, found.weights, library)


def in_their_words(found: Found) -> bool:
    """Tell whether the ledger answers: a person's words, or the report that fits best anyway."""
    if not found.statements:
        return False
    best = found.statements[0]
    person = best.speaker is not None and is_person_name(best.speaker)
    return person or (bool(found.scored) and found.scored[0].sentence in best.sentences)


def _shown(found: Found) -> list[Statement]:
    best, *rest = found.statements
    compared = found.query.kind == "comparison"
    others = [s for s in rest if compared or s.score >= best.score - NEARLY_AS_GOOD]
    second = [s for s in others if _words(best) + _words(s) <= MOST_WORDS]
    return [best, *second[:1]]


def _words(statement: Statement) -> int:
    return sum(len(s.text.split()) for s in statement.sentences)
