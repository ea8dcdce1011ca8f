"""Figures with the interval they deserve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
CONFIDENCE = 0.95
SEED = 20_250_611

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure over ``n`` observations; without any, it is undefined: None, and n is 0.

    Attributes:
        low, high: 95 % percentile bootstrap interval (Efron & Tibshirani 1993, ch. 13).
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    def to_dict(self) -> dict[str, Any]:
        """Return the four fields as JSON types."""
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}


def mean(values: Sequence[float | bool]) -> Estimate:
    """Return the mean; over booleans that is the share of true ones."""
    return _estimate(values, lambda sample: np.mean(sample, axis=-1))


def median(values: Sequence[float]) -> Estimate:
    """Return the median, in the unit of the values."""
    return _estimate(values, lambda sample: np.median(sample, axis=-1))


def p95(values: Sequence[float]) -> Estimate:
    """Return the 95th percentile (linear between neighbours), in the unit of the values."""
    return _estimate(values, lambda sample: np.percentile(sample, 95, axis=-1))


def _estimate(values: Sequence[float | bool], statistic: Statistic) -> Estimate:
    """Return the statistic of the values, and of seeded resamples the middle 95 %."""
    if not values:
        return Estimate(value=None, low=None, high=None, n=0)
    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(SEED).integers(len(sample), size=(RESAMPLES, len(sample)))
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(statistic(sample[picks]), [tail, 100 - tail])
    return Estimate(value=float(statistic(sample)), low=float(low), high=float(high), n=len(sample))
