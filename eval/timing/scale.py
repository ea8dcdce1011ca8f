"""What size costs: ``python -m eval.timing.scale INDEX`` grows a copy to a million passages.

The passages of INDEX are recombined into new articles of twelve, their vectors shaken a little so
that no two are the same: real words and real distances at any size, without embedding anything.
At each size, rate, disk, memory and the time of retrieval are measured in this process and kept
in ``scale.json``; ``--plot`` draws them.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from eval.questions.dataset import seeds_questions
from index.library import Library
from index.models.embedder import Embedded, Embedder, Vectors
from index.store.index_folder import Index
from index.types import Article, Chunk, Sentence
from rag.build import build_embedder
from rag.filters import filters
from rag.question.understand import understand
from rag.retrieval.retriever import Retriever
from rag.settings import Settings
from rag.types import Filters

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
PASSAGES, STEP, SHAKEN, QUESTIONS = 12, 200, 0.01, 60
YEARS = range(2014, 2026)
EVERYTHING = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A passage to build with: its text, its sentences' places in it, its vectors."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    embedded: Embedded


def main() -> None:
    """Grow, measure, and print a row for each size."""
    parser = argparse.ArgumentParser(description="Measure what size costs.")
    parser.add_argument("index", type=Path, help="an index of yours to recombine")
    parser.add_argument("--passages", type=int, default=SIZES[-1])
    parser.add_argument("--folder", type=Path, help="where to grow it [a temporary folder]")
    parser.add_argument("--out", type=Path, default=Path("scale.json"))
    parser.add_argument("--plot", type=Path, help="draw the curves into this file")
    arguments = parser.parse_args()
    embedder = build_embedder(Settings())
    pieces = list(_pieces(Library.open(arguments.index, embedder)))
    sizes = [size for size in SIZES if size < arguments.passages] + [arguments.passages]
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        rows = list(grown(Path(folder) / "index", pieces, sizes, embedder))
    arguments.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if arguments.plot:
        from eval.runs.plots import draw_scale

        draw_scale(rows, arguments.plot)


def _pieces(library: Library) -> Iterator[Piece]:
    for row in library.articles():
        sentences = library.sentences(row.article_id)
        chunks = library.chunks_of(row.article_id)
        vectors = library.embedded([chunk.chunk_id for chunk in chunks])
        for c in chunks:
            inside = sentences[c.first_sentence : c.last_sentence + 1]
            places = tuple((s.start - c.start, s.end - c.start) for s in inside)
            yield Piece(text=c.text, sentences=places, embedded=vectors[c.chunk_id])


def grown(
    folder: Path, pieces: Sequence[Piece], sizes: Sequence[int], embedder: Embedder
) -> Iterator[dict[str, Any]]:
    """Grow an index to each size in turn; yield what was measured there."""
    print(
        "| passages | written, passages/s | disk | memory | retrieval p50 | p95 | p95 in a year |"
    )
    print("|---|---|---|---|---|---|---|")
    draw, noise = random.Random(1), np.random.default_rng(1)
    written = 0
    for size in sizes:
        start, before = time.perf_counter(), written
        with Index.write(folder, embedder) as index:
            while written < size:
                written += _write(index, pieces, written, draw, noise)
        seconds = time.perf_counter() - start
        row = {
            "passages": written,
            "written_per_s": (written - before) / seconds,
            "disk_bytes": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()),
            **_timed(folder, embedder),
        }
        print(_line(row), flush=True)
        yield row


def _write(
    index: Index,
    pieces: Sequence[Piece],
    number: int,
    draw: random.Random,
    noise: np.random.Generator,
) -> int:
    """Write a step of articles into both stores; return how many passages that were."""
    ids: list[str] = []
    wholes: list[Vectors] = []
    with index.catalog.transaction():
        for n in range(STEP):
            chosen = [_shaken(piece, noise) for piece in draw.choices(pieces, k=PASSAGES)]
            article, sentences, chunks = _article(f"a{number}-{n}", chosen, draw)
            embedded = [piece.embedded for piece in chosen]
            index.catalog.put(article, sentences, chunks, embedded, [], "")
            ids += [chunk.chunk_id for chunk in chunks]
            wholes += [e.whole for e in embedded]
    index.vectors.put(ids, np.stack(wholes))
    return len(ids)


def _shaken(piece: Piece, noise: np.random.Generator) -> Piece:
    whole = piece.embedded.whole + noise.normal(0, SHAKEN, piece.embedded.whole.shape)
    unit = np.asarray(whole / np.linalg.norm(whole), dtype=np.float32)
    return replace(piece, embedded=replace(piece.embedded, whole=unit))


def _article(
    name: str, pieces: Sequence[Piece], draw: random.Random
) -> tuple[Article, list[Sentence], list[Chunk]]:
    sentences: list[Sentence] = []
    chunks: list[Chunk] = []
    at = 0
    for number, piece in enumerate(pieces):
        first = len(sentences)
        sentences += [
            Sentence(article_id=name, number=first + i, paragraph=number, start=at + start,
                     end=at + end, text=piece.text[start:end])
            for i, (start, end) in enumerate(piece.sentences)
        ]  # fmt: skip
        chunks.append(
            Chunk(article_id=name, chunk_id=f"{name}:{number}", first_sentence=first,
                  last_sentence=len(sentences) - 1, start=at, end=at + len(piece.text),
                  text=piece.text)
        )  # fmt: skip
        at += len(piece.text) + 2
    day = f"{draw.choice(YEARS)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    text = "\n\n".join(piece.text for piece in pieces)
    article = Article(article_id=name, text=text, published=day, publisher=f"Paper {len(text) % 9}")
    return article, sentences, chunks


def _timed(folder: Path, embedder: Embedder) -> dict[str, float]:
    """Return milliseconds of retrieval, first over everything, then within a year; and memory."""
    library = Library.open(folder, embedder)
    retriever = Retriever(library, Settings().top_k)
    asked = [q.question for q in seeds_questions()][:QUESTIONS]
    year = filters(since="2018-01-01", until="2018-12-31")
    everything = [_ms(retriever, q, library) for q in ["Which countries met?", *asked]][1:]
    within = [_ms(retriever, q, library, year) for q in asked[:20]]
    memory = _resident()
    library.close()
    return {
        "p50_ms": statistics.median(everything),
        "p95_ms": statistics.quantiles(everything, n=20)[-1],
        "year_p95_ms": statistics.quantiles(within, n=20)[-1],
        "resident_bytes": memory,
    }


def _ms(
    retriever: Retriever, question: str, library: Library, within: Filters = EVERYTHING
) -> float:
    start = time.perf_counter()
    retriever.retrieve(understand(question, (), within, library))
    return 1000 * (time.perf_counter() - start)


def _resident() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss)


def _line(row: dict[str, Any]) -> str:
    return (
        f"| {row['passages']:,} | {row['written_per_s']:,.0f} | {row['disk_bytes'] / 1e9:.2f} GB "
        f"| {row['resident_bytes'] / 1e9:.2f} GB | {row['p50_ms']:.0f} ms | {row['p95_ms']:.0f} ms "
        f"| {row['year_p95_ms']:.0f} ms |"
    )


if __name__ == "__main__":
    main()
