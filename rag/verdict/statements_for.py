"""The ledger's answer to a question about somebody's words: statements, the most fitting first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.synonyms import word_root
from index.text.words import tokens
from rag.evidence.select import Scored, Scorer, rarity
from rag.retrieval.retriever import Retrieval
from rag.statements.ledger import (
    MOST_CONSIDERED,
    NEAR_SENTENCES,
    by_people,
    holding,
    in_sentences,
    in_time,
)
from rag.statements.matching import Says, worded_as
from rag.statements.statement import Statement, ranked_statements, says_asked
from rag.types import Query
from rag.verdict.comparison import each_side

# So many of the nearest statements are read for what is claimed of them.
MOST_READ = 12
_HOW: tuple[Says, ...] = ("letters", "nearly", "sense")


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
        found = in_time(by_people(query.speakers, library, retrieval), query, library)
        if query.claim or query.phrases:
            return _saying(query, found, Scorer.of(query, retrieval, topic, library), library)
    elif query.kind == "comparison":
        return each_side(query, retrieval, scored, library)
    elif query.kind in {"quote", "who_said"}:
        if query.kind == "quote" and query.of_unknown:
            return []
        found = in_sentences([item.sentence for item in scored[:NEAR_SENTENCES]], library)
    else:
        return []
    return ranked_statements(found[:MOST_CONSIDERED], Scorer.of(query, retrieval, topic, library))


def _with_words(query: Query, retrieval: Retrieval, library: Library) -> list[Statement]:
    """Return the statements whose words hold a phrase, whatever its marks and case.

    Without an exact one, those that hold nearly all of its words.
    """
    phrase = query.phrases[0]
    scorer = Scorer.of(query, retrieval, _weights_of(phrase), library)
    held = holding(phrase, library.quotes(scope=retrieval.scope))
    return [replace(s, says=worded_as(phrase, s.words)) for s in ranked_statements(held, scorer)]


def _saying(
    query: Query, found: Sequence[ArticleQuote], scorer: Scorer, library: Library
) -> list[Statement]:
    """Return the statements that say what is asked about, else all, marked as saying nothing of it."""
    near = found[:MOST_CONSIDERED]
    if query.phrases:
        near = list(dict.fromkeys([*holding(query.phrases[0], found), *near]))
    ranked = ranked_statements(near, scorer)
    read = [replace(s, says=says_asked(query, s, library)) for s in _to_be_read(query, ranked)]
    saying = [s for s in read if s.says]
    return sorted(saying, key=lambda s: _HOW.index(s.says or "sense")) or ranked


def _to_be_read(query: Query, ranked: Sequence[Statement]) -> Sequence[Statement]:
    return ranked if query.phrases else ranked[:MOST_READ]


def _weights_of(phrase: str) -> dict[str, float]:
    words = [word_root(t) for t in tokens(phrase)]
    return dict.fromkeys(words, 1 / (len(words) or 1))
