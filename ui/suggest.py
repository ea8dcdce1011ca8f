"""What to ask next: questions from the evidence at hand, each tried before it is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from index.library import Library
from index.names import is_person_name
from rag.asked import Asked
from rag.examples import example_questions
from rag.query import understand
from rag.types import Answer, Filters
from rag.words import content_words
from ui.talk import Chain
from ui.view import is_closest

SUGGESTIONS, TRIED, REMEMBERED = 3, 9, 4096
AT_HAND, LONGEST_TOPIC = 4, 60


class Suggestions:
    """Further questions over one chain; what was tried for one reader serves the others."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._tried = lru_cache(REMEMBERED)(self._answered)

    def after(self, answer: Answer) -> list[str]:
        """Return up to three questions, each of which gets an answer, not a refusal."""
        return self._good(_candidates(self._chain.library, answer))

    def about(self, article_ids: Sequence[str]) -> list[str]:
        """Return up to three questions that articles answer, by those who speak in them."""
        library, ids = self._chain.library, list(article_ids)[:AT_HAND]
        return self._good(chain(_others(library, ids, "", any_role=True), _about(library, ids, "")))

    def _good(self, candidates: Iterator[str]) -> list[str]:
        good: list[str] = []
        for number, question in enumerate(candidates):
            if len(good) == SUGGESTIONS or number == TRIED:
                break
            if self._tried(question, self._chain.library.fingerprint):
                good.append(question)
        return good

    def voices(self, answer: Answer) -> list[tuple[str, int]]:
        """Return whom the answer quotes or the question names, with how often each is quoted."""
        asked = answer.understood.speakers if answer.understood else ()
        named = dict.fromkeys([*asked, *(q.speaker for q in answer.quotes if q.speaker)])
        counts = dict(self._chain.library.speakers())
        return [(n, counts[n]) for n in named if counts.get(n, 0) > 1 and is_person_name(n)][:2]

    def _answered(self, question: str, _state: str) -> bool:
        asked = Asked(question=question, mode="extractive")
        *_, last = self._chain.events(asked, threading.Event())
        return isinstance(last, Answer) and last.status == "answered" and not is_closest(last)


def _candidates(library: Library, answer: Answer) -> Iterator[str]:
    """Yield in turn what the topic's figures are, who else speaks, what the articles are about."""
    cited = [c.article_id for c in answer.citations]
    articles = list(dict.fromkeys([*cited, *(r.article_id for r in answer.retrieved)]))[:AT_HAND]
    said = f"{answer.question} {answer.text}".lower()
    of_topic = iter(_of_topic(library, answer))
    others = _others(library, articles, said)
    for pair in zip(of_topic, others, strict=False):
        yield from pair
    yield from of_topic
    yield from others
    yield from _about(library, articles, said)
    yield from (q for q in example_questions(library, 6) if q.lower() not in said)


def _of_topic(library: Library, answer: Answer) -> list[str]:
    """Return what else may be asked of the question's topic: its figures, days, other voices."""
    topic = understand(answer.standalone_question, (), Filters(), library).topic.strip(" ?.")
    if not content_words(topic) or len(topic) > LONGEST_TOPIC:
        return []
    kind = answer.understood.kind if answer.understood else None
    asked = {
        "over_time": f"How did {topic} change?",
        "number": f"Which figures are given for {topic}?",
        "who_said": f"Who spoke about {topic}?",
    }
    return [question for name, question in asked.items() if name != kind]


def _about(library: Library, articles: list[str], said: str) -> Iterator[str]:
    for article_id in articles:
        title = library.article(article_id).title
        if title and title.lower() not in said:
            yield f"What is “{title}” about?"


def _others(
    library: Library, articles: list[str], said: str, *, any_role: bool = False
) -> Iterator[str]:
    """Yield who else speaks in the articles: people in office there, not history's."""
    asked: set[str] = set()
    for article_id in articles:
        for found in library.quotes_in(article_id):
            name = found.quote.speaker
            if not name or name in asked or not is_person_name(name):
                continue
            if not (found.quote.role or any_role):
                continue
            if name.split()[-1].lower() not in said:
                asked.add(name)
                yield f"What did {name} say?"
