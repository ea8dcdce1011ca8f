"""What programs ask for, each call by itself: the same objects that the command line prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rag.chain import AnswerChain
from rag.filters import filters
from rag.request import asked_from
from rag.retrieval.search import find_quotes
from rag.retrieval.search import search as find
from rag.statements.quotations import quotation
from ui.json_forms import article_dict, plain, result_dict
from ui.metrics import Metrics

Record = dict[str, Any]
MOST_QUOTES = 1000


class Services:
    """Answers, passages, quotes and articles of one library; nothing is kept between calls."""

    def __init__(self, chain: AnswerChain, metrics: Metrics | None = None) -> None:
        self._chain = chain
        self._metrics = metrics or Metrics()

    def answer(
        self, question: str, *, history: Sequence[Mapping[str, str]] = (), **options: Any
    ) -> Record:
        """Return what ``ask --json`` prints.

        Args:
            question: as asked.
            history: earlier turns, oldest first, each ``{"role": "user"|"assistant", "content": …}``.
            **options: filters, mode and top_k, as for ``rag.answer``; it raises what that raises.
        """
        with self._metrics.question(question, None) as told:
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
            **narrowed: which articles, and whose words, likewise.
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
        """Return what ``show --json`` prints."""
        with self._chain.library.as_of_now() as library:
            return article_dict(library.article(article_id), library.also_in(article_id))
