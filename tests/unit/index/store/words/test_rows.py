from __future__ import annotations

import numpy as np
import pytest

from index.store.words.rows import GONE, best, held, packed, running


def test_bm25_over_packed_rows() -> None:
    """Rows of 4, 4 and 8 words, of 16/3 as usual; k₁ = 1.2, b = 0.75."""
    tin = held(2.0, packed(7, 1, 4) + packed(9, 3, 8))
    oil = held(0.5, packed(8, 1, 4) + packed(7, 2, 4))
    short, long = 1.2 * (0.25 + 0.75 * 0.75), 1.2 * (0.25 + 0.75 * 1.5)
    found = best([tin, oil], 16 / 3, 9)
    assert [row for row, _score in found] == [7, 9, 8]
    assert dict(found) == pytest.approx({
        7: 2.0 * 2.2 / (1 + short) + 0.5 * 2.2 * 2 / (2 + short),
        9: 2.0 * 2.2 * 3 / (3 + long),
        8: 0.5 * 2.2 / (1 + short),
    })  # fmt: skip
    assert [row for row, _score in best([tin, oil], 16 / 3, 1)] == [7]
    assert best([], 5.0, 9) == best([tin], 5.0, 0) == []


def test_of_two_alike_the_older_row_is_first() -> None:
    alike = held(1.0, packed(5, 1, 4) + packed(3, 1, 4) + packed(4, 1, 4))
    assert [row for row, _score in best([alike], 4.0, 2)] == [3, 4]


def test_only_some_rows_count() -> None:
    words = held(1.0, packed(5, 1, 4) + packed(3, 1, 4))
    assert [row for row, _score in best([words], 4.0, 9, np.array([4, 5, 99]))] == [5]


def test_a_row_that_is_gone_is_gone_wherever_that_is_noted() -> None:
    came, went = packed(3, 1, 4) + packed(5, 2, 4), packed(5, GONE, 4)
    for stored in (came + went, went + came):
        assert held(1.0, stored).rows.tolist() == [3]


def test_what_is_beyond_a_record_is_cut() -> None:
    words = held(1.0, packed(3_000_000_000, 40_000, 70_000))
    assert (words.rows.tolist(), words.times.tolist(), words.lengths.tolist()) == (
        [3_000_000_000], [32_767], [65_535],
    )  # fmt: skip


def test_runs_are_counted_on_from_their_first() -> None:
    assert running([(7, 3), (2, 1), (40, 2)]).tolist() == [7, 8, 9, 2, 40, 41]
    assert running([]).tolist() == []
