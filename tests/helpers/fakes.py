"""Small real implementations of the product's seams, for tests that need no model."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence

import numpy as np
from langchain_core.messages import BaseMessage

from index.errors import ModelError
from index.models.embedder import Embedded, Passage, Vectors, each_by_itself
from index.text.words import content_stems
from rag.queueing import Turns

DIMENSIONS = 256


class WordEmbedder:
    """Counts word stems: texts that share words are near, others are not."""

    def __init__(self, name: str = "words") -> None:
        self.fingerprint = f"{name}@{DIMENSIONS}"
        self.embedded = 0

    def documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return np.array([self.query(text) for text in texts], dtype=np.float32).reshape(
            len(texts), DIMENSIONS
        )

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        return each_by_itself(passages, self.documents)

    def query(self, text: str) -> Vectors:
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        for word in content_stems(text) or {""}:
            digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
            vector[int.from_bytes(digest) % DIMENSIONS] += 1
        return vector / np.linalg.norm(vector)


class ScriptedModel:
    """Says what it is told to say; remembers what it was asked; can fail or be closed."""

    name = "scripted"

    def __init__(
        self,
        draft: str = "",
        *,
        yes: float | None = 0.9,
        denies: str | None = None,
        ready: bool = True,
        fails: bool = False,
        breaks_off: bool = False,
    ) -> None:
        self._draft = draft
        self._yes = yes
        self._denies = denies
        self.ready = ready
        self._fails = fails
        self._breaks_off = breaks_off
        self.asked: list[str] = []
        self.closed = threading.Event()
        self.turns = Turns()

    def load(self) -> None:
        self.ready = True

    def load_in_background(self) -> None:
        self.asked.append("load")

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        self.asked.append(str(messages[-1].content))
        if self._fails:
            raise ModelError("The language model scripted failed (on purpose).")
        try:
            for word in self._draft.split(" "):
                yield word + " "
            if self._breaks_off:
                raise ModelError("The language model scripted failed (on purpose).")
        finally:
            self.closed.set()

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        self.asked.append(str(messages[-1].content))
        if self._fails:
            raise ModelError("The language model scripted failed (on purpose).")
        statement = self.asked[-1].partition("Statement: ")[2]
        return 0.01 if self._denies is not None and self._denies in statement else self._yes
