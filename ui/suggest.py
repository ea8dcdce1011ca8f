"""What to ask next: questions that the articles around an answer do answer, tried before shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import lru_cache

from rag.asked import Asked
from rag.types import Answer
from ui.talk import Chain

SUGGESTIONS, TRIED = 3, 9


def suggestions(chain: Chain, answer: Answer) -> list[str]:
    """Return up to three further questions, each of which gets an answer, not a refusal."""
    good: list[str] = []
    for number, question in enumerate(_candidates(chain, answer)):
        if len(good) == SUGGESTIONS or number == TRIED:
            break
        if _answered(chain, question):
            good.append(question)
    return good


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
    yield from (q for q in library.example_questions(6) if q.lower() not in said)


def _answered(chain: Chain, question: str) -> bool:
    """Tell whether a question gets an answer; readers of one index are offered the same ones."""
    return _tried(chain, question, chain.library.fingerprint)


@lru_cache(maxsize=4096)
def _tried(chain: Chain, question: str, _state: str) -> bool:
    *_, last = chain.events(Asked(question=question, mode="extractive"), threading.Event())
    return isinstance(last, Answer) and last.status == "answered"
