from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest

from index.errors import WeightsError
from index.models.cross_encoder import CrossEncoderReranker, CrossEncoderVerifier


class FakeCrossEncoder:
    def __init__(self, logits: Sequence[float], labels: dict[int, str]) -> None:
        self.config = SimpleNamespace(id2label=labels)
        self._logits = logits
        self.asked: list[tuple[str, str]] = []

    def predict(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.asked += pairs
        return np.array([self._logits])


def test_entailment_is_found_by_its_label() -> None:
    model = FakeCrossEncoder(
        [0.0, np.log(3.0), 0.0], {0: "contradiction", 1: "Entailment", 2: "neutral"}
    )
    assert CrossEncoderVerifier("x", model)("claim", "text") == pytest.approx(0.6)
    assert model.asked == [("text", "claim")]


def test_one_output_is_a_probability() -> None:
    assert CrossEncoderVerifier("x", FakeCrossEncoder([0.7], {0: "LABEL_0"}))("c", "t") == 0.7


def test_labels_without_support_are_named() -> None:
    model = FakeCrossEncoder([0.0, 1.0], {0: "toxic", 1: "fine"})
    with pytest.raises(WeightsError, match="toxic"):
        CrossEncoderVerifier("x", model)("c", "t")


def test_a_missing_model_is_named_without_waiting(tmp_path: object) -> None:
    with pytest.raises(WeightsError, match="TRADEWIRE_VERIFIER"):
        CrossEncoderVerifier(f"{tmp_path}/none")("c", "t")


class FakeRanker:
    """Ranks by length, or gives two figures a pair."""

    def __init__(self, figures: int = 1) -> None:
        self._figures = figures

    def predict(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        scores = np.array([len(text) / 10 for _question, text in pairs])
        return scores if self._figures == 1 else np.stack([scores, scores], axis=1)


def test_each_passage_gets_a_score_between_nought_and_one() -> None:
    assert CrossEncoderReranker("x", FakeRanker())("q", ["ab", "abcd", "a" * 20]) == [0.2, 0.4, 1.0]


def test_a_reranker_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(WeightsError, match=r"'x' gives several figures.*TRADEWIRE_RERANKER"):
        CrossEncoderReranker("x", FakeRanker(2))("q", ["a", "b"])


def test_a_missing_reranker_is_named(tmp_path: object) -> None:
    with pytest.raises(WeightsError, match=r"Cannot load the reranker.*TRADEWIRE_RERANKER"):
        CrossEncoderReranker(f"{tmp_path}/none")("q", ["a"])


def test_a_model_that_fails_is_named_with_its_setting() -> None:
    class Exhausted(FakeCrossEncoder):
        def predict(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
            raise RuntimeError("out of memory")

    model = Exhausted([0.0], {0: "LABEL_0"})
    with pytest.raises(WeightsError, match=r"out of memory.*TRADEWIRE_RERANKER"):
        CrossEncoderReranker("x", model)("q", ["p"])
