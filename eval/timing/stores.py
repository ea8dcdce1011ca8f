"""The same index in several places: ``python -m eval.timing.stores QUESTIONS INDEX INDEX…``.

Every question is retrieved for in every place, one after the other in one process, so that what
else the machine does meets all of them alike. Embedding is left out: the vectors are at hand.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from eval.questions.dataset import load_questions
from eval.systems.remembering import Remembering
from index.library import Library
from index.store.place import place_of
from rag.build import build_embedder
from rag.filters import filters
from rag.question.understand import understand
from rag.retrieval.retriever import retrieve
from rag.settings import Settings
from rag.types import Filters

ROUNDS = 2
SCOPES = (("everything", filters()), ("a year", filters(since="2018-01-01", until="2018-12-31")))


def main() -> None:
    """Print a line for each place and scope."""
    parser = argparse.ArgumentParser(description="Compare the same index in several places.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("index", nargs="+", type=place_of)
    arguments = parser.parse_args()
    embedder = Remembering(build_embedder(Settings()))
    libraries = [Library.open(place, embedder) for place in arguments.index]
    asked = [q.question for q in load_questions(arguments.questions)]
    print("| index | within | p50 | p95 | to the first | same passages |")
    print("|---|---|---|---|---|---|")
    for name, scope in SCOPES:
        _measure(libraries, asked, name, scope)


def _measure(libraries: Sequence[Library], asked: Sequence[str], name: str, scope: Filters) -> None:
    times: list[list[float]] = [[] for _ in libraries]
    shared: list[list[float]] = [[] for _ in libraries]
    for number in range(ROUNDS * len(asked)):
        question = asked[number % len(asked)]
        found = []
        for at, library in enumerate(libraries):
            start = time.perf_counter()
            with library.as_of_now() as now:
                query = understand(question, (), scope, now)
                best = retrieve(query, now, Settings().top_k)
            if number >= len(asked):
                times[at].append(1000 * (time.perf_counter() - start))
            found.append({candidate.chunk_id for candidate in best.candidates})
        for at, ids in enumerate(found):
            shared[at].append(len(ids & found[0]) / max(1, len(found[0] | ids)))
    first = statistics.median(times[0])
    for library, own, same in zip(libraries, times, shared, strict=True):
        p50, p95 = statistics.median(own), statistics.quantiles(own, n=20)[-1]
        print(
            f"| {library.folder} | {name} | {p50:.1f} ms | {p95:.1f} ms | {p50 / first:.2f} "
            f"| {statistics.mean(same):.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
