from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.benchmarks.support import drawn, reliability
from eval.fitting.support import Figures, Labels, Matrix, fit, held_out, predict
from eval.questions.support_sets import CNN_DM, WICE, XSUM, Pair, nearest_sentences, pairs
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


def test_so_many_pairs_of_each_set_are_drawn_and_always_the_same() -> None:
    every = [
        Pair(set=name, document=str(n), claim=f"Zinc {n}.", passages=(), supported=True)
        for name in (CNN_DM, WICE)
        for n in range(20 if name == WICE else 2)
    ]
    few = drawn(every, 5)
    assert [pair.set for pair in few] == [CNN_DM] * 2 + [WICE] * 5
    assert few == drawn(every, 5) == sorted(set(few), key=few.index)
    assert drawn(every, None) == every


def test_reliability_counts_by_tenths() -> None:
    scores, truth = np.array([0.05, 0.91, 0.95, 1.0]), np.array([False, True, True, False])
    assert reliability(scores, truth) == [
        (0.0, 1, pytest.approx(0.05), 0.0),
        (0.9, 3, pytest.approx(2.86 / 3), pytest.approx(2 / 3)),
    ]


def _figures(x: Matrix, y: Labels, passing: Labels) -> Figures:
    names = np.array(["one"] * len(y))
    documents = np.array([str(i) for i in range(len(y))])
    return Figures(x=x, y=y, sets=names, documents=documents, passing=passing)


def test_fitting_finds_the_direction_and_evens_out_a_rare_answer() -> None:
    draw = np.random.default_rng(1)
    x = draw.normal(size=(400, 2))
    y = x[:, 0] + 0.3 * draw.normal(size=400) > 1
    everything = np.ones(400, dtype=bool)
    weights = fit(_figures(x, y, everything), everything)
    assert weights[1] > abs(weights[2])
    chances = predict(weights, x)
    assert chances[y].mean() > 0.75 > 0.25 > chances[~y].mean()


def test_what_a_check_refuses_raises_the_chance_of_what_passes() -> None:
    # Half are supported; a check refuses half of the others, so of those that pass two in three are.
    y = np.array([True, True, False, False] * 50)
    passing = np.array([True, True, True, False] * 50)
    figures = _figures(np.zeros((200, 1)), y, passing)
    weights = fit(figures, np.ones(200, dtype=bool))
    assert predict(weights, np.zeros((1, 1)))[0] == pytest.approx(2 / 3, abs=1e-6)


def test_what_is_held_out_is_judged_by_the_others_alone() -> None:
    draw = np.random.default_rng(2)
    x = draw.normal(size=(60, 1))
    y = x[:, 0] > 0
    everything = np.ones(60, dtype=bool)
    scores = held_out(_figures(x, y, everything), 0)
    turned = y.copy()
    turned[0] = ~turned[0]
    assert held_out(_figures(x, turned, everything), 0)[0] == pytest.approx(scores[0])
