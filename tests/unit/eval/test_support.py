from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.fit_support import fit, predict
from eval.support import balanced_accuracy, f1, reliability
from eval.support_sets import CNN_DM, WICE, XSUM, nearest_sentences, pairs
from index.errors import SourceError


def votes(*said: str) -> list[dict[str, object]]:
    return [{"worker_id": i, "response": word} for i, word in enumerate(said)]


def test_the_sets_are_read(tmp_path: Path) -> None:
    (tmp_path / "qags").mkdir()
    (tmp_path / "wice").mkdir()
    article = {
        "article": "Zinc rose.",
        "summary_sentences": [
            {"sentence": "Zinc rose.", "responses": votes("yes", "no", "yes")},
            {"sentence": "Zinc fell.", "responses": votes("no", "no", "yes")},
        ],
    }
    for name in ("cnndm", "xsum"):
        (tmp_path / "qags" / f"mturk_{name}.jsonl").write_text(json.dumps(article) + "\n")
    page = {"claim": "Zinc rose.", "evidence": ["Zinc rose.", "Tin."], "label": "supported"}
    part = page | {"label": "partially_supported"}
    (tmp_path / "wice" / "entailment_retrieval__claim__dev.jsonl").write_text(
        f"{json.dumps(page)}\n{json.dumps(part)}\n"
    )
    found = pairs(tmp_path)
    assert [p.set for p in found] == [CNN_DM, CNN_DM, XSUM, XSUM, WICE, WICE]
    assert [p.supported for p in found] == [True, False, True, False, True, False]
    assert found[0].passages == ("Zinc rose.",)
    assert found[0].document == found[1].document != found[2].document


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="qags"):
        pairs(tmp_path)


def test_a_page_is_cut_to_the_nearest_sentences() -> None:
    page = ["Nothing here."] * 30 + ["Zinc rose."] + ["Nothing there."] * 30
    cut = nearest_sentences("Zinc rose in May.", page)
    assert len(cut) == 16
    assert "Zinc rose." in cut


def test_figures_by_hand() -> None:
    said, truth = np.array([True, True, False, False]), np.array([True, False, True, True])
    assert balanced_accuracy(said, truth) == pytest.approx((1 / 3 + 0) / 2)
    assert f1(said, truth) == pytest.approx(2 * 1 / (2 + 3))


def test_reliability_counts_by_tenths() -> None:
    scores, truth = np.array([0.05, 0.91, 0.95, 1.0]), np.array([False, True, True, False])
    assert reliability(scores, truth) == [
        (0.0, 1, pytest.approx(0.05), 0.0),
        (0.9, 3, pytest.approx(2.86 / 3), pytest.approx(2 / 3)),
    ]


def test_fitting_finds_the_direction_and_evens_out_a_rare_answer() -> None:
    draw = np.random.default_rng(1)
    x = draw.normal(size=(400, 2))
    y = x[:, 0] + 0.3 * draw.normal(size=400) > 1
    weights = fit(x, y, np.array(["one"] * 400))
    assert weights[1] > abs(weights[2])
    chances = predict(weights, x)
    assert chances[y].mean() > 0.8 > 0.2 > chances[~y].mean()
