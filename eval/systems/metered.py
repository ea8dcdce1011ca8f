"""A language model whose time is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from langchain_core.messages import BaseMessage

from rag.models.chat_model import LanguageModel


class MeteredModel:
    """A language model that counts the milliseconds its words are waited for; else as it is."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.spent = 0.0

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the model's draft; what the reader of a piece does with it does not count."""
        pieces = self._model.stream(messages)
        try:
            while True:
                with self._counted():
                    piece = next(pieces, None)
                if piece is None:
                    return
                yield piece
        finally:
            pieces.close()  # type: ignore[attr-defined]

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return what the model thinks."""
        with self._counted():
            return self._model.yes_probability(messages)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.spent += 1000 * (time.perf_counter() - start)
