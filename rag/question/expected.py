"""What an answer must have: a figure, a day, a name, a reason; read off the question alone."""

from __future__ import annotations

import re

from index.text.lexicon import FORMER, OFFICES
from index.text.measures import measure_wanted
from index.text.words import NUMBER_WORDS, stem, tokens
from rag.types import Expected, QuestionKind

_NAME = re.compile(
    r"^\W*(?:and |but |so )?(?:who|whose|whom|to whom)\b|"
    r"\b(?:which|what) (?:(?:two|three|four|five|other|\w+-\w+|[A-Z]\w+|[a-z]+) )?(?:firm|company|companies|"
    r"firms|countries|country|state|states|city|court|agency|ministry|bank|group|union|association|"
    r"person|people|minister|official|officials|economist|analyst|senator|judge|carrier|airline|"
    r"manufacturer|manufacturers|port|province|brand|newspaper|nation|nations)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r",? and (?=(?:(?:at|by|from|for|on) )?(?:what|which|who|whose|when|where|how)\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:each|both|before and after|and (?:what|which|who|when|how|at what))\b", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:until|till) when\b|\bexpir|\brun out\b", re.IGNORECASE)
_MANY = re.compile(r"\bwhich (two|three|four|five|six|[2-6])\b", re.IGNORECASE)
# "Who is the trade representative?" wants a person, whatever else a sentence names.
_HOLDER = re.compile(r"^\W*(?:and |but |so )?who(?:['’]s| is| was| are| were)\b", re.IGNORECASE)
RANKS = FORMER | {"vice", "deputy", "assistant", "acting", "general"}
_COUNTED = re.compile(
    r"\bhow many (?!of\b)([^?,;:]*?)\s(?:did|do|does|are|were|is|was|has|have|had|will|would|can|could|should)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\b(?:shares?|tariffs?|rates?|prices?|costs?|duty|duties|lev(?:y|ies)|fees?|tolls?|surcharges?|values?|amounts?|"
    r"figures?)\b",
    re.IGNORECASE,
)
_SEVERAL_FIGURES = frozenset({"over_time", "list"})
# Words that pick one out of several: what is said of the first is not said of another.
_QUALIFIERS = frozenset(
    "first last only sole second third largest biggest smallest highest lowest oldest youngest".split()
)
_WHY = re.compile(r"^\W*(?:and |but |so )?why\b", re.IGNORECASE)


def expected(question: str, kind: QuestionKind) -> Expected:
    """Return what a question wants of an answer.

    Args:
        question: standing alone.
        kind: what sort of answer is wanted.
    """
    clauses = tuple(_CLAUSE.split(question))
    measures = {measure_wanted(clause) for clause in clauses}
    many, counted = _MANY.search(question), _COUNTED.search(question)
    # Of "tonnes of board" tonnes are counted.
    what_counts = tokens(counted[1].partition(" of ")[0])[-1:] if counted else ()
    return Expected(
        clauses=clauses,
        several=bool(_SEVERAL.search(question)),
        reason=bool(_WHY.match(question)),
        name=kind != "quote" and bool(_NAME.search(question) or many),
        names=int(NUMBER_WORDS.get(many[1].lower(), many[1])) if many else 1,
        office=frozenset(tokens(question)) & (OFFICES | RANKS)
        if _HOLDER.match(question)
        else frozenset(),
        end=bool(_UNTIL.search(question)),
        figure=kind == "number" or (kind in _SEVERAL_FIGURES and bool(_QUANTITY.search(question))),
        measure=measures.pop() if len(measures) == 1 else None,
        counted=stem(what_counts[0]) if what_counts else "",
        qualifiers=tuple(stem(w) for w in tokens(question) if w in _QUALIFIERS),
    )
