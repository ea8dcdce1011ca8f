"""Vectors of a folder in a run that brings so many that Chroma is told to save its graph less often."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.store.embedded.vectors import VectorStore


def test_each_of_many_is_found_on_the_way_and_afterwards(tmp_path: Path) -> None:
    rows = np.random.default_rng(1).normal(size=(7_200, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids = [str(number) for number in range(len(rows))]
    writer, reader = VectorStore(tmp_path), VectorStore(tmp_path)
    writer.make_anew([])
    for end in range(1_200, len(rows) + 1, 1_200):
        writer.put(ids[end - 1_200 : end], rows[end - 1_200 : end])
        assert reader.nearest(rows[end - 1], 1)[0][0] == ids[end - 1]
    writer.close()
    fresh = VectorStore(tmp_path)
    assert fresh.fit()
    assert fresh.ids() == set(ids)
    assert [fresh.nearest(rows[n], 1)[0][0] for n in (0, 4_999, -1)] == ["0", "4999", ids[-1]]
    fresh.close()
    reader.close()
