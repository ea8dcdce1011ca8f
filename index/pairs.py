"""A text and a sentence to a probability, by a cross-encoder of sentence-transformers."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from index import weights
from index.errors import WeightsError

_ENTAILMENT = ("entail", "support", "consistent", "yes")


class CrossEncoderVerifier:
    """An NLI or fact-check model by folder or hub name; loaded at its first question.

    Args:
        name: such as ``cross-encoder/nli-deberta-v3-base``. A model with one output is read as
            the probability of support, one with several by its label for entailment.
        model: for a model that is loaded already.
    """

    def __init__(self, name: str, model: Any = None) -> None:
        self._name = name
        self._model = model
        self._lock = threading.Lock()

    def __call__(self, claim: str, text: str) -> float:
        """Return the probability, 0 to 1, that the text supports the claim.

        Raises:
            WeightsError: there is no such model on this machine or hub.
        """
        model = self._loaded()
        logits = np.atleast_1d(np.asarray(model.predict([(text, claim)])[0], dtype=np.float64))
        if len(logits) == 1:
            return float(np.clip(logits[0], 0, 1))
        odds = np.exp(logits - logits.max())
        return float(odds[_entailment(model.config.id2label)] / odds.sum())

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            return self._model


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


def _load(name: str) -> Any:
    try:
        from sentence_transformers import CrossEncoder

        return CrossEncoder(name, local_files_only=not weights.hub_reachable())
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"Cannot load the verifier '{name}': {str(error).splitlines()[0]} "
            "Name a folder or hub model in TRADEWIRE_VERIFIER, or leave it out."
        ) from error
