"""Figures with the interval they deserve, and the difference of two runs with its chance.

A share over few questions is uncertain, and a plain bootstrap of "all of 20 were right" gives
no interval at all. So shares take Rubin's Bayesian bootstrap (Rubin 1981, The Annals of
Statistics 9) over the questions, plus two half-weighted made-up ones, one right and one wrong:
for right-or-wrong values that is Jeffreys' interval, Beta(k + ½, n − k + ½). Where a question
gives several observations (citations), the question is what is drawn. ``docs/evaluation.md``
has the simulated coverage of the ways that were tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
SHUFFLES = 10_000
CONFIDENCE = 0.95
SEED = 20_250_611

Floats = NDArray[np.float64]
Part = tuple[float, float]
"""What one question adds to a share: to its numerator and to its denominator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure over ``n`` observations; without any, it is undefined: None, and n is 0.

    Attributes:
        low, high: 95 % bootstrap interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    def shown(self, digits: int = 2) -> str:
        """Return the figure with its interval, ".47 [.41–.53]", or "–" where it is undefined."""
        if self.value is None:
            return "–"
        value, low, high = (short(x, digits) for x in (self.value, self.low, self.high))
        return f"{value} [{low}–{high}]"


def short(value: float | None, digits: int = 2) -> str:
    """Write a share without its leading nought: .47, 1.00; "–" where it is undefined.

    Args:
        value: 0 to 1, None where undefined.
        digits: behind the point.
    """
    return "–" if value is None else f"{value:.{digits}f}".removeprefix("0")


NOTHING = Estimate(value=None, low=None, high=None, n=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One metric in two runs over the same questions.

    Attributes:
        low, high: 95 % paired bootstrap interval of after − before.
        p: how often a difference at least as large comes about when it is drawn for each
            question which run its two results belong to (two-sided randomisation test).
        n: questions that count in both runs.
    """

    before: float
    after: float
    low: float
    high: float
    p: float
    n: int

    @property
    def change(self) -> float:
        """Return after − before."""
        return self.after - self.before


def share(parts: Sequence[Part], *, seed: int = SEED) -> Estimate:
    """Return Σ numerators ÷ Σ denominators, each between 0 and 1, with n = Σ denominators.

    Args:
        parts: (numerator, denominator) of each question.
        seed: of the bootstrap.
    """
    counted = [part for part in parts if part[1]]
    if not counted:
        return NOTHING
    # The made-up questions stand last.
    sample = np.array([*counted, (0, 1), (1, 1)], dtype=np.float64)
    weights = _weights(np.random.default_rng(seed), len(counted))
    low, high = middle(_ratio(weights, sample))
    tops, bottoms = zip(*counted, strict=True)
    value = sum(tops) / sum(bottoms)
    return Estimate(value=value, low=min(low, value), high=max(high, value), n=round(sum(bottoms)))


def rate(values: Iterable[float]) -> Estimate:
    """Return the share of what is right, or the mean of values from 0 to 1, one a question."""
    return share([(float(value), 1.0) for value in values])


def whole(values: Mapping[str, float]) -> dict[str, Part]:
    """Return what each question adds to a share in which it counts once."""
    return {key: (float(value), 1.0) for key, value in values.items()}


def difference(
    before: Mapping[str, Part], after: Mapping[str, Part], *, seed: int = SEED
) -> Difference | None:
    """Compare a share in two runs, question by question; None where none counts in both.

    Source: paired bootstrap, Efron & Tibshirani 1993, ch. 16; randomisation test,
    Smucker, Allan & Carterette 2007.

    Args:
        before: (numerator, denominator) of each question, by its id.
        after: the same of the other run.
        seed: of bootstrap and randomisation.
    """
    shared = [key for key in before if key in after and before[key][1] and after[key][1]]
    if not shared:
        return None
    one = np.array([before[key] for key in shared], dtype=np.float64)
    other = np.array([after[key] for key in shared], dtype=np.float64)
    draw = np.random.default_rng(seed)
    weights = _weights(draw, len(shared))
    # The two made-up questions turned, one either way.
    low, high = middle(
        _ratio(weights, np.vstack([other, (1, 1), (0, 1)]))
        - _ratio(weights, np.vstack([one, (0, 1), (1, 1)]))
    )
    swapped = draw.random((SHUFFLES, len(shared))) < 0.5
    first, then = (float(run[:, 0].sum() / run[:, 1].sum()) for run in (one, other))
    chance = np.abs(_shuffled(swapped, one, other) - _shuffled(~swapped, one, other))
    extreme = int((chance >= abs(then - first) - 1e-12).sum())
    p = (1 + extreme) / (1 + SHUFFLES)
    return Difference(before=first, after=then, low=low, high=high, p=p, n=len(shared))


def stands(p_values: Mapping[str, float]) -> set[str]:
    """Return the names whose difference is not chance, when so many are looked at together.

    Source: Holm 1979, A simple sequentially rejective multiple test procedure.
    """
    kept: set[str] = set()
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        if p > (1 - CONFIDENCE) / (len(p_values) - rank):
            break
        kept.add(name)
    return kept


def _weights(draw: np.random.Generator, n: int) -> Floats:
    """Return the resampled weights of so many questions, and of two made-up ones with half as much."""
    shapes = np.append(np.ones(n), [0.5, 0.5])
    return draw.gamma(shapes, size=(RESAMPLES, n + 2))


def _ratio(weights: Floats, parts: Floats) -> Floats:
    found: Floats = (weights @ parts[:, 0]) / (weights @ parts[:, 1])
    return found


def _shuffled(swapped: NDArray[np.bool_], one: Floats, other: Floats) -> Floats:
    """Return the share of each drawn run: the other's result where swapped, else the one's."""
    top = np.where(swapped, other[:, 0], one[:, 0]).sum(axis=1)
    bottom = np.where(swapped, other[:, 1], one[:, 1]).sum(axis=1)
    found: Floats = top / bottom
    return found


def _estimate(
    statistic: Callable[..., Any], values: Sequence[float], *, seed: int = SEED
) -> Estimate:
    """Return a statistic of values of any size, one a question (percentile bootstrap)."""
    if not values:
        return NOTHING
    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(len(sample), size=(RESAMPLES, len(sample)))
    low, high = middle(statistic(sample[picks], axis=-1))
    return Estimate(value=float(statistic(sample)), low=low, high=high, n=len(sample))


mean, median = partial(_estimate, np.mean), partial(_estimate, np.median)
# Linear between neighbours.
p95 = partial(_estimate, partial(np.percentile, q=95))


def middle(drawn: Any) -> tuple[float, float]:
    """Return the ends of the interval that holds the middle 95 % of what was drawn."""
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return float(low), float(high)
