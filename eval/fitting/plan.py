"""How a reader is trained, and what a trained one makes of a bundle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a reader is trained.

    Attributes:
        epochs: how often every question is seen.
        groups: questions in a step.
        candidates: passages of each question in a step, drawn anew.
        claims: claims in a step.
        rate: highest learning rate; it rises over the first twentieth and falls to nothing.
        teacher_share: how much the teacher's opinion counts beside the labels; 0 without one.
        favoured: sets by name, and how many times an epoch holds their questions.
        sets: whose questions are learned from; all, if none is named.
        frozen: so many of the lowest layers, and the embeddings under them, stay as they are.
        dropout: whether a share of what is read is left out at random.
        listwise: weight of the softmax over a question's candidates beside each one's own loss.
        seconds: after so many the rate has fallen to nothing, whatever the epochs; None: no bound.
        seed: of everything drawn.
    """

    epochs: float = 3.0
    groups: int = 64
    candidates: int = 8
    claims: int = 96
    rate: float = 1e-4
    teacher_share: float = 0.0
    favoured: tuple[tuple[str, int], ...] = (
        ("news", 3), ("news twin", 2), ("invented", 3), ("invented twin", 2),
    )  # fmt: skip
    sets: tuple[str, ...] = ()
    frozen: int = 0
    dropout: bool = True
    listwise: float = 0.5
    seconds: float | None = None
    seed: int = 20261127


@dataclass(frozen=True, slots=True)
class Opinions:
    """A net's logits for all candidates and claims of a bundle."""

    answers: npt.NDArray[np.float32]
    verdict: npt.NDArray[np.float32]
