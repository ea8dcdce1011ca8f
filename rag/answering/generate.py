"""Let the model draft an answer from the evidence, and judge whether there is one."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from index.text.days import with_dates
from index.types import Article
from rag.answering.citations import one_line
from rag.checks.support import Verifier
from rag.models import prompts
from rag.models.chat_model import LanguageModel
from rag.types import Evidence, Query
from rag.verdict.found import Found

# Each token costs the reader 17 ms. Of a headline its beginning tells which article it is; a day
# is six to ten tokens, and only some questions turn on it.
LONGEST_TITLE = 40
_TURN_ON_TIME = frozenset({"date", "over_time"})
# Bias and weight of the log odds: small models agree too readily. Fitted on sentences that people
# have judged, see docs/trust.md.
_AGREEING = (-0.71, 0.64)
_LEAST_SURE = 0.001
_SENTENCE_END = re.compile(r"(?<=[.!?])(?:[”\"’')\]]+)?\s+(?=[“\"A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]\.|U\. ?S\.|(?:Mr|Ms|Mrs|Dr|St|No|vs|Inc|Co|Corp|Ltd|Gov|Sen|Rep|Gen|Lt|Sgt|Jr|Sr|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|est|pct|a\.m|p\.m)\.)$"
)
_MARKER = re.compile(r"\s*[\[(]\d+(?:\s*[,–-]\s*\d+)*[\])]")


def as_read(e: Evidence, found: Found) -> str:
    """Return evidence as a model reads it: where a day is asked for, "Thursday" has its date.

    Args:
        e: one sentence of the evidence.
        found: tells whether a day is asked for, and the day of the article.
    """
    if found.query.kind != "date":
        return e.text
    return with_dates(e.text, found.library.article(e.article_id).published)


@dataclass(frozen=True, slots=True)
class Asking:
    """A model with what it is asked about; the evidence stands first, so that it is read once."""

    found: Found
    model: LanguageModel

    def draft(self, stop: threading.Event) -> Generator[str]:
        """Yield the draft sentence by sentence; closing the iterator, or ``stop``, ends the work."""
        pieces = self.model.stream(self._messages(prompts.ANSWER))
        try:
            yield from _sentences(takewhile(lambda _: not stop.is_set(), pieces))
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()

    def stated(self) -> float | None:
        """Return the model's probability that the evidence states the answer; None if it cannot tell."""
        return self.model.yes_probability(self._messages(prompts.JUDGE))

    def verifier(self) -> Verifier:
        """Return what asks the model whether the evidence, which it has just read, says a sentence."""

        def verifier(claim: str, _text: str) -> float | None:
            task = prompts.STATED.format(claim=one_line(claim))
            return _agrees(self.model, self._messages(task))

        return verifier

    def _messages(self, task: str) -> list[BaseMessage]:
        """Return the prompt: what never changes first, then the evidence, then question and task."""
        found = self.found
        blocks = "".join(
            prompts.ARTICLE.format(
                heading=heading(found.library.article(article_id), found.query),
                sentences="\n".join(
                    prompts.SENTENCE.format(text=one_line(as_read(e, found))) for e in group
                ),
            )
            for article_id, group in groupby(found.evidence, key=lambda e: e.article_id)
        )
        asked = prompts.QUESTION.format(question=found.query.standalone)
        return [SystemMessage(prompts.SYSTEM), HumanMessage(f"{blocks}{asked}{task}")]


def asking_afresh(model: LanguageModel) -> Verifier:
    """Return what asks the model whether the sentences of a text, one a line, say a sentence."""

    def verifier(claim: str, text: str) -> float | None:
        lines = "\n".join(prompts.SENTENCE.format(text=line) for line in text.splitlines())
        read = prompts.ARTICLE.format(heading="", sentences=lines)
        asked = prompts.STATED.format(claim=one_line(claim))
        return _agrees(model, [SystemMessage(prompts.SYSTEM), HumanMessage(f"{read}{asked}")])

    return verifier


def _agrees(model: LanguageModel, messages: Sequence[BaseMessage]) -> float | None:
    """Return how likely a statement holds, given how readily a model says yes to any."""
    if (said := model.yes_probability(messages)) is None:
        return None
    said = min(max(said, _LEAST_SURE), 1 - _LEAST_SURE)
    bias, weight = _AGREEING
    return 1 / (1 + math.exp(-bias - weight * math.log(said / (1 - said))))


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Cut a stream of text into sentences, without the markers that the model invents."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        while cut := _cut(buffer):
            sentence, buffer = buffer[: cut[0]], buffer[cut[1] :]
            if clean := _clean(sentence):
                yield clean
    if clean := _clean(buffer):
        yield clean


def _cut(buffer: str) -> tuple[int, int] | None:
    """Return where the first whole sentence ends and the next begins."""
    for match in _SENTENCE_END.finditer(buffer):
        before = buffer[: match.start()]
        if not _ABBREVIATION.search(before):
            return len(before) + len(match.group().rstrip()), match.end()
    return None


def _clean(sentence: str) -> str:
    return _MARKER.sub("", sentence).strip().lstrip("-• ").strip()


def heading(article: Article, query: Query) -> str:
    """Return what tells an article from others: its title, and day or publisher where they count.

    Args:
        article: whose sentences follow.
        query: tells whether the day or the publisher counts.
    """
    known = [_beginning(one_line(article.title or article.article_id))]
    publisher = one_line(article.publisher or "")
    if article.publisher in query.publishers:
        known.append(publisher)
    if article.published and (query.periods or query.kind in _TURN_ON_TIME):
        known.append(article.published[:10])
    return ", ".join(known)


def _beginning(title: str) -> str:
    """Return a title cut after a whole word, or within the first where that is too long."""
    if len(title) <= LONGEST_TITLE:
        return title
    cut = title[:LONGEST_TITLE]
    return f"{cut.rpartition(' ')[0] or cut} …"
