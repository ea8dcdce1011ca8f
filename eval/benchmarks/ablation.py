"""What each choice of retrieval earns: ``python -m eval.benchmarks.ablation DATA`` (``make bench-ablation``).

Every row changes one choice of what ships and shows the difference, with its 95 % interval (paired
bootstrap). A star: more than chance (randomisation test, p < .05); two: still so where the whole
column is looked at together (Holm). First the ranking of passages, then of sentences: whether a gold
one ranks first, and is in the evidence that a model would be given. DATA as for ``eval.benchmarks.retrieval``.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from eval.benchmarks.retrieval import DEPTH, Found, run
from eval.questions.dataset import Question
from eval.questions.inputs import indexed
from eval.scoring import stats
from eval.scoring.ranking import gold_spans, shares
from eval.scoring.retrieval_tasks import Task, tasks
from eval.systems.rechunked import rechunked
from eval.systems.remembering import Remembering
from index.library import Library
from index.models.embedder import Embedder
from rag.build import build_embedder
from rag.chain import AnswerChain
from rag.evidence.parts import facets
from rag.evidence.select import (
    AS_SHIPPED,
    CHARACTERS_PER_TOKEN,
    WEIGHTS,
    Scored,
    Taking,
    select,
    weighed,
)
from rag.filters import filters
from rag.request import Asked
from rag.retrieval.fusion import SHIPPED, Fusion
from rag.retrieval.search import search
from rag.settings import Settings

RANKING = ("hit@1", "hit@5", "mrr")
BUDGETS, COMPARED = (100, 150, 200, 300, 600), (200, 300)
SELECTION = ("first", *(f"inside {budget}" for budget in COMPARED), f"tokens of {COMPARED[-1]}")
UNCHANGED = "as shipped"
Values = dict[str, dict[str, float]]
"""Of one configuration: {measure: {question id: value}}."""
Rows = Mapping[str, Values]
"""The values of each configuration, by its name."""

FUSIONS = {
    UNCHANGED: SHIPPED,
    "no nearest sentence": Fusion(dense=1.0, sentence=0.0),
    "no vector of the passage": Fusion(dense=0.0, sentence=1.0),
    "no words": Fusion(words=0.0),
    "half the weight of words": Fusion(words=SHIPPED.words / 2),
    "twice the weight of words": Fusion(words=2 * SHIPPED.words),
    "no share of the next five passages": Fusion(more=0.0),
    "twice that share": Fusion(more=2 * SHIPPED.more),
    "no words of the whole article": Fusion(whole=0.0),
    "neither of the two": Fusion(more=0.0, whole=0.0),
    "no pull of the best articles": Fusion(pull=0.0),
    "twice that pull": Fusion(pull=2 * SHIPPED.pull),
    "30 passages from each stage": Fusion(depth=30),
    "100 passages from each stage": Fusion(depth=100),
}
SIZES = (280, 1_120)
TAKINGS = {
    "without the sentence before": Taking(before=False),
    "repeated sentences too": Taking(same_words=math.inf),
    "sentences far behind too": Taking(far_behind=math.inf),
}


def main() -> None:
    """Print the tables, each over the sets that are there."""
    parser = argparse.ArgumentParser(description="Print what each choice of retrieval earns.")
    parser.add_argument("data", type=Path, nargs="?", default=os.environ.get("TRADEWIRE_DATA"))
    parser.add_argument(
        "--only", choices=("xquad", "realtimeqa", "trade"), nargs="+", default=("trade", "xquad")
    )
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the folder with the data, or set TRADEWIRE_DATA")
    chosen = [task for task in tasks(arguments.data) if task.name in arguments.only]
    if not chosen:
        parser.error(f"{arguments.data} holds none of the sets; see eval/README.md")
    embedder = Remembering(build_embedder(Settings()))
    rankings: dict[str, Rows] = {}
    selections: dict[str, Rows] = {}
    for task in chosen:
        folder = indexed(task.sources, embedder, lambda _report: None)
        library = Library.open(folder, embedder)
        questions = task.questions(library)
        with tempfile.TemporaryDirectory() as made:
            others = others_of(library, embedder, Path(made))
            rankings[task.title] = ranked(questions, task, library, others)
        # Quiz answers stand in many articles: there is no one gold sentence.
        if task.name != "realtimeqa":
            selections[task.title] = selected(questions, library)
    print("\n".join(table(rankings, RANKING)))
    if selections:
        print("\n".join(["", *table(selections, SELECTION), "", *curve(selections)]))


def others_of(library: Library, embedder: Embedder, folder: Path) -> dict[str, Library]:
    """Return what may be searched instead of a library, by name; new indexes go into a folder.

    Args:
        library: what ships.
        embedder: of that library.
        folder: empty; an index a size goes into it.
    """
    return {
        f"passages of {size:,} characters": rechunked(library, folder / str(size), embedder, size)
        for size in SIZES
    }


def ranked(
    questions: Sequence[Question], task: Task, library: Library, others: Mapping[str, Library]
) -> dict[str, Values]:
    """Return how well passages are found, for every change of the first stage.

    Args:
        questions: of the task.
        task: what counts as found.
        library: what ships.
        others: libraries of the same articles, by what is different in them.
    """

    def find(library: Library, fusion: Fusion, question: str) -> list[Found]:
        results = search(question, library, filters=filters(), top_k=DEPTH, fusion=fusion)
        return [(result.article_id, result.text) for result in results]

    ways = {name: partial(find, library, fusion) for name, fusion in FUSIONS.items()}
    ways |= {name: partial(find, other, SHIPPED) for name, other in others.items()}
    found = {name: run(name, way, questions, task) for name, way in ways.items()}
    return {name: {m: dict(one.values[m]) for m in RANKING} for name, one in found.items()}


def selected(questions: Sequence[Question], library: Library) -> dict[str, Values]:
    """Return how gold sentences fare, for every change of the second stage.

    "first": one ranks before all others; "inside N": one is in the evidence at N tokens.

    Args:
        questions: those without gold sentences measure nothing.
        library: what ships.
    """
    chain = AnswerChain(library, Settings(mode="extractive"))
    values: dict[str, Values] = {}
    for question in questions:
        found = chain.found(Asked(question=question.question))
        parts = facets(found.query, library)
        golds = gold_spans(question, lambda id_: library.article(id_).text).values()
        for name, scored, taking in variants(found.scored):
            measured = values.setdefault(name, {})
            first = any(shares(gold, s.sentence) for gold in golds for s in scored[:1])
            measured.setdefault("first", {})[question.id] = float(first)
            for budget in BUDGETS if name == UNCHANGED else COMPARED:
                evidence = select(scored, library, budget, parts, taking)
                inside = any(shares(gold, e) for gold in golds for e in evidence)
                tokens = sum(len(e.text) for e in evidence) / CHARACTERS_PER_TOKEN
                measured.setdefault(f"inside {budget}", {})[question.id] = float(inside)
                measured.setdefault(f"tokens of {budget}", {})[question.id] = tokens
    return values


def variants(scored: Sequence[Scored]) -> Iterator[tuple[str, Sequence[Scored], Taking]]:
    """Yield each configuration of the second stage: name, sentences in its order, what it takes."""
    yield UNCHANGED, scored, AS_SHIPPED
    for sign in WEIGHTS:
        others = {name: weight for name, weight in WEIGHTS.items() if name != sign}
        again = [replace(s, score=weighed(s.signs, others)) for s in scored]
        yield f"without {sign}", sorted(again, key=lambda s: -s.score), AS_SHIPPED
    for name, taking in TAKINGS.items():
        yield name, scored, taking


def table(sets: Mapping[str, Rows], measures: Sequence[str]) -> list[str]:
    """Return a table in Markdown, a line for each change.

    Args:
        sets: the rows of each question set, by its title.
        measures: a column each, for every set.
    """
    columns = [(title, measure) for title in sets for measure in measures]
    cells = [_column(sets[title], measure) for title, measure in columns]
    heads = " | ".join(f"{title}, {measure}" for title, measure in columns)
    names = next(iter(sets.values()))
    rows = [f"| {name} | {' | '.join(column[name] for column in cells)} |" for name in names]
    return [f"| changed | {heads} |", f"|---|{'---|' * len(columns)}", *rows]


def _column(rows: Rows, measure: str) -> dict[str, str]:
    """Return each configuration's cell: what ships with its interval, others as differences."""
    if measure.startswith("tokens"):
        means = {name: statistics.fmean(values[measure].values()) for name, values in rows.items()}
        return {name: f"{mean:.0f}" for name, mean in means.items()}
    parts = {name: {id_: (v, 1.0) for id_, v in rows[name][measure].items()} for name in rows}
    cells = {UNCHANGED: stats.share(list(parts[UNCHANGED].values())).shown(3)}
    found = {name: stats.difference(parts[UNCHANGED], part) for name, part in parts.items()}
    changes = {name: d for name, d in found.items() if d is not None and name != UNCHANGED}
    stands = stats.stands({name: d.p for name, d in changes.items()})
    for name, d in changes.items():
        stars = "*" * ((d.p < 1 - stats.CONFIDENCE) + (name in stands))
        cells[name] = f"{d.change:+.3f}{stars} [{d.low:+.3f}, {d.high:+.3f}]"
    return cells


def curve(sets: Mapping[str, Rows]) -> list[str]:
    """Return the table of what ships by budget."""
    lines = [
        f"| budget, tokens | {' | '.join(f'{title}, inside | tokens' for title in sets)} |",
        f"|---|{'---|' * 2 * len(sets)}",
    ]
    for budget in BUDGETS:
        shipped = [rows[UNCHANGED] for rows in sets.values()]
        cells = [
            f"{stats.share([(v, 1.0) for v in values[f'inside {budget}'].values()]).shown(3)} | "
            f"{statistics.fmean(values[f'tokens of {budget}'].values()):.0f}"
            for values in shipped
        ]
        lines.append(f"| {budget} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
