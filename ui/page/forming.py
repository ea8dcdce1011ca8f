"""One turn while it forms, as the page is told of it: safe HTML and plain values, ready for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from index.errors import UnknownArticle
from index.library import Library
from rag.contract import Answer, AnswerSentence, Citation
from rag.events import SentenceChecked
from rag.evidence.opinion import opinion
from ui.views import answer as answer_view
from ui.views.safe_html import Source, where

GONE = "No longer among your articles"
Shown = dict[str, Any]
"""What the page is told."""


@dataclass(slots=True)
class Forming:
    """A turn while it forms, by the page's own key; no sentence said is taken back meanwhile."""

    key: str
    question: str
    about: answer_view.About
    cards: str = ""
    said: list[AnswerSentence] = field(default_factory=list)
    known: dict[int, Citation] = field(default_factory=dict)

    def add(self, checked: SentenceChecked) -> None:
        """Take in a sentence with the citations that it is the first to use."""
        self.known |= {citation.number: citation for citation in checked.citations}
        self.said.append(checked.sentence)

    def shown(self, status: str) -> Shown:
        """Return the turn so far, and what is being done."""
        return {
            "key": self.key,
            "cards": self.cards,
            "lead": answer_view.lead(self.question, self.said),
            "sentences": [
                answer_view.sentence(s, self.known, f"why-{self.key}-{number}")
                for number, s in enumerate(self.said)
            ],
            "status": status,
            "done": False,
        }

    def whole(self, answer: Answer, status: str = "") -> Shown:
        """Return the turn with a whole answer, in place of the sentences so far.

        Args:
            answer: takes the place of all that was said.
            status: what is still being done; empty when nothing is.
        """
        self.known = {citation.number: citation for citation in answer.citations}
        self.said = list(answer.sentences)
        return {
            **self.shown(status),
            "after": answer_view.after(answer, self.about),
            "foot": answer_view.foot(answer),
            "basis": answer_view.basis(answer),
            "closest": answer.confidence == "low",
            "copy": answer_view.copied(answer, self.about),
            "kind": answer.status,
        }


def source_of(library: Library, article_id: str) -> Source:
    """Return what a reader is told of an article; of one that was removed since, just that.

    Args:
        library: the index.
        article_id: of the article.
    """
    try:
        article = library.article(article_id)
    except UnknownArticle:
        return Source(where=GONE)
    known = where(article.title, article.publisher, article.published)
    return Source(where=known, piece=opinion(article))
