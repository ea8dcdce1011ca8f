"""What the page asks of a chain and its library; tests pass small objects of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol

from index.catalog import ArticleRow
from index.types import Article
from rag.chain import Asked, ChatStatus
from rag.events import AnswerEvent


class Shelf(Protocol):
    """What the page reads of a library."""

    def articles(self) -> list[ArticleRow]:
        """Return the list of articles."""
        ...

    def article(self, article_id: str) -> Article:
        """Return one article."""
        ...

    def example_questions(self, n: int) -> list[str]:
        """Return questions for a first look."""
        ...


class Chain(Protocol):
    """What the page asks of the answer chain."""

    @property
    def library(self) -> Shelf:
        """The open library."""
        ...

    def events(self, asked: Asked, stop: threading.Event) -> Iterator[AnswerEvent]:
        """Yield evidence, checked sentences and the answer, until stopped."""
        ...

    def status(self) -> ChatStatus:
        """Tell which mode answers now."""
        ...
