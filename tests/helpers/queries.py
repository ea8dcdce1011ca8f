"""Questions understood, for tests of what comes after understanding."""

from __future__ import annotations

from index.text.words import content_stems, names, tokens
from rag.question.expected import expected
from rag.types import Query, QuestionKind


def asked(question: str, kind: QuestionKind = "fact", numbers: tuple[str, ...] = ()) -> Query:
    """Return a question of a kind, of which its words and what it expects are understood."""
    return Query(
        question=question,
        standalone=question,
        kind=kind,
        terms=(),
        names=(),
        speakers=(),
        numbers=numbers,
        phrases=(),
        topic="",
        words=tuple(tokens(question)),
        stems=content_stems(question),
        named=tuple(names(question)),
        expected=expected(question, kind),
    )
