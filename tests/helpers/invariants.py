"""What the contract promises of every answer."""

from __future__ import annotations

from index.library import Library
from rag.contract import Answer


def check_invariants(answer: Answer, library: Library) -> None:
    """Hold an answer against what the contract promises of every answer."""
    if answer.status == "refused":
        assert not answer.sentences
        assert not answer.citations
        assert not answer.quotes
        assert answer.refusal is not None
        assert answer.text == answer.refusal.message
    for sentence in answer.sentences:
        assert answer.text[sentence.start : sentence.end] == sentence.text
        assert sentence.citations
    first_uses = list(dict.fromkeys(n for s in answer.sentences for n in s.citations))
    assert first_uses == [c.number for c in answer.citations] == [*range(1, len(first_uses) + 1)]
    for c in answer.citations:
        assert library.article(c.article_id).text[c.start : c.end] == c.quote
    for q in answer.quotes:
        assert library.article(q.article_id).text[q.start : q.end] == q.text
        assert q.citation in first_uses
