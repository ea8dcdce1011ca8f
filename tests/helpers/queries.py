"""Questions understood, for tests of what comes after understanding."""

from __future__ import annotations

from rag.types import Query, QuestionKind


def asked(question: str, kind: QuestionKind = "fact", numbers: tuple[str, ...] = ()) -> Query:
    """Return a question of a kind, of which nothing but its words is understood."""
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
    )
