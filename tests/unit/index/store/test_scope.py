"""A scope's best, found among the best of all or, where those hold too few, by looking through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.models.embedder import Embedded
from index.store.catalog import Prepared
from index.store.index_folder import Index
from index.store.scope import ENOUGH, Scope
from index.types import Article, Chunk, Sentence
from tests.helpers.fakes import WordEmbedder

MANY, K = 1_300, 15
RARE = Scope(publishers=("Rare",))
WIDE = Scope(publishers=("Wide",))
DAY = Scope(since="2025-04-09", until="2025-04-09")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Return an index of short articles; the rare paper's 110 are the farthest from steel."""
    folder: Path = tmp_path_factory.mktemp("scope") / "index"
    draw = np.random.default_rng(0)
    with Index.write(folder, WordEmbedder()) as opened:
        ids, rows = [], []
        with opened.catalog.transaction():
            for n in range(MANY):
                rare = n >= MANY - 110
                text = "Zinc and steel." if rare else "Steel, steel rose."
                row = np.array([0.1 if rare else 1.0, *draw.uniform(0.2, 0.5, 3)], dtype=np.float32)
                row /= np.linalg.norm(row)
                article = Article(
                    article_id=f"a{n}", text=text, published=f"2025-04-{n % 28 + 1:02d}",
                    publisher="Rare" if rare else ("Wide" if n % 2 else "Other"),
                )  # fmt: skip
                whole = {"article_id": f"a{n}", "start": 0, "end": len(text), "text": text}
                chunk = Chunk(chunk_id=f"a{n}:0", first_sentence=0, last_sentence=0, **whole)  # type: ignore[arg-type]
                sentence = Sentence(number=0, paragraph=0, **whole)  # type: ignore[arg-type]
                embedded = Embedded(whole=row, sentences=row[None])
                opened.catalog.put(
                    Prepared(
                        article=article, sentences=[sentence], chunks=[chunk], embedded=[embedded]
                    )
                )
                ids.append(chunk.chunk_id)
                rows.append(row)
        opened.vectors.put(ids, np.stack(rows))
    reading = Index.read(folder, WordEmbedder())
    yield reading
    reading.close()


STEEL = np.array([1, 0, 0, 0], dtype=np.float32)


@pytest.mark.parametrize("scope", [RARE, WIDE, DAY])
def test_the_nearest_of_a_scope_are_those_of_an_exact_search(index: Index, scope: Scope) -> None:
    exact = index.catalog.passages.nearest(STEEL, K, scope)
    found = index.nearest(STEEL, K, scope)
    assert len(found) * ENOUGH >= K
    similar = [score for _id, score in exact[: len(found)]]
    assert [score for _id, score in found] == pytest.approx(similar, abs=0.01)
    inside = set(index.catalog.within(scope))
    assert {id_.split(":")[0] for id_, _score in found} <= inside


@pytest.mark.parametrize("scope", [RARE, WIDE, DAY])
def test_words_within_a_scope_are_its_own_best_first(index: Index, scope: Scope) -> None:
    found = index.catalog.full_text.search('"steel"', K, scope)
    assert len(found) * ENOUGH >= K
    assert {id_.split(":")[0] for id_, _score in found} <= set(index.catalog.within(scope))
    scores = [score for _id, score in found]
    assert scores == sorted(scores, reverse=True)


def test_a_day_holds_every_hour_of_it(index: Index) -> None:
    inside = index.catalog.within(DAY)
    assert inside
    assert {index.catalog.article(id_).published for id_ in inside} == {"2025-04-09"}  # type: ignore[union-attr]
