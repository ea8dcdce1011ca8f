"""What retrieval, the ledger and selection know about a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.library import Library
from rag.evidence.select import Scored
from rag.retrieval.retriever import Retrieval
from rag.statements.statement import Statement
from rag.types import Evidence, Query
from rag.verdict.yes_no.settled import Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything found for a question.

    Attributes:
        query: the question understood.
        library: the state of the index in which all of it was found.
        retrieval: the chunks, and where they were looked for.
        weights: {stem: weight} of the question's words, rare ones heavier.
        scored: the chunks' sentences, best first.
        statements: what the ledger holds, where somebody's words are asked for.
        evidence: the sentences put before a model.
        settled: what the articles say to a yes-or-no question; None where they do not, or none is asked.
        parts: what was found for each of the questions that this one holds, where no sentence answers them all.
    """

    query: Query
    library: Library
    retrieval: Retrieval
    weights: Mapping[str, float]
    scored: Sequence[Scored]
    statements: Sequence[Statement]
    evidence: Sequence[Evidence]
    settled: Settled | None = None
    parts: Sequence[Found] = ()

    @property
    def says(self) -> bool:
        """Tell whether a statement says the words, or the claim, that the question asks about."""
        return any(statement.says for statement in self.statements)
