"""A statement put into one sentence: who, and his words, letter by letter."""

from __future__ import annotations

from dataclasses import replace

from index.library import Library
from index.store.ledger import ArticleQuote
from index.text.words import named_in
from index.types import overlap
from rag.answering.citations import Checked, one_line, standing_on
from rag.statements.matching import Says
from rag.statements.statement import Statement
from rag.verdict.found import Found

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


def worded(statement: Statement, found: Found) -> Checked:
    """Put a statement into one sentence: his words in marks, or the article's report as it is.

    Args:
        statement: what was said.
        found: where the question is whether he said it, the sentence begins with the answer.
    """
    told = _told(statement, found.library)
    whether = found.query.claim is not None
    if statement.says is None or not (whether or statement.says == "nearly"):
        return told
    return replace(told, text=f"{_LEADS[statement.says]} {told.text}")


def _told(statement: Statement, library: Library) -> Checked:
    speaker, shown = statement.speaker, statement.sentences
    reasons = [_why(statement)] if speaker else []
    if speaker and statement.direct and _begins(statement):
        role = next((p.quote.role for p in statement.parts if p.quote.role), None)
        verb = (statement.parts[0].quote.verb or "said").lower()
        parts = _told_parts(statement)
        words = " … ".join(f"“{one_line(p.quote.text.rstrip(' ,;'))}”" for p in parts)
        who = f"{speaker} ({role})" if role else speaker
        text = f"{who} {verb if verb in _PLAIN_VERBS else 'said'}: {words}"
        shown = tuple(s for s in shown if any(overlap(p.quote, s) for p in parts))
        reasons.insert(0, "the words in marks stand letter for letter in the article")
    else:
        text = one_line(" ".join(s.text for s in shown))
        if speaker and not named_in(speaker, text):
            text = f"{speaker}: {text}"
        reasons.insert(0, "the article's own sentence")
    return Checked(
        text=text,
        evidence=standing_on(shown, library),
        support="verbatim",
        reasons=tuple(reasons),
    )


def _begins(statement: Statement) -> bool:
    """Tell whether his words begin a sentence; scraps are shown in the article's sentence."""
    first = _told_parts(statement)[0].quote.text.lstrip("[(‘'“\"…. ")[:1]
    return not first.islower() or statement.length > MOST_WORDS


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
