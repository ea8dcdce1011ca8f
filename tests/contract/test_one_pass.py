"""Passages and their sentences, as the shipped embedder embeds them in one pass."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models import pooling
from index.models.embedder import Passage, SentenceTransformerEmbedder

STEEL = Passage(
    heading="Steel talks", text="Duties rose. He agreed to it.", sentences=((0, 12), (13, 29))
)
WHEAT = Passage(heading="", text="Wheat fell.", sentences=((0, 11),))


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other)


def test_one_pass_gives_the_whole_as_the_model_gives_it(
    real_embedder: SentenceTransformerEmbedder,
) -> None:
    steel, wheat = real_embedder.passages([STEEL, WHEAT])
    alone = real_embedder.documents([STEEL.whole, WHEAT.whole])
    assert cosine(steel.whole, alone[0]) == pytest.approx(1, abs=1e-4)
    assert cosine(wheat.whole, alone[1]) == pytest.approx(1, abs=1e-4)
    assert steel.sentences.shape == (2, 384)
    assert np.allclose(np.linalg.norm(steel.sentences, axis=1), 1, atol=1e-4)


def test_in_one_pass_a_sentence_knows_the_words_around_it(
    real_embedder: SentenceTransformerEmbedder,
) -> None:
    question = real_embedder.query("What did he say about steel?")
    (steel,) = real_embedder.passages([STEEL])
    alone = real_embedder.documents(["He agreed to it."])[0]
    assert cosine(steel.sentences[1], question) > cosine(alone, question)


def test_sixteen_bits_point_where_thirty_two_do(real_embedder: SentenceTransformerEmbedder) -> None:
    few = real_embedder.passages([STEEL, WHEAT])
    many = real_embedder.passages([STEEL, WHEAT] * (pooling.BULK // 2))
    assert len(many) == pooling.BULK
    for one, other in zip(few, many, strict=False):
        assert cosine(one.whole, other.whole) > 0.995
        assert (one.sentences * other.sentences).sum(axis=1).min() > 0.99


def test_what_the_model_cuts_off_is_spoken_for_by_its_passage(
    real_embedder: SentenceTransformerEmbedder,
) -> None:
    long = "tariff " * 600
    passage = Passage(heading="", text=f"{long}Wheat fell.", sentences=((0, 4199), (4200, 4211)))
    (found,) = real_embedder.passages([passage])
    assert np.array_equal(found.sentences[1], found.whole)


@settings(max_examples=30)
@given(text=st.text(min_size=1, max_size=80))
def test_any_text_has_unit_vectors(text: str, real_embedder: SentenceTransformerEmbedder) -> None:
    passage = Passage(heading=text[:10], text=text, sentences=((0, len(text)),))
    (found,) = real_embedder.passages([passage])
    for row in (found.whole, *found.sentences):
        assert np.isfinite(row).all()
        assert np.linalg.norm(row) == pytest.approx(1, abs=1e-3)
