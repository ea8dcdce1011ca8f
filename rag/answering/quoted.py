"""A statement put into one sentence: who, and his words, letter by letter."""

from __future__ import annotations

import re
from dataclasses import replace

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.words import tokens
from index.types import overlap
from rag.answering.citations import Checked
from rag.statements.matching import Says
from rag.statements.statement import Statement
from rag.types import Evidence

# Of a long statement the part that fits is shown.
MOST_WORDS = 80
_LEADS: dict[Says, str] = {
    "letters": "Yes:",
    "nearly": "Not in these very words:",
    "sense": "It seems so:",
}
_PLAIN_VERBS = frozenset(
    "said asked warned stated wrote added noted argued announced replied insisted stressed".split()
)


def worded(statement: Statement, library: Library, *, whether: bool = False) -> Checked:
    """Put a statement into one sentence: his words in marks, or the article's report as it is.

    Args:
        statement: what was said.
        library: the index.
        whether: the question was whether he said it; the sentence begins with the answer.
    """
    told = _told(statement, library)
    if statement.says is None or not (whether or statement.says == "nearly"):
        return told
    return replace(told, text=f"{_LEADS[statement.says]} {told.text}")


def _told(statement: Statement, library: Library) -> Checked:
    speaker = statement.speaker
    if speaker and statement.direct and _begins(statement):
        role = next((p.quote.role for p in statement.parts if p.quote.role), None)
        who = f"{speaker} ({role})" if role else speaker
        parts = _told_parts(statement)
        words = " … ".join(f"“{_shown(p.quote.text)}”" for p in parts)
        carrying = [s for s in statement.sentences if any(overlap(p.quote, s) for p in parts)]
        return Checked(
            text=f"{who} {_verb(statement)}: {words}",
            evidence=tuple(
                Evidence.of(s, library.chunk_of(s.article_id, s.number)) for s in carrying
            ),
            support="verbatim",
            reasons=("the words in marks stand letter for letter in the article", _why(statement)),
        )
    evidence = tuple(
        Evidence.of(s, library.chunk_of(s.article_id, s.number)) for s in statement.sentences
    )
    text = " ".join(re.sub(r"\s+", " ", s.text) for s in statement.sentences)
    if speaker and not {tokens(speaker)[0], tokens(speaker)[-1]} & set(tokens(text)):
        text = f"{speaker}: {text}"
    return Checked(
        text=text,
        evidence=evidence,
        support="verbatim",
        reasons=("the article's own sentence", *([_why(statement)] if speaker else [])),
    )


def _begins(statement: Statement) -> bool:
    """Tell whether his words begin a sentence; scraps are shown in the article's sentence."""
    first = _told_parts(statement)[0].quote.text.lstrip("[(‘'“\"…. ")[:1]
    return not first.islower() or _length(statement) > MOST_WORDS


def _length(statement: Statement) -> int:
    return sum(len(s.text.split()) for s in statement.sentences)


def _why(statement: Statement) -> str:
    """Tell why the ledger takes this speaker for the one whose words these are."""
    quote = statement.parts[0].quote
    return f"{quote.speaker} is the speaker: {quote.rule or 'named there'}"


def _told_parts(statement: Statement) -> list[ArticleQuote]:
    """Return the part that fits best with its neighbours, as much as is read at a glance."""
    parts = statement.parts
    first = next((n for n, p in enumerate(parts) if overlap(p.quote, statement.nearest)), 0)
    last, words = first, _words(parts[first])
    while last + 1 < len(parts) and words + _words(parts[last + 1]) <= MOST_WORDS:
        last += 1
        words += _words(parts[last])
    while first and words + _words(parts[first - 1]) <= MOST_WORDS:
        first -= 1
        words += _words(parts[first])
    return list(parts[first : last + 1])


def _words(part: ArticleQuote) -> int:
    return len(part.quote.text.split())


def _shown(words: str) -> str:
    """Return quoted words without the comma that belongs to the sentence around them."""
    return re.sub(r"\s+", " ", words.rstrip(" ,;"))


def _verb(statement: Statement) -> str:
    verb = (statement.parts[0].quote.verb or "said").lower()
    return verb if verb in _PLAIN_VERBS else "said"
