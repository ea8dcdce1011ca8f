"""A language model whose time is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage

from rag.models.chat_model import LanguageModel
from rag.queueing import Turns


@dataclass(slots=True)
class MeteredModel:
    """A language model that counts the milliseconds it is waited for."""

    model: LanguageModel
    spent: float = 0.0

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self.model.name

    @property
    def turns(self) -> Turns:
        """Return the model's own line."""
        return self.model.turns

    @property
    def ready(self) -> bool:
        """Tell whether the model is loaded."""
        return self.model.ready

    def load(self) -> None:
        """Load the model; that does not count."""
        self.model.load()

    def load_in_background(self) -> None:
        """Begin to load the model."""
        self.model.load_in_background()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the model's draft; what the reader of a piece does with it does not count."""
        pieces = iter(self.model.stream(messages))
        try:
            while True:
                start = time.perf_counter()
                piece = next(pieces, None)
                self.spent += 1000 * (time.perf_counter() - start)
                if piece is None:
                    return
                yield piece
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return what the model thinks."""
        start = time.perf_counter()
        try:
            return self.model.yes_probability(messages)
        finally:
            self.spent += 1000 * (time.perf_counter() - start)
