from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scoring.stats import Estimate, difference, mean, median, p95, rate, share, stands, whole

values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


def test_nothing_observed_is_undefined() -> None:
    undefined = Estimate(value=None, low=None, high=None, n=0)
    assert mean([]) == median([]) == p95([]) == undefined
    assert asdict(undefined) == {"value": None, "low": None, "high": None, "n": 0}


def test_a_figure_is_written_with_its_interval() -> None:
    assert Estimate(value=0.5, low=0.254, high=1.0, n=4).shown() == ".50 [.25–1.00]"
    assert Estimate(value=2.5, low=0.0, high=3.0, n=4).shown(1) == "2.5 [.0–3.0]"
    assert mean([]).shown() == "–"


def test_figures_by_hand() -> None:
    assert mean([True, True, False, True]).value == 0.75
    assert median([1, 2, 4, 100]).value == 3.0
    assert p95(list(range(101))).value == 95.0
    assert p95([0, 10]).value == 9.5


def test_the_interval_of_a_share_is_near_the_normal_one() -> None:
    # 80 of 160: 0.5 ± 1.96 · sqrt(0.25 / 160) = 0.5 ± 0.0775
    found = mean([True, False] * 80)
    assert found.low == pytest.approx(0.4225, abs=0.013)
    assert found.high == pytest.approx(0.5775, abs=0.013)


@given(values)
def test_the_same_values_give_the_same_interval(sample: list[float]) -> None:
    assert mean(sample) == mean(list(sample))


@given(values)
def test_the_interval_lies_within_the_values(sample: list[float]) -> None:
    for found in (mean(sample), median(sample), p95(sample)):
        assert found.n == len(sample)
        assert found.low is not None
        assert found.high is not None
        assert min(sample) - 1e-6 <= found.low <= found.high <= max(sample) + 1e-6


def test_a_share_by_hand() -> None:
    found = share([(1, 2), (3, 3), (0, 0)])
    assert (found.value, found.n) == (0.8, 5)
    assert share([]) == share([(0, 0)]) == Estimate(value=None, low=None, high=None, n=0)


def test_all_right_is_not_certain() -> None:
    # Jeffreys' interval for 20 of 20: the 2.5 % point of Beta(20.5, 0.5) is 0.884.
    found = rate([True] * 20)
    assert found.low == pytest.approx(0.884, abs=0.02)
    assert found.high == 1.0


@pytest.mark.parametrize("n", [44, 90])
def test_intervals_cover_the_truth(n: int) -> None:
    draw = np.random.default_rng(5)
    covered = []
    for truth in (0.5, 0.7, 0.8, 0.9, 0.95):
        for _ in range(40):
            found = rate(draw.random(n) < truth)
            covered.append((found.low or 0) <= truth <= (found.high or 0))
    assert 0.91 <= np.mean(covered) <= 0.99


def test_the_same_outcomes_do_not_differ() -> None:
    run = {str(i): (float(i % 3 == 0), 1.0) for i in range(40)}
    found = difference(run, run)
    assert found is not None
    assert (found.change, found.p, found.n) == (0.0, 1.0, 40)
    assert found.low <= 0 <= found.high


def test_a_difference_by_hand() -> None:
    # Six questions that all turned to right: 2 of 2^6 draws are as extreme, p = 1/32.
    before = {str(i): (0.0, 1.0) for i in range(6)} | {"only before": (1.0, 1.0)}
    after = {str(i): (1.0, 1.0) for i in range(6)}
    found = difference(before, after)
    assert found is not None
    assert (found.before, found.after, found.n) == (0.0, 1.0, 6)
    assert found.p == pytest.approx(1 / 32, abs=0.006)
    assert difference({}, after) is None


def test_chance_alone_is_seldom_called_a_difference() -> None:
    draw = np.random.default_rng(3)
    called = 0
    for _ in range(40):
        one, other = draw.random((2, 60)) < 0.7
        found = difference(*(whole(dict(enumerate(run))) for run in (one, other)))
        called += found is not None and found.p < 0.05
    assert called <= 5


def test_holm_by_hand() -> None:
    # .01 ≤ .05/3; .03 > .05/2: it and all above it fall.
    assert stands({"a": 0.01, "b": 0.03, "c": 0.04}) == {"a"}
    assert stands({"a": 0.01, "b": 0.02, "c": 0.04}) == {"a", "b", "c"}
    assert stands({}) == set()
