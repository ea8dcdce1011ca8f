"""What each choice of retrieval earns: ``python -m eval.benchmarks.ablation DATA`` (``make bench-ablation``).

Every row changes one choice of what ships and shows the difference, with its 95 % interval (paired
bootstrap). A star: more than chance (randomisation test, p < .05); two: still so where the whole
column is looked at together (Holm). First the ranking of passages, then of sentences: whether a gold
one ranks first, and is in the evidence that a model would be given. DATA as for ``eval.benchmarks.retrieval``.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from eval.benchmarks.retrieval import named_tasks, run, searched
from eval.questions.dataset import Question
from eval.questions.inputs import indexed
from eval.scoring import stats
from eval.scoring.ranking import gold_spans, shares
from eval.scoring.retrieval_tasks import Task
from eval.systems.remembering import Remembering
from index.ingest.chunking import chunks
from index.ingest.plan import STEP
from index.ingest.stories import Settled
from index.ingest.write import embedded, write
from index.library import Library
from index.models.embedder import Embedder
from index.store.catalog import Prepared
from index.store.index_folder import Index
from index.types import Story
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
from rag.request import Asked
from rag.retrieval.fusion import SHIPPED, Fusion
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
    _arguments, chosen = named_tasks(parser, ("trade", "xquad"))
    embedder = Remembering(build_embedder(Settings()))
    rankings: dict[str, Rows] = {}
    selections: dict[str, Rows] = {}
    for task in chosen:
        folder = indexed(task.sources, embedder, lambda _report: None)
        library = Library.open(folder, embedder)
        questions = task.questions(library)
        with tempfile.TemporaryDirectory() as made:
            rankings[task.title] = _ranked(questions, task, library, embedder, Path(made))
        # Quiz answers stand in many articles: there is no one gold sentence.
        if task.name != "realtimeqa":
            selections[task.title] = selected(questions, library)
    print("\n".join(table(rankings, RANKING)))
    if selections:
        print("\n".join(["", *table(selections, SELECTION), "", *curve(selections)]))


def _ranked(
    questions: Sequence[Question], task: Task, library: Library, embedder: Embedder, folder: Path
) -> dict[str, Values]:
    """Return how well passages are found, for every change of the first stage.

    The indexes of other passages go into the folder.
    """
    ways = {n: partial(searched, library, fusion=fusion) for n, fusion in FUSIONS.items()}
    for size in SIZES:
        other = rechunked(library, folder / str(size), embedder, size)
        ways[f"passages of {size:,} characters"] = partial(searched, other)
    found = {name: run(name, way, questions, task) for name, way in ways.items()}
    return {name: {m: dict(one.values[m]) for m in RANKING} for name, one in found.items()}


def rechunked(library: Library, folder: Path, embedder: Embedder, target: int) -> Library:
    """Return a library of the same articles and sentences in passages of ``target`` characters.

    It holds no quotes and no copies.

    Args:
        library: the articles.
        folder: an empty one, for the new index.
        embedder: of the model the library was made with.
        target: about so many characters a passage.
    """
    ids = iter([row.article_id for row in library.articles()])
    with Index.write(folder, embedder) as index:
        while step := [library.article(id_) for id_ in islice(ids, STEP)]:
            read = [(article, library.sentences(article.article_id)) for article in step]
            cut = [Prepared(article=a, sentences=s, chunks=chunks(a, s, target)) for a, s in read]
            stories = {a.article_id: Story(article=a, raw_hash="") for a in step}
            write(index, Settled(originals=stories), embedded(cut, embedder), {})
    return Library.open(folder, embedder)


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
    parts = {name: stats.whole(values[measure]) for name, values in rows.items()}
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
            f"{stats.rate(values[f'inside {budget}'].values()).shown(3)} | "
            f"{statistics.fmean(values[f'tokens of {budget}'].values()):.0f}"
            for values in shipped
        ]
        lines.append(f"| {budget} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
