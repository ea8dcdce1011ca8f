"""Two texts to a probability, by a cross-encoder of sentence-transformers.

One kind tells whether a text supports a sentence, another how well a passage meets a question.
Neither ships: both are named by folder or hub name.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from index.errors import WeightsError
from index.models.hub import hub_reachable

_ENTAILMENT = ("entail", "support", "consistent", "yes")


class CrossEncoderVerifier:
    """An NLI or fact-check model by folder or hub name; loaded at its first question.

    Args:
        name: such as ``cross-encoder/nli-deberta-v3-base``. A model with one output is read as
            the probability of support, one with several by its label for entailment.
        model: for a model that is loaded already.
    """

    def __init__(self, name: str, model: Any = None) -> None:
        self._pairs = _Pairs(name, "verifier", "an NLI or fact-check model", model)

    def __call__(self, claim: str, text: str) -> float:
        """Return the probability, 0 to 1, that the text supports the claim.

        Raises:
            WeightsError: there is no such model on this machine or hub, or it failed.
        """
        model = self._pairs.model
        logits = np.atleast_1d(np.asarray(self._pairs.read([(text, claim)])[0], dtype=np.float64))
        if len(logits) == 1:
            return float(np.clip(logits[0], 0, 1))
        odds = np.exp(logits - logits.max())
        return float(odds[_entailment(model.config.id2label)] / odds.sum())


class CrossEncoderReranker:
    """A model for passage ranking by folder or hub name; loaded at its first question.

    Args:
        name: such as ``cross-encoder/ms-marco-MiniLM-L6-v2``.
        model: for a model that is loaded already.
    """

    def __init__(self, name: str, model: Any = None) -> None:
        self._pairs = _Pairs(name, "reranker", "a cross-encoder with one output", model)

    def __call__(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return for each passage, 0 to 1, how well it meets the question.

        Raises:
            WeightsError: there is no such model on this machine or hub, or it is of another kind.
        """
        scores = np.asarray(self._pairs.read([(question, p) for p in passages]))
        if scores.shape != (len(passages),):
            raise WeightsError(
                f"The reranker '{self._pairs.name}' gives several figures for a pair; name a "
                "cross-encoder with one output in TRADEWIRE_RERANKER."
            )
        return [float(score) for score in np.clip(scores, 0, 1)]


class _Pairs:
    """A cross-encoder that is loaded when it is first needed."""

    def __init__(self, name: str, role: str, kind: str, model: Any = None) -> None:
        self.name, self._role, self._kind, self._given = name, role, kind, model
        self._lock = threading.Lock()

    @property
    def model(self) -> Any:
        with self._lock:
            return self._loaded

    def read(self, pairs: Sequence[tuple[str, str]]) -> Any:
        """Return what the model makes of each pair."""
        try:
            return self.model.predict(list(pairs))
        # What torch raises where memory or a text's shape is at fault.
        except (RuntimeError, ValueError, IndexError) as error:
            raise WeightsError(
                f"The {self._role} '{self.name}' failed ({str(error)[:120]}); name another in "
                f"TRADEWIRE_{self._role.upper()}, or none."
            ) from error

    @cached_property
    def _loaded(self) -> Any:
        if self._given is not None:
            return self._given
        try:
            from sentence_transformers import CrossEncoder

            return CrossEncoder(self.name, local_files_only=not hub_reachable())
        except (OSError, ValueError) as error:
            raise WeightsError(
                f"Cannot load the {self._role} '{self.name}': {str(error).splitlines()[0]} "
                f"Name {self._kind} by folder or hub name in TRADEWIRE_{self._role.upper()}, or "
                "leave it out."
            ) from error


def _entailment(labels: dict[int, str]) -> int:
    """Return the number of the label that means support."""
    for number, label in sorted(labels.items()):
        low = label.lower()
        if low.startswith(_ENTAILMENT):
            return int(number)
    raise WeightsError(
        f"The verifier's labels {sorted(labels.values())} have none for support; name an NLI or "
        "fact-check model in TRADEWIRE_VERIFIER."
    )
