"""What to ask next: questions that the articles around an answer do answer, tried before shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import lru_cache

from rag.asked import Asked
from rag.examples import example_questions
from rag.types import Answer
from ui.talk import Chain

SUGGESTIONS, TRIED, REMEMBERED = 3, 9, 4096


class Suggestions:
    """Further questions over one chain; what was tried for one reader serves the others."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._tried = lru_cache(REMEMBERED)(self._answered)

    def after(self, answer: Answer) -> list[str]:
        """Return up to three questions, each of which gets an answer, not a refusal."""
        good: list[str] = []
        for number, question in enumerate(_candidates(self._chain, answer)):
            if len(good) == SUGGESTIONS or number == TRIED:
                break
            if self._tried(question, self._chain.library.fingerprint):
                good.append(question)
        return good

    def _answered(self, question: str, _state: str) -> bool:
        asked = Asked(question=question, mode="extractive")
        *_, last = self._chain.events(asked, threading.Event())
        return isinstance(last, Answer) and last.status == "answered"


def _candidates(chain: Chain, answer: Answer) -> Iterator[str]:
    """Yield other speakers of the articles at hand, then what the articles are about."""
    library = chain.library
    cited = [c.article_id for c in answer.citations]
    articles = list(dict.fromkeys([*cited, *(r.article_id for r in answer.retrieved)]))
    said = f"{answer.question} {answer.text}".lower()
    asked: set[str] = set()
    for article_id in articles[:5]:
        for found in library.quotes_in(article_id):
            name = found.quote.speaker
            if not name or name in asked or " " not in name or name.split()[-1].lower() in said:
                continue
            asked.add(name)
            yield f"What did {name} say?"
    for article_id in articles[:5]:
        title = library.article(article_id).title
        if title and title.lower() not in said:
            yield f"What is “{title}” about?"
    yield from (q for q in example_questions(library, 6) if q.lower() not in said)
