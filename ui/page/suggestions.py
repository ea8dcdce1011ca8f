"""What to ask next: questions from the evidence at hand, each tried before it is shown."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, takewhile

from index.library import Library
from index.text.lexicon import AUXILIARIES
from index.text.names import is_person_name
from index.text.words import content_words
from rag.answering.smalltalk import example_questions
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.request import Asked
from rag.statements.quotations import quoted
from ui.page.topics import topics

SUGGESTIONS, TRIED, TRIED_AFTER, REMEMBERED = 3, 9, 2, 4096
AT_HAND, FIRST, PEOPLE = 4, 4, 2


Candidate = tuple[str, bool]
"""A question, and whether the ledger is known to answer it, so that it need not be tried."""


class Suggestions:
    """Further questions over one chain; what was tried for one reader serves the others."""

    def __init__(self, chain: AnswerChain) -> None:
        self._chain = chain
        self._tried = lru_cache(REMEMBERED)(self._answered)
        self._at_once = lru_cache(1)(self._of_people)
        self._first = lru_cache(1)(self._first_of)
        self._topics = lru_cache(1)(lambda _state: topics(chain.library))
        self._trying = threading.Lock()

    def after(self, answer: Answer) -> list[str]:
        """Return up to three questions, each of which gets an answer, not a refusal.

        While readers stand in line nothing is tried, and the ledger alone tells.
        """
        tries = 0 if self._chain.waiting() else TRIED_AFTER
        return self._good(self._candidates(answer), tries=tries)

    def at_once(self) -> list[str]:
        """Return the beginning of ``first`` that needs no trial: the ledger holds what is asked for."""
        return self._at_once(self._chain.library.fingerprint)

    def first(self) -> list[str]:
        """Return questions for a first look: what people said, and who spoke about its topics.

        Each is tried, which takes seconds after a start; who asks meanwhile waits for that.
        """
        with self._trying:
            return self._first(self._chain.library.fingerprint)

    def _of_people(self, _state: str) -> list[str]:
        library = self._chain.library
        people = (name for name, _count in library.speakers() if is_person_name(name))
        heard = (name for name in people if _said_something(library, name))
        return [f"What did {name} say?" for name in islice(heard, PEOPLE)]

    def _first_of(self, state: str) -> list[str]:
        library, people = self._chain.library, self._at_once(state)
        of_topics = [f"Who spoke about {topic}?" for topic in self.topics()[:3]]
        more = [q for q in (*of_topics, *example_questions(library, FIRST)) if q not in people]
        return [*people, *self._good(map(_untried, more), FIRST - len(people))]

    def about(self, article_ids: Sequence[str]) -> list[str]:
        """Return up to three questions that articles answer, by those who speak in them."""
        library, ids = self._chain.library, list(article_ids)[:AT_HAND]
        return self._good(chain(_others(library, ids, "", any_role=True), _about(library, ids, "")))

    def _good(
        self, candidates: Iterator[Candidate], most: int = SUGGESTIONS, tries: int = TRIED
    ) -> list[str]:
        good: list[str] = []
        for question, known in candidates:
            if len(good) == most:
                break
            if not known:
                tries -= 1
                if tries < 0 or not self._tried(question, self._chain.library.fingerprint):
                    continue
            good.append(question)
        return good

    def _candidates(self, answer: Answer) -> Iterator[Candidate]:
        """Yield in turn what the topic's figures are, who else speaks, what the articles are about."""
        library = self._chain.library
        cited = [c.article_id for c in answer.citations]
        articles = list(dict.fromkeys([*cited, *(r.article_id for r in answer.retrieved)]))[
            :AT_HAND
        ]
        said = f"{answer.question} {answer.text}".lower()
        of_topic = map(_untried, _of_topic(answer, self.topics()))
        others = _others(library, articles, said)
        for pair in zip(of_topic, others, strict=False):
            yield from pair
        yield from of_topic
        yield from others
        yield from _about(library, articles, said)
        examples = example_questions(library, 6)
        yield from (_untried(q) for q in examples if q.lower() not in said)

    def topics(self) -> list[str]:
        """Return what the archive is about."""
        return self._topics(self._chain.library.fingerprint)

    def voices(self, answer: Answer) -> list[tuple[str, int]]:
        """Return whom the answer quotes or the question names, with how often each is quoted."""
        asked = answer.understood.speakers if answer.understood else ()
        named = dict.fromkeys([*asked, *(q.speaker for q in answer.quotes if q.speaker)])
        counts = quoted(self._chain.library, filter(is_person_name, named))
        return [(name, count) for name, count in counts.items() if count > 1][:2]

    def _answered(self, question: str, _state: str) -> bool:
        asked = Asked(question=question, mode="extractive")
        *_, last = self._chain.events(asked, threading.Event())
        return isinstance(last, Answer) and last.status == "answered" and last.confidence != "low"


def _untried(question: str) -> Candidate:
    return question, False


def _said_something(library: Library, name: str) -> bool:
    """Tell whether the ledger holds words that somebody said, not only denied or was asked."""
    return any(found.quote.stance == "said" for found in library.quotes(speaker=name))


# What a question is about, where it says so itself: "… about the duty on steel?"
_TOPIC = re.compile(
    r"\b(?:about|on|regarding|concerning) ((?:the |a |an )?[\w’'-]+(?: [\w’'-]+){0,5})\W*$"
)


def _of_topic(answer: Answer, of_archive: Sequence[str]) -> list[str]:
    """Return what else may be asked of the question's topic: its figures, changes, other voices.

    Args:
        answer: to the question.
        of_archive: the topics of the whole archive.
    """
    # What the articles do not answer is asked about no further.
    found = None if answer.refusal else _TOPIC.search(answer.standalone_question)
    near = [topic for topic in of_archive if _shares(topic, answer)]
    topic = found[1] if found and content_words(found[1]) else next(iter(near), None)
    # "… on rare earths was announced": what is said of it is none of its name.
    topic = " ".join(takewhile(lambda word: word not in AUXILIARIES, (topic or "").split()))
    if not topic:
        return []
    kind = answer.understood.kind if answer.understood else None
    # Words of a title need not be in the plural or singular that "change" asks for.
    change = {"over_time": f"How did {topic} change?"} if found else {}
    asked = change | {
        "number": f"Which figures are given for {topic}?",
        "who_said": f"Who spoke about {topic}?",
    }
    return [question for name, question in asked.items() if name != kind]


def _shares(topic: str, answer: Answer) -> bool:
    """Tell whether a topic of the archive is all in the question and its answer."""
    said = f"{answer.standalone_question} {answer.text}".lower()
    return all(word in said for word in topic.lower().split())


def _about(library: Library, articles: list[str], said: str) -> Iterator[Candidate]:
    for article_id in articles:
        title = library.article(article_id).title
        if title and title.lower() not in said:
            yield _untried(f"What is “{title}” about?")


def _others(
    library: Library, articles: list[str], said: str, *, any_role: bool = False
) -> Iterator[Candidate]:
    """Yield who else speaks in the articles: people in office there, not history's."""
    asked: set[str] = set()
    for article_id in articles:
        for found in library.quotes_in(article_id):
            name = found.quote.speaker
            if not name or name in asked or not is_person_name(name):
                continue
            if not (found.quote.role or any_role):
                continue
            if name.split()[-1].lower() not in said and _said_something(library, name):
                asked.add(name)
                yield f"What did {name} say?", True
