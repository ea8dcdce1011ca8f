from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import OperationError
from index.models.embedder import Embedded, Passage, each_by_itself
from index.models.vector_cache import CachingEmbedder
from tests.helpers.fakes import WordEmbedder

STEEL = Passage(
    heading="Steel talks", text="Duties rose. He agreed to it.", sentences=((0, 12), (13, 29))
)
WHEAT = Passage(heading="", text="Wheat fell.", sentences=((0, 11),))


def test_a_passage_is_embedded_with_its_heading() -> None:
    assert STEEL.whole == "Steel talks\nDuties rose. He agreed to it."
    assert WHEAT.whole == "Wheat fell."


def test_apart_gives_each_sentence_its_own_row() -> None:
    embedder = WordEmbedder()
    steel, wheat = each_by_itself([STEEL, WHEAT], embedder.documents)
    assert np.array_equal(steel.whole, embedder.query(STEEL.whole))
    assert np.array_equal(steel.sentences[1], embedder.query("He agreed to it."))
    assert np.array_equal(wheat.sentences[0], embedder.query("Wheat fell."))


def test_what_was_embedded_once_is_not_embedded_again(tmp_path: Path) -> None:
    inside = WordEmbedder()
    first = CachingEmbedder(inside, tmp_path).passages([STEEL, WHEAT, STEEL])
    done = inside.embedded
    again = CachingEmbedder(inside, tmp_path).passages([WHEAT, STEEL])
    assert inside.embedded == done == 2 + 3
    assert same(again, [first[1], first[0]])
    assert same(first[:1], first[2:])


def test_another_heading_or_cut_is_another_passage(tmp_path: Path) -> None:
    inside = WordEmbedder()
    cached = CachingEmbedder(inside, tmp_path)
    cached.passages([STEEL])
    done = inside.embedded
    cached.passages([Passage(heading="Grain", text=STEEL.text, sentences=STEEL.sentences)])
    cached.passages([Passage(heading=STEEL.heading, text=STEEL.text, sentences=((0, 29),))])
    assert inside.embedded == done + 3 + 2


def test_two_models_never_share_vectors(tmp_path: Path) -> None:
    one, other = WordEmbedder("one"), WordEmbedder("other")
    CachingEmbedder(one, tmp_path).passages([WHEAT])
    CachingEmbedder(other, tmp_path).passages([WHEAT])
    assert other.embedded == 2


def test_a_damaged_cache_is_named_with_the_way_out(tmp_path: Path) -> None:
    cached = CachingEmbedder(WordEmbedder(), tmp_path)
    cached.path.write_bytes(b"no database" * 100)
    with pytest.raises(OperationError, match=r"cache of vectors .*delete that file"):
        cached.passages([WHEAT])


def same(some: list[Embedded], others: list[Embedded]) -> bool:
    return all(
        np.array_equal(a.whole, b.whole) and np.array_equal(a.sentences, b.sentences)
        for a, b in zip(some, others, strict=True)
    )


def test_vectors_come_back_from_a_store_in_half_precision() -> None:
    rows = np.array([[0.5, 0.25], [1.0, 0.0], [0.1, 0.75]], dtype=np.float32)
    stored = Embedded(whole=rows[0], sentences=rows[1:]).to_bytes()
    assert len(stored) == 3 * 2 * 2
    found = Embedded.from_bytes(stored, sentences=2)
    assert found.whole.tolist() == [0.5, 0.25]
    assert found.sentences.tolist() == [[1.0, 0.0], [float(np.float16(0.1)), 0.75]]
