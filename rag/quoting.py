"""A statement put into one sentence: who, and his words, letter by letter."""

from __future__ import annotations

import re
from itertools import accumulate

from index.ledger import ArticleQuote
from index.library import Library
from index.types import Sentence
from rag.cite import Checked
from rag.statements import Statement, stands_in
from rag.types import Evidence
from rag.words import tokens

# Of a long statement the beginning is shown.
MOST_WORDS = 80
_PLAIN_VERBS = frozenset(
    "said asked warned stated wrote added noted argued announced replied insisted stressed".split()
)


def worded(statement: Statement, library: Library) -> Checked:
    """Put a statement into one sentence: his words in marks, or the article's report as it is."""
    speaker = statement.speaker
    if statement.direct and speaker:
        role = next((p.quote.role for p in statement.parts if p.quote.role), None)
        who = f"{speaker} ({role})" if role else speaker
        parts = _first_parts(statement)
        words = " … ".join(f"“{_shown(p.quote.text)}”" for p in parts)
        carrying = [s for s in statement.sentences if any(stands_in(p, s) for p in parts)]
        return Checked(
            text=f"{who} {_verb(statement)}: {words}",
            evidence=tuple(_evidence(s, library) for s in carrying),
            support="verbatim",
            reasons=("the words in marks stand letter for letter in the article", _why(statement)),
        )
    evidence = tuple(_evidence(s, library) for s in statement.sentences)
    text = " ".join(re.sub(r"\s+", " ", s.text) for s in statement.sentences)
    if speaker and not {tokens(speaker)[0], tokens(speaker)[-1]} & set(tokens(text)):
        text = f"{speaker}: {text}"
    return Checked(
        text=text,
        evidence=evidence,
        support="verbatim",
        reasons=("the article's own sentence", *([_why(statement)] if speaker else [])),
    )


def _why(statement: Statement) -> str:
    """Tell why the ledger takes this speaker for the one whose words these are."""
    quote = statement.parts[0].quote
    return f"{quote.speaker} is the speaker: {quote.rule or 'named there'}"


def _first_parts(statement: Statement) -> list[ArticleQuote]:
    """Return the parts of a quotation up to a length that is read at a glance, one at least."""
    lengths = accumulate(len(p.quote.text.split()) for p in statement.parts)
    return [
        part
        for n, (part, words) in enumerate(zip(statement.parts, lengths, strict=True))
        if n == 0 or words <= MOST_WORDS
    ]


def _shown(words: str) -> str:
    """Return quoted words without the comma that belongs to the sentence around them."""
    return re.sub(r"\s+", " ", words.rstrip(" ,;"))


def _verb(statement: Statement) -> str:
    verb = (statement.parts[0].quote.verb or "said").lower()
    return verb if verb in _PLAIN_VERBS else "said"


def _evidence(sentence: Sentence, library: Library) -> Evidence:
    return Evidence(
        article_id=sentence.article_id,
        chunk_id=library.chunk_of(sentence.article_id, sentence.number),
        sentence=sentence.number,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        score=1.0,
    )
