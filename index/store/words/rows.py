"""Which rows hold a word, how often, and how long they are: packed, and ranked by BM25.

A word's rows are read in one piece and scored in one go, so that a word in a hundred thousand
passages costs some milliseconds, and no passage is looked at that is not among the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

# As SQLite's own word index.
K1, B, LEAST_IDF = 1.2, 0.75, 1e-6
# Big-endian, as a server's own functions pack numbers.
_RECORD = np.dtype([("row", ">u4"), ("times", ">i2"), ("length", ">u2")])
RECORD = _RECORD.itemsize
_MOST_TIMES, _LONGEST = 2**15 - 1, 2**16 - 1
# In place of how often: the row is gone, and no other is ever given its number.
GONE = -1
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The rows that hold a word.

    Attributes:
        weight: what it tells, its inverse document frequency.
        rows: their numbers, each once.
        times: how often it stands in each.
        lengths: of the rows, in words.
    """

    weight: float
    rows: Numbers
    times: Numbers
    lengths: Numbers

    def within(self, only: Numbers) -> Held:
        """Return those of the rows that are among some."""
        there = np.isin(self.rows, only, kind="table")
        return replace(
            self, rows=self.rows[there], times=self.times[there], lengths=self.lengths[there]
        )


def packed(rows: npt.ArrayLike, times: npt.ArrayLike, lengths: npt.ArrayLike) -> bytes:
    """Pack rows that hold a word.

    Args:
        rows: their numbers.
        times: how often the word stands in each, or ``GONE``.
        lengths: of the rows, in words.
    """
    records = np.empty(np.shape(rows), dtype=_RECORD)
    records["row"] = rows
    records["times"] = np.minimum(times, _MOST_TIMES)
    records["length"] = np.minimum(lengths, _LONGEST)
    return records.tobytes()


def held(weight: float, stored: bytes) -> Held:
    """Read the rows that hold a word from what was packed, in whatever order.

    Args:
        weight: of the word.
        stored: one or several times what ``packed`` gave.
    """
    records = np.frombuffer(stored, dtype=_RECORD)
    rows, times, lengths = (records[name].astype(np.int64) for name in ("row", "times", "length"))
    gone = rows[times == GONE]
    if len(gone):
        there = ~np.isin(rows, gone)
        rows, times, lengths = rows[there], times[there], lengths[there]
    return Held(weight=weight, rows=rows, times=times, lengths=lengths)


def running(runs: Sequence[tuple[int, int]]) -> Numbers:
    """Return the numbers of some runs, (first, how many) each."""
    first, many = np.array(runs, dtype=np.int64).reshape(-1, 2).T
    return np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())


def best(
    words: Sequence[Held], usual: float, k: int, only: Numbers | None = None
) -> list[tuple[int, float]]:
    """Return up to ``k`` (number of a row, BM25 score), best first, of two alike the older row.

    Σ idf · (k₁ + 1) · tf ÷ (tf + k₁ · (1 − b + b · length ÷ usual length))

    Args:
        words: what is looked for.
        usual: the mean length of a row.
        k: how many.
        only: the rows that count, None for all.
    """
    if not words or k <= 0:
        return []
    if only is not None:
        words = [word.within(only) for word in words]
    parts = []
    for word in words:
        slack = K1 * (1 - B + B * word.lengths / usual)
        parts.append(word.weight * (K1 + 1) * (1 - slack / (word.times + slack)))
    rows, place = np.unique(np.concatenate([word.rows for word in words]), return_inverse=True)
    scores = np.bincount(place, weights=np.concatenate(parts), minlength=len(rows))
    if len(rows) > k:
        # Who is as good as the last one is not cut off before the order is settled.
        good = scores >= np.partition(scores, len(rows) - k)[len(rows) - k]
        rows, scores = rows[good], scores[good]
    order = np.lexsort((rows, -scores))[:k]
    return [(int(rows[n]), float(scores[n])) for n in order]
