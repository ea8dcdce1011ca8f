from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.stats import Estimate, mean, median, p95

values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


def test_nothing_observed_is_undefined() -> None:
    undefined = Estimate(value=None, low=None, high=None, n=0)
    assert mean([]) == median([]) == p95([]) == undefined
    assert undefined.to_dict() == {"value": None, "low": None, "high": None, "n": 0}


def test_figures_by_hand() -> None:
    assert mean([True, True, False, True]).value == 0.75
    assert median([1, 2, 4, 100]).value == 3.0
    assert p95(list(range(101))).value == 95.0
    assert p95([0, 10]).value == 9.5


def test_a_single_value_is_its_own_interval() -> None:
    assert mean([0.5]) == Estimate(value=0.5, low=0.5, high=0.5, n=1)


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
