"""How fast articles are indexed, and by whom: ``python -m eval.timing.indexing CORPUS``.

The same articles are indexed by this process alone, by workers and the tutorial's way, in turn, each
round in a process of its own; nothing is taken from the cache of vectors, and models are loaded
before the clock starts. With ``--steps`` each step is timed by itself, and from that is reckoned
what many workers give: this process reads, settles and writes, which they cannot do for it.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

from index.ingest.load import opened
from index.ingest.pipeline import ingest
from index.ingest.plan import STEP, Cleaned, cleaned
from index.ingest.stories import Stories
from index.ingest.workers.crew import workers_named
from index.ingest.write import prepared, write
from index.models.embedder import Embedder, SentenceTransformerEmbedder
from index.store.seam import store_at
from index.types import RawArticle, Story

MODEL = "all-minilm-l6-v2"
ALONE, TUTORIAL = "alone", "tutorial"
MANY = (2, 8, 16, 64)


def main() -> None:
    """Print a row for each way, with the ratios round by round; then the steps."""
    parser = argparse.ArgumentParser(description="Measure how fast articles are indexed.")
    parser.add_argument("corpus", type=Path, help="a .jsonl of articles")
    parser.add_argument("--articles", type=int, default=192)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--way", action="append", help=f"beside {ALONE}: N workers, ray://… [{TUTORIAL}]"
    )
    parser.add_argument("--steps", action="store_true", help="reckon what many workers give")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(_measured(arguments.only, arguments.corpus)))
        return
    ways = [ALONE, *(arguments.way or [TUTORIAL])]
    with tempfile.TemporaryDirectory() as folder:
        part, count = _first(arguments.corpus, Path(folder) / "part.jsonl", arguments.articles)
        rounds = [{way: _in_process(way, part) for way in ways} for _ in range(arguments.rounds)]
        print("| way | articles/s | memory, most | seconds ÷ alone, by round |\n|---|---|---|---|")
        for way in ways:
            rate = count / statistics.median(r[way][0] for r in rounds)
            memory = max(r[way][1] for r in rounds)
            ratios = ", ".join(f"{r[way][0] / r[ALONE][0]:.2f}" for r in rounds)
            print(f"| {way} | {rate:.1f} | {memory / 1e9:.2f} GB | {ratios} |")
        if arguments.steps:
            _reckon(_steps(part), count)


def _first(corpus: Path, part: Path, most: int) -> tuple[Path, int]:
    """Write the first articles of a corpus into a file of their own."""
    lines = corpus.read_text(encoding="utf-8").rstrip("\n").split("\n")[:most]
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return part, len(lines)


def _in_process(way: str, corpus: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "eval.timing.indexing", str(corpus), "--only", way]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def _measured(way: str, corpus: Path) -> tuple[float, float]:
    """Return the seconds of a run, after a first one that loads what is needed, and its memory."""
    embedder = SentenceTransformerEmbedder(MODEL)
    crew_of = workers_named(None if way in {ALONE, TUTORIAL} else way)
    with tempfile.TemporaryDirectory() as folder, crew_of as crew:
        fill = partial(ingest, workers=crew) if way != TUTORIAL else _tutorial
        warm, _count = _first(corpus, Path(folder) / "warm.jsonl", 4 * STEP)
        fill(Path(folder) / "warm", [str(warm)], embedder)
        begun = time.perf_counter()
        fill(Path(folder) / "index", [str(corpus)], embedder)
        seconds = time.perf_counter() - begun
    return seconds, 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _tutorial(folder: Path, sources: list[str], embedder: Embedder) -> None:
    from eval.systems.tutorial import fill, open_store
    from index.cleaning.clean import clean

    raw = opened(Path(sources[0]), folder)
    fill(open_store(embedder, folder), [clean(i) for i in raw if isinstance(i, RawArticle)])


def _steps(corpus: Path) -> dict[str, float]:
    """Return the processor seconds of each step over the corpus."""
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
    return seconds


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
