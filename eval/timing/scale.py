"""What size costs: ``python -m eval.timing.scale INDEX`` grows an archive to a million passages.

The passages of INDEX are recombined (``eval.timing.grown``) into a folder, or with ``--at`` into an
empty database or a folder that stays. At each size, rate of writing, disk, memory, the time of
retrieval and of its steps, and what of the nearest is found are measured in this process and kept
in ``scale.json``; ``--plot`` draws them. What was grown before is measured as it is.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from eval.questions.dataset import load_questions, seeds_questions
from eval.timing.grown import YEARS, Source, write
from index.library import Library
from index.models.embedder import Embedder, Vectors
from index.store.place import Place, Server, place_of
from index.store.scope import EVERYTHING, Scope
from index.store.seam import store_at
from rag.build import build_embedder
from rag.filters import filters
from rag.question.understand import understand
from rag.retrieval.bm25 import lexical
from rag.retrieval.fusion import SHIPPED
from rag.retrieval.retriever import retrieve
from rag.settings import Settings
from rag.types import Filters

Took = tuple[float, float]
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
QUESTIONS, WITHIN, COMPARED, BEST = 60, 20, 20, 10
ALL = Filters()


def main() -> None:
    """Grow, measure, and print a row for each size."""
    parser = argparse.ArgumentParser(description="Measure what size costs.")
    parser.add_argument("index", type=Path, help="an index of yours to recombine")
    parser.add_argument("--passages", type=int, default=SIZES[-1])
    parser.add_argument("--at", type=place_of, help="where to grow it [a temporary folder]")
    parser.add_argument("--only", action="store_true", help="no smaller sizes on the way")
    parser.add_argument("--questions", type=Path, help="to ask [those that ship]")
    parser.add_argument("--out", type=Path, default=Path("scale.json"))
    parser.add_argument("--plot", type=Path, help="draw the curves into this file")
    arguments = parser.parse_args()
    embedder = build_embedder(Settings())
    asked = load_questions(arguments.questions) if arguments.questions else list(seeds_questions())
    sizes = [] if arguments.only else [size for size in SIZES if size < arguments.passages]
    questions = [q.question for q in asked][:QUESTIONS]
    with tempfile.TemporaryDirectory() as folder:
        place = arguments.at or Path(folder) / "index"
        library = Library.open(arguments.index, embedder)
        rows = list(_grown(place, library, [*sizes, arguments.passages], embedder, questions))
    arguments.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if arguments.plot:
        # Not on top: what it loads is no memory of an index.
        from eval.runs.plots import draw_scale

        draw_scale(rows, arguments.plot)


def _grown(
    place: Place, library: Library, sizes: Sequence[int], embedder: Embedder, asked: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Grow an index to each size, in passages, in turn; yield what was measured there."""
    source: Source | None = None
    for size in sizes:
        with store_at(place).peek(place) as catalog:
            before = written = catalog.passages.chunk_count() if catalog else 0
        seconds = 0.0
        if written < size:
            source = source or Source(library, seed=1 + written)
            with store_at(place).write(place, embedder) as index:
                while written < size:
                    step = source.step(written)
                    begun = time.perf_counter()
                    written += write(index, step)
                    seconds += time.perf_counter() - begun
        rate = (written - before) / seconds if seconds else 0.0
        row = {"passages": written, "written_per_s": rate, **_measured(place, embedder, asked)}
        print(_table(row), flush=True)
        yield row


def _measured(place: Place, embedder: Embedder, asked: Sequence[str]) -> dict[str, Any]:
    """Return milliseconds of retrieval within each scope, of its steps, recall, disk and memory."""
    library = Library.open(place, embedder)
    try:
        top_k = Settings().top_k

        def ask(question: str, within: Filters) -> object:
            return retrieve(understand(question, (), within, library), library, top_k)

        ask("Which countries met?", ALL)
        times = {
            name: [_took(partial(ask, q, f))[0] for q, f in zip(asked, within, strict=False)]
            for name, within in (
                ("", [ALL] * len(asked)),
                ("year_", [_year(n) for n in range(WITHIN)]),
                ("month_", [_month(n) for n in range(WITHIN)]),
            )
        }
        row = {
            f"{name}{key}_ms": value
            for name, own in times.items()
            for key, value in _spread(own).items()
        }
        return {
            **row,
            "steps_ms": _steps(library, asked),
            **_recall(library, [embedder.query(q) for q in asked[:COMPARED]]),
            "disk_bytes": _disk(place),
            "resident_bytes": int(psutil.Process().memory_info().rss),
        }
    finally:
        library.close()


def _year(n: int) -> Filters:
    year = YEARS[n % len(YEARS)]
    return filters(since=f"{year}-01-01", until=f"{year}-12-31")


def _month(n: int) -> Filters:
    month = f"{YEARS[n % len(YEARS)]}-{1 + n % 12:02d}"
    return filters(since=f"{month}-01", until=f"{month}-28")


def _scope(within: Filters) -> Scope:
    return Scope(since=within.since, until=within.until)


def _took(ask: Callable[[], Any]) -> tuple[Took, Any]:
    """Return the milliseconds that something takes, on the clock and of the processor, and its gift."""
    clock, processor = time.perf_counter(), time.process_time()
    found = ask()
    return (1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)), found


def _spread(times: Sequence[Took]) -> dict[str, float]:
    return {
        f"{what}p{part}": float(at)
        for part in (50, 95)
        for what, at in zip(("", "cpu_"), np.percentile(times, part, axis=0), strict=True)
    }


def _shown(of: Mapping[str, float], start: str = "", end: str = "") -> str:
    """Return p50 / p95 on the clock, and of the processor."""
    clock, cpu = (
        " / ".join(f"{of[f'{start}{what}p{part}{end}']:.1f}" for part in (50, 95))
        for what in ("", "cpu_")
    )
    return f"{clock} | {cpu}"


def _steps(library: Library, asked: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the milliseconds of each step of retrieval, every word counted anew."""
    fresh = Library.open(library.folder, library.embedder)
    steps: dict[str, list[Took]] = {}

    def step(name: str, ask: Callable[[], Any]) -> Any:
        took, found = _took(ask)
        steps.setdefault(name, []).append(took)
        return found

    try:
        for n, question in enumerate(asked):
            query = step("understand", partial(understand, question, (), ALL, fresh))
            vector = step("embed", partial(fresh.embedder.query, query.standalone))
            words = step("weigh words", partial(lexical, query, fresh))
            scopes = [("", EVERYTHING)]
            if n < WITHIN:
                scopes += [(", a year", _scope(_year(n))), (", a month", _scope(_month(n)))]
            found: list[str] = []
            for name, scope in scopes:
                near = step(
                    f"nearest{name}", partial(fresh.nearest_chunks, vector, SHIPPED.depth, scope)
                )
                sharing = step(
                    f"words{name}", partial(fresh.words, words.expression, SHIPPED.depth, scope)
                )
                found = found or list({id_ for id_, _score in (*near, *sharing)})
            step("fetch passages", partial(fresh.chunks, found))
            step("fetch vectors", partial(fresh.embedded, found))
    finally:
        fresh.close()
    return {name: _spread(times) for name, times in steps.items()}


def _recall(library: Library, vectors: Sequence[Vectors]) -> dict[str, float]:
    """Return which share of the nearest ten, by looking at every vector, are among those found."""
    every = _exactly(library, np.stack(vectors))
    within, found = [], []
    for n, vector in enumerate(vectors):
        near = library.nearest_chunks(vector, SHIPPED.depth)
        found.append(len({id_ for id_, _score in near[:BEST]} & every[n]) / BEST)
        scope = _scope(_month(n))
        near = library.nearest_chunks(vector, SHIPPED.depth, scope)
        exact = library._state.catalog.passages.nearest(vector, BEST, scope)
        within.append(len(dict(near[:BEST]).keys() & dict(exact).keys()) / max(1, len(exact)))
    return {"recall": statistics.mean(found), "month_recall": statistics.mean(within)}


def _exactly(library: Library, vectors: Vectors) -> list[set[str]]:
    """Return the ids of the nearest of all, for each of some vectors."""
    best: list[list[tuple[float, str]]] = [[] for _ in vectors]
    for ids, rows in library._state.catalog.passages.vectors():
        for own, near in zip(best, vectors @ rows.T, strict=True):
            top = np.argsort(-near)[:BEST]
            own[:] = sorted([*own, *((float(near[n]), ids[n]) for n in top)], reverse=True)[:BEST]
    return [{id_ for _near, id_ in own} for own in best]


def _disk(place: Place) -> int:
    if isinstance(place, Path):
        return sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    assert isinstance(place, Server)
    from index.store.postgres.session import Session

    session = Session(place)
    row = session.row("SELECT pg_database_size(current_database()) AS bytes")
    session.close()
    return 0 if row is None else int(row["bytes"])


def _table(row: Mapping[str, Any]) -> str:
    """Return what was measured at a size, as two tables."""
    scopes = {"everything": "", "within a year": "year_", "within a month": "month_"}
    lines = [
        "| passages | written, passages/s | disk | memory | recall@10 | within a month |",
        "|---|---|---|---|---|---|",
        f"| {row['passages']:,} | {row['written_per_s']:,.0f} | {row['disk_bytes'] / 1e9:.2f} GB "
        f"| {row['resident_bytes'] / 1e9:.2f} GB | {row['recall']:.3f} | {row['month_recall']:.3f} |",
        "",
        "| ms, p50 / p95 | on the clock | of the processor |",
        "|---|---|---|",
        *(f"| {name} | {_shown(row, key, '_ms')} |" for name, key in scopes.items()),
        *(f"| {name} | {_shown(spread)} |" for name, spread in row["steps_ms"].items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
