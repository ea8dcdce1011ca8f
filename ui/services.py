"""What programs ask for, each call by itself: the same objects that the command line prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from index.library import Library
from rag.contract import Answer
from rag.filters import filters
from rag.request import asked_from
from rag.retrieval.retriever import Reranker
from rag.retrieval.search import find_quotes
from rag.retrieval.search import search as find
from rag.statements.quotations import quotation
from ui.json_forms import article_dict, plain, result_dict

Record = dict[str, Any]
MOST_QUOTES = 1000


class Chain(Protocol):
    """What the services ask of the answer chain."""

    @property
    def library(self) -> Library:
        """The open library."""

    @property
    def top_k(self) -> int:
        """How many passages to look for when the caller does not say."""

    @property
    def reranker(self) -> Reranker | None:
        """What puts passages in order, if anything does."""

    def invoke(self, input: Any) -> Answer:
        """Answer one question."""


class Watch(Protocol):
    """What hears of every question, to count it."""

    def question(
        self, question: str, owner: str | None
    ) -> AbstractContextManager[Callable[[Answer], None]]:
        """Watch one question; its answer is told to what this hands out.

        Args:
            question: as asked.
            owner: who asks; None where a program does.
        """


class Unwatched:
    """Counts nothing."""

    def question(
        self, question: str, owner: str | None
    ) -> AbstractContextManager[Callable[[Answer], None]]:
        """Hand out what forgets the answer.

        Args:
            question: left aside.
            owner: left aside.
        """
        del question, owner
        return nullcontext(lambda _answer: None)


class Services:
    """Answers, passages, quotes and articles of one library; nothing is kept between calls."""

    def __init__(self, chain: Chain, watch: Watch | None = None) -> None:
        self._chain = chain
        self._watch = watch or Unwatched()

    def answer(
        self, question: str, *, history: Sequence[Mapping[str, str]] = (), **options: Any
    ) -> Record:
        """Return what ``ask --json`` prints.

        Args:
            question: as asked.
            history: earlier turns, oldest first, each ``{"role": "user"|"assistant", "content": …}``.
            **options: filters, mode and top_k, as for ``rag.answer``.

        Raises:
            UsageError: the question is empty or too long, a date is not a date.
            ModelUnavailable: mode "llm" was asked for and there is no model.
        """
        with self._watch.question(question, None) as told:
            asked = asked_from({"question": question, "history": history, **options})
            answer = self._chain.invoke(asked)
            told(answer)
        return answer.to_dict()

    def search(self, question: str, *, top_k: int | None = None, **narrowed: Any) -> Record:
        """Return the lines of ``search --json`` as "results".

        Args:
            question: as asked.
            top_k: how many passages; the chain's own number when not given.
            **narrowed: which articles, as for ``rag.filters.filters``.

        Raises:
            UsageError: the question is empty or too long, a date is not a date.
        """
        with self._chain.library.as_of_now() as library:
            found = find(
                question,
                library,
                filters=filters(**narrowed),
                top_k=top_k or self._chain.top_k,
                reranker=self._chain.reranker,
            )
            return {"results": [result_dict(result) for result in found]}

    def quotes(
        self, *, about: str | None = None, skip: int = 0, most: int = MOST_QUOTES, **narrowed: Any
    ) -> Record:
        """Return lines of ``quotes --json`` as "quotes", and how many more there are.

        Args:
            about: a topic; None takes all.
            skip: so many of the first are left out.
            most: so many are handed out.
            **narrowed: which articles, and whose words, as for ``rag.filters.filters``.

        Raises:
            UsageError: a date is not a date.
        """
        with self._chain.library.as_of_now() as library:
            found = find_quotes(library, filters=filters(**narrowed), about=about)[skip:]
            listed = [quotation(one, library).to_dict() for one in found[:most]]
        return {"quotes": listed, "left_off": len(found) - len(listed)}

    def articles(self) -> Record:
        """Return the lines of ``list --json`` as "articles"."""
        with self._chain.library.as_of_now() as library:
            return {"articles": [plain(row) for row in library.articles()]}

    def article(self, article_id: str) -> Record:
        """Return what ``show --json`` prints.

        Raises:
            UnknownArticle: it is not in the index.
        """
        with self._chain.library.as_of_now() as library:
            return article_dict(library.article(article_id), library.also_in(article_id))
