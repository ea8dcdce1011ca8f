from __future__ import annotations

from index.store.words.rows import held
from index.store.words.tally import Tally


def test_rows_that_come_and_go_are_told_by_word() -> None:
    tally = Tally()
    tally.chunks.come(1, {"tin": 2, "rose": 1}, 5)
    tally.chunks.come(2, {"tin": 1}, 4)
    tally.chunks.gone(7, ["rose", "oil"], 6)
    tally.articles.come(3, {"rose": 3}, 9)
    told = {word: (chunks, articles) for word, chunks, articles, *_rows in tally.by_word()}
    assert told == {"oil": (-1, 0), "rose": (0, 1), "tin": (2, 0)}
    (tin,) = [chunk_rows for word, _n, _m, chunk_rows, _rows in tally.by_word() if word == "tin"]
    words = held(1.0, tin)
    assert (words.rows.tolist(), words.times.tolist(), words.lengths.tolist()) == (
        [1, 2], [2, 1], [5, 4],
    )  # fmt: skip
    assert tally.totals() == (1, 3, 1, 9)


def test_nothing_is_told_of_nothing() -> None:
    assert list(Tally().by_word()) == []
