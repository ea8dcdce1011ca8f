"""How fast articles are indexed, beside the tutorial's way: ``python -m eval.timing.indexing CORPUS``.

Both read and clean the same first articles and fill an empty store, in turn, each round in a
process of its own; nothing is taken from the cache of vectors.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index.cleaning.clean import clean
from index.ingest.load import read
from index.ingest.pipeline import ingest
from index.library import Library
from index.models.embedder import Embedder, SentenceTransformerEmbedder
from index.types import RawArticle

MODEL = "all-minilm-l6-v2"
WAYS = ("tradewire", "tutorial")


def main() -> None:
    """Print a row for each way, and the ratio pair by pair."""
    parser = argparse.ArgumentParser(description="Measure how fast articles are indexed.")
    parser.add_argument("corpus", type=Path, help="a .jsonl of articles")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(_measured(arguments.way, arguments.corpus)))
        return
    with first_articles(arguments.corpus, arguments.articles) as part:
        rounds = in_turn("eval.timing.indexing", WAYS, part, arguments.rounds)
    print("| way | articles/s | memory, most |\n|---|---|---|")
    for way in WAYS:
        rate = statistics.median(r[way]["articles_per_s"] for r in rounds)
        memory = max(r[way]["memory"] for r in rounds)
        print(f"| {way} | {rate:.1f} | {memory / 1e9:.2f} GB |")
    ratios = [r[WAYS[0]]["articles_per_s"] / r[WAYS[1]]["articles_per_s"] for r in rounds]
    print(f"Ratio, pair by pair: {', '.join(f'{ratio:.1f}' for ratio in ratios)}")


@contextmanager
def first_articles(corpus: Path, articles: int) -> Iterator[Path]:
    """Give a file of the first articles of a corpus.

    Args:
        corpus: a .jsonl of articles.
        articles: how many.
    """
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.jsonl"
        lines = corpus.read_text(encoding="utf-8").split("\n")[:articles]
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield part


def in_turn(module: str, ways: Sequence[str], corpus: Path, rounds: int) -> list[dict[str, Any]]:
    """Return of each round what each way measured, in a process of its own.

    Args:
        module: that measures a way and prints it as JSON.
        ways: in their order.
        corpus: what is indexed.
        rounds: how many.
    """

    def measured(way: str) -> Any:
        command = [sys.executable, "-m", module, str(corpus), "--way", way]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        return json.loads(done.stdout.splitlines()[-1])

    return [{way: measured(way) for way in ways} for _ in range(rounds)]


def _measured(way: str, corpus: Path) -> dict[str, float]:
    """Index once; the model is loaded before the clock starts."""
    embedder = SentenceTransformerEmbedder(MODEL)
    embedder.query("warm-up")
    index: Callable[[Path, Path, Embedder], int] = _ours if way == "tradewire" else _tutorial
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        articles = index(Path(folder) / "index", corpus, embedder)
        seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"articles_per_s": articles / seconds, "memory": float(memory)}


def _ours(folder: Path, corpus: Path, embedder: Embedder) -> int:
    ingest(folder, [str(corpus)], embedder)
    with closing(Library.open(folder, embedder)) as library:
        return len(library.articles())


def _tutorial(folder: Path, corpus: Path, embedder: Embedder) -> int:
    # Not on top: what it loads is no memory of ours.
    from eval.systems.tutorial import fill, open_store

    raw = [item for item in read(corpus, corpus.parent) if isinstance(item, RawArticle)]
    articles = [clean(item) for item in raw]
    fill(open_store(embedder, folder), articles)
    return len(articles)


if __name__ == "__main__":
    main()
