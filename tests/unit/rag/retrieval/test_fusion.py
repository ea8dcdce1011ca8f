from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from index.library import Library
from rag.retrieval.fusion import Fusion, fed_back
from rag.types import Candidate

QUESTION = np.array([1.0, 0.0])
# What chunks are about: "a" lies beside the question, "b" further on in a's direction, "c" elsewhere.
ABOUT = {"a": [0.8, 0.6], "b": [0.6, 0.8], "c": [0.6, -0.8]}
CHUNK = Candidate(
    article_id="", chunk_id="", rank=1, score=0.5, scores={}, start=0, end=1, text="x", first_sentence=0,
    last_sentence=0,
)  # fmt: skip


class Vectors:
    """Knows the vectors of some chunks, and nothing else of a library."""

    def embedded(self, ids: list[str]) -> dict[str, SimpleNamespace]:
        return {id_: SimpleNamespace(whole=np.array(ABOUT[id_])) for id_ in ids if id_ in ABOUT}


def ranked(*ids: str, fusion: Fusion) -> dict[str, Candidate]:
    found = [[replace(CHUNK, article_id=id_, chunk_id=id_)] for id_ in ids]
    articles = fed_back(found, QUESTION, cast(Library, Vectors()), fusion)
    return {chunks[0].chunk_id: chunks[0] for chunks in articles}


def test_the_best_article_pulls_what_is_about_the_same() -> None:
    found = ranked("a", "b", "c", fusion=Fusion(dense=0.5, pull=0.5, pulling=1))
    # q + ½a = (1.4, 0.3), of length √2.05; b gains 0.6 · 1.4/√2.05 + 0.8 · 0.3/√2.05 − 0.6.
    gain = (0.6 * 1.4 + 0.8 * 0.3) / 2.05**0.5 - 0.6
    assert found["b"].scores["pulled"] == pytest.approx(gain)
    assert found["b"].score == pytest.approx(0.5 + 0.5 * gain)
    assert found["b"].score > found["c"].score


def test_an_article_s_chunks_are_put_in_order_again() -> None:
    chunks = [replace(CHUNK, article_id="x", chunk_id=id_) for id_ in ("c", "a", "b")]
    pulled = Fusion(pull=2.0, pulling=1)
    (first, *_), (best, *_) = fed_back(
        [[replace(CHUNK, article_id="y", chunk_id="a")], chunks],
        QUESTION,
        cast(Library, Vectors()),
        pulled,
    )
    assert (first.article_id, best.chunk_id) == ("y", "b")


def test_without_a_pull_or_vectors_nothing_changes() -> None:
    assert ranked("a", "b", fusion=Fusion(pull=0.0))["b"].score == 0.5
    assert ranked("unknown", fusion=Fusion())["unknown"].score == 0.5
