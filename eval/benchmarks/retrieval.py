"""How well passages are found: ``python -m eval.benchmarks.retrieval DATA`` (``make bench-retrieval``).

DATA holds any of: ``xquad/xquad.en.json`` (is the question's paragraph found?),
``realtimeqa/`` (is a text found that holds the answer, within 5,000 characters a rank?) and
``questions/trade_dev.jsonl`` with ``trade-news/corpus_trade_dev.jsonl`` (is a gold article
found?). Every system ranks the same articles in the same run; what differs by more than chance
from tradewire (randomisation test, p < .05) carries a star.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.questions.dataset import Question
from eval.questions.inputs import indexed
from eval.scoring import stats
from eval.scoring.ranking import measures
from eval.scoring.retrieval_tasks import TASKS, Task, tasks
from eval.systems.systems import BestPassage
from eval.systems.tutorial import tutorial_store
from index.library import Library
from index.models import weights
from index.store.full_text import phrase
from index.text.words import content_words
from rag.build import build_embedder
from rag.filters import filters
from rag.retrieval.fusion import SHIPPED, Fusion
from rag.retrieval.search import search
from rag.settings import Settings

DEPTH = 10
SHOWN = ("hit@1", "hit@5", "hit@10", "mrr", "ndcg@10")
Found = tuple[str, str]
"""An article's id and the text that was found of it."""
Find = Callable[[str], Sequence[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One system on one task: each measure by question, and the seconds of each search."""

    name: str
    values: Mapping[str, Mapping[str, float]]
    seconds: Sequence[float]


def main() -> None:
    """Measure every system on every task that is there, and print a table each."""
    parser = argparse.ArgumentParser(description="Print how well passages are found.")
    parser.add_argument(
        "--tutorial", action="store_true", help="the tutorial's store too (fills it first: slow)"
    )
    arguments, found = named_tasks(parser, TASKS)
    for task in found:
        _print(task, arguments.tutorial)


def named_tasks(
    parser: argparse.ArgumentParser, unasked: Sequence[str]
) -> tuple[argparse.Namespace, list[Task]]:
    """Return the arguments, and of the data that they name the tasks asked for.

    Args:
        parser: of the other arguments.
        unasked: the tasks where none is asked for.
    """
    parser.add_argument("data", type=Path, nargs="?", default=os.environ.get("TRADEWIRE_DATA"))
    parser.add_argument("--only", choices=TASKS, nargs="+", default=unasked)
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the folder with the data, or set TRADEWIRE_DATA")
    found = [task for task in tasks(Path(arguments.data)) if task.name in arguments.only]
    if not found:
        parser.error(f"{arguments.data} holds none of the sets; see eval/README.md")
    return arguments, found


def _print(task: Task, tutorial: bool) -> None:
    embedder = build_embedder(Settings())
    folder = indexed(task.sources, embedder, lambda _report: None)
    library = Library.open(folder, embedder)
    questions = task.questions(library)
    print(f"\n{task.title}: {len(questions)} questions, {len(library.articles()):,} articles\n")
    print(f"| system | {' | '.join(SHOWN)} | ms, median | ms, p95 |")
    print(f"|---|{'---|' * (len(SHOWN) + 2)}")
    ours: Ranked | None = None
    for name, find in _systems(library, tutorial, folder).items():
        ranked = run(name, find, questions, task)
        print(row(ranked, ours), flush=True)
        ours = ours or ranked
    library.close()


def _systems(library: Library, tutorial: bool, folder: Path) -> dict[str, Find]:
    """Return tradewire first, then what it has to beat."""

    def passages(kind: str) -> Find:
        system = BestPassage(kind, library, Settings(top_k=DEPTH))
        return lambda question: [(c.article_id, c.text) for c in system.find(question)]

    found: dict[str, Find] = {
        "tradewire": partial(searched, library),
        "BM25 over whole articles": whole_articles(library),
        "BM25 over passages": passages("bm25"),
        "dense over passages": passages("dense"),
    }
    if tutorial:
        kept = weights.cache_dir() / "eval" / "tutorial" / f"retrieval-{folder.name}"
        store = tutorial_store(library, kept)
        found["LangChain's tutorial"] = lambda question: [
            (str(d.metadata["article_id"]), d.page_content)
            for d in store.similarity_search(question, k=DEPTH)
        ]
    return found


def whole_articles(library: Library) -> Find:
    """Return BM25 over whole articles, each a document of a word index in memory, tokens as stored."""
    ids = [row.article_id for row in library.articles()]
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE words USING"
        " fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    for number, article in enumerate(map(library.article, ids)):
        db.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (number, article.title or "", article.text),
        )

    def find(question: str) -> list[Found]:
        if not (words := content_words(question)):
            return []
        rows = db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
            (" OR ".join(map(phrase, words)), DEPTH),
        )
        return [(ids[number], library.article(ids[number]).text) for (number,) in rows]

    return find


def run(name: str, find: Find, questions: Sequence[Question], task: Task) -> Ranked:
    """Ask a system every question; it is warmed up with the first.

    Args:
        name: of the system.
        find: what it finds for a question, best first.
        questions: at least two.
        task: says what counts as found.
    """
    find(questions[0].question)
    found: dict[str, dict[str, float]] = {}
    seconds = []
    for question in questions:
        start = time.perf_counter()
        results = find(question.question)
        seconds.append(time.perf_counter() - start)
        found[question.id] = measures(*task.judged(question, results[:DEPTH]))
    values = {m: {id_: one[m] for id_, one in found.items()} for m in SHOWN}
    return Ranked(name=name, values=values, seconds=seconds)


def row(ranked: Ranked, ours: Ranked | None) -> str:
    """Return a line of the table; a star where the difference from ours is more than chance.

    Args:
        ranked: of one system.
        ours: tradewire's; None in its own row.
    """
    cells = [_cell(measure, ranked, ours) for measure in SHOWN]
    cells += [
        f"{1000 * statistics.median(ranked.seconds):.0f}",
        f"{1000 * statistics.quantiles(ranked.seconds, n=20)[-1]:.0f}",
    ]
    return f"| {ranked.name} | {' | '.join(cells)} |"


def _cell(measure: str, ranked: Ranked, ours: Ranked | None) -> str:
    values = ranked.values[measure]
    star = ""
    if ours is not None:
        found = stats.difference(stats.whole(values), stats.whole(ours.values[measure]))
        star = "*" if found is not None and found.p < 1 - stats.CONFIDENCE else ""
    return f"{stats.rate(values.values()).shown(3)}{star}"


def searched(library: Library, question: str, fusion: Fusion = SHIPPED) -> list[Found]:
    """Return what the product finds.

    Args:
        library: searched.
        question: as asked.
        fusion: how the first stages are weighed.
    """
    results = search(question, library, filters=filters(), top_k=DEPTH, fusion=fusion)
    return [(result.article_id, result.text) for result in results]


if __name__ == "__main__":
    main()
