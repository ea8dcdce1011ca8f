"""What workers cost and gain: ``python -m eval.timing.workers CORPUS``.

The same articles are indexed by this process alone and by workers, in turn, each round in a
process of its own; nothing is taken from the cache of vectors, and models are loaded before the
clock starts. Then each step is timed by itself, and from that is reckoned what many workers give:
this process reads, settles and writes, which they cannot do for it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from eval.timing.indexing import first_articles, in_turn
from index.ingest.load import opened
from index.ingest.pipeline import ingest
from index.ingest.plan import STEP, Cleaned, cleaned
from index.ingest.stories import Stories
from index.ingest.workers.crew import workers_named
from index.ingest.write import prepared, write
from index.models.embedder import Embedder, SentenceTransformerEmbedder
from index.store.place import store_at
from index.types import Story

MODEL = "all-minilm-l6-v2"
ALONE = "alone"
MANY = (2, 8, 16, 64)


def main() -> None:
    """Print a row for each way, the ratios, the steps and the reckoning."""
    parser = argparse.ArgumentParser(description="Measure what workers cost and gain.")
    parser.add_argument("corpus", type=Path, help="a .jsonl of articles")
    parser.add_argument("--articles", type=int, default=192)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", action="append", help="N or ray://…; 2 if none is given")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(_measured(arguments.way, arguments.corpus))
        return
    ways = [ALONE, *(arguments.workers or ["2"])]
    with first_articles(arguments.corpus, arguments.articles) as part:
        rounds = in_turn("eval.timing.workers", ways, part, arguments.rounds)
        steps, articles = _steps(part)
    print("| way | seconds, median | ÷ alone, by round |\n|---|---|---|")
    for way in ways:
        ratios = ", ".join(f"{r[way] / r[ALONE]:.2f}" for r in rounds)
        print(f"| {way} | {statistics.median(r[way] for r in rounds):.1f} | {ratios} |")
    _reckon(steps, articles)


def _measured(way: str, corpus: Path) -> float:
    """Return the seconds of a run, after a first one that loads what is needed."""
    embedder = SentenceTransformerEmbedder(MODEL)
    crew_of = workers_named(way if way != ALONE else None)
    with tempfile.TemporaryDirectory() as folder, crew_of as crew:
        warm = Path(folder) / "warm.jsonl"
        lines = corpus.read_text(encoding="utf-8").split("\n")
        warm.write_text("\n".join(lines[: 4 * STEP]), encoding="utf-8")
        ingest(Path(folder) / "warm", [str(warm)], embedder, workers=crew)
        begun = time.perf_counter()
        ingest(Path(folder) / "index", [str(corpus)], embedder, workers=crew)
        return time.perf_counter() - begun


def _steps(corpus: Path) -> tuple[dict[str, float], int]:
    """Return the processor seconds of each step over the corpus, and how many articles it holds."""
    seconds = defaultdict[str, float](float)

    @contextmanager
    def timed(step: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        seconds[step] += time.process_time() - begun

    embedder = SentenceTransformerEmbedder(MODEL)
    embedder.passages([])
    with timed("read"):
        incoming = list(opened(corpus, corpus.parent))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        with store_at(place).write(place, embedder) as index:
            stories = Stories(index.catalog)
            for at in range(0, len(incoming), STEP):
                with timed("clean"):
                    read = cleaned([(item, None) for item in incoming[at : at + STEP]])
                with timed("settle"):
                    settled = stories.settle(
                        [
                            Story(article=item.article, raw_hash=item.raw_hash)
                            for item in read
                            if isinstance(item, Cleaned) and item.article
                        ]
                    )
                originals = list(settled.originals.values())
                with timed("divide, quotes"):
                    prepared(originals, cast("Embedder", _Nothing()))
                with timed("all but writing"):
                    fresh = prepared(originals, embedder)
                with timed("write"):
                    write(index, settled, fresh, {})
                stories.stored(settled)
    seconds["embed"] = seconds.pop("all but writing") - seconds["divide, quotes"]
    return seconds, len(incoming)


class _Nothing:
    """An embedder that takes no time."""

    fingerprint = "nothing"

    def passages(self, passages: object) -> list[object]:
        return []


def _reckon(steps: Mapping[str, float], articles: int) -> None:
    """Print the steps, and what many workers would come to: the slower of the two sides."""
    each = {step: 1000 * seconds / articles for step, seconds in steps.items()}
    print("\n| step | who | ms of a core an article |\n|---|---|---|")
    here = ("read", "settle", "write")
    for step, ms in each.items():
        print(f"| {step} | {'this process' if step in here else 'a worker'} | {ms:.1f} |")
    one = sum(each[step] for step in here)
    others = sum(ms for step, ms in each.items() if step not in here)
    print(
        "\n| workers, a core each | articles/s | a million articles | the limit |\n|---|---|---|---|"
    )
    for count in MANY:
        ms = max(one, others / count)
        limit = "this process" if one > others / count else "the workers"
        print(f"| {count} | {1000 / ms:.0f} | {ms * 1e6 / 3.6e6:.1f} h | {limit} |")


if __name__ == "__main__":
    main()
