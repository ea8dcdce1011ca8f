"""An archive of any size made of a small one, without embedding anything.

A new passage takes sentences of one passage and of one of its neighbours in meaning; its vector is
their mean by those shares, shaken a little. So words keep their frequencies, vectors their
distances, no two passages are the same, and what is near in one is near in the other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.library import Library
from index.models.embedder import Embedded, Vectors
from index.store.catalog import Prepared
from index.store.seam import Store
from index.types import Article, Chunk, Sentence

PASSAGES, STEP, SHAKEN, NEIGHBOURS = 12, 200, 0.01, 20
YEARS = range(2014, 2026)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A passage to build with, or built: its sentences and their vectors."""

    sentences: tuple[str, ...]
    embedded: Embedded


class Source:
    """Passages of a library to draw from.

    Args:
        library: an index of the kind to be grown.
        seed: of what is drawn; the same gives the same archive.
    """

    def __init__(self, library: Library, seed: int = 1) -> None:
        self._pieces = list(_pieces(library))
        self._near = _neighbours(np.stack([piece.embedded.whole for piece in self._pieces]))
        self._draw, self._noise = random.Random(seed), np.random.default_rng(seed)

    def step(self, number: int) -> list[Prepared]:
        """Return a step of articles, named after how many passages there are already."""
        return [
            self._article(f"a{number}-{n}", [self._mixed() for _ in range(PASSAGES)])
            for n in range(STEP)
        ]

    def _mixed(self) -> Piece:
        at = self._draw.randrange(len(self._pieces))
        first, second = self._pieces[at], self._pieces[self._draw.choice(self._near[at])]
        own = len(first.sentences)
        texts = [*first.sentences, *second.sentences]
        taken = sorted(self._draw.sample(range(len(texts)), own))
        share = sum(n < own for n in taken) / own
        whole = share * first.embedded.whole + (1 - share) * second.embedded.whole
        whole = whole + self._noise.normal(0, SHAKEN, whole.shape)
        rows = np.vstack([first.embedded.sentences, second.embedded.sentences])
        return Piece(
            sentences=tuple(texts[n] for n in taken),
            embedded=Embedded(
                whole=np.asarray(whole / np.linalg.norm(whole), dtype=np.float32),
                sentences=rows[taken],
            ),
        )

    def _article(self, name: str, pieces: Sequence[Piece]) -> Prepared:
        sentences: list[Sentence] = []
        chunks: list[Chunk] = []
        at = 0
        for number, piece in enumerate(pieces):
            first, start = len(sentences), at
            for text in piece.sentences:
                sentences.append(
                    Sentence(article_id=name, number=len(sentences), paragraph=number, start=at,
                             end=at + len(text), text=text)
                )  # fmt: skip
                at += len(text) + 1
            chunks.append(
                Chunk(article_id=name, chunk_id=f"{name}:{number}", first_sentence=first,
                      last_sentence=len(sentences) - 1, start=start, end=at - 1,
                      text=" ".join(piece.sentences))
            )  # fmt: skip
            at += 1
        day = (
            f"{self._draw.choice(YEARS)}-{self._draw.randint(1, 12):02d}"
            f"-{self._draw.randint(1, 28):02d}"
        )
        text = "\n\n".join(chunk.text for chunk in chunks)
        article = Article(
            article_id=name, text=text, published=day, publisher=f"Paper {len(text) % 9}"
        )
        embedded = [piece.embedded for piece in pieces]
        return Prepared(article=article, sentences=sentences, chunks=chunks, embedded=embedded)


def write(index: Store, step: Sequence[Prepared]) -> int:
    """Write a step as the product writes one; return how many passages that were.

    Args:
        index: opened for writing.
        step: articles that are not there yet.
    """
    with index.switch(step):
        for made in step:
            index.catalog.put(made)
    return sum(len(made.chunks) for made in step)


def _pieces(library: Library) -> Iterator[Piece]:
    for row in library.articles():
        sentences = library.sentences(row.article_id)
        chunks = library.chunks_of(row.article_id)
        vectors = library.embedded([chunk.chunk_id for chunk in chunks])
        for c in chunks:
            inside = sentences[c.first_sentence : c.last_sentence + 1]
            yield Piece(sentences=tuple(s.text for s in inside), embedded=vectors[c.chunk_id])


def _neighbours(rows: Vectors) -> list[list[int]]:
    """Return for each row the numbers of the rows nearest to it, its own not among them."""
    near: list[list[int]] = []
    wanted = min(NEIGHBOURS, len(rows) - 1)
    for at in range(0, len(rows), 1024):
        alike = rows[at : at + 1024] @ rows.T
        alike[np.arange(len(alike)), np.arange(at, at + len(alike))] = -1.0
        near += np.argpartition(-alike, wanted, axis=1)[:, :wanted].tolist()
    return near
