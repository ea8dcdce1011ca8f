"""How well ``check_support`` tells: ``python -m eval.benchmarks.support FOLDER [--plot FILE]``.

FOLDER holds ``qags/`` and ``wice/`` (see ``eval.questions.support_sets``). With ``--mode llm`` it is measured
again with the language model asked about doubtful sentences, which takes seconds a pair: ``--limit``
draws so many pairs of each set. Intervals are percentile bootstraps over documents. Beside it:
always yes, and word overlap with the threshold that is best on the very sentences it is judged on,
which flatters it.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import balanced_accuracy_score

from eval.questions.support_sets import Pair, pairs
from eval.runs.plots import draw_reliability
from eval.scoring.stats import RESAMPLES, SEED, middle
from index.errors import TradewireError
from index.text.words import word_coverage
from rag.answering.generate import asking_afresh
from rag.build import build_model
from rag.settings import Settings
from rag.verify import Support, check_support, similarity_here

Scores = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]
Check = Callable[[str, Sequence[str]], Support]
BINS = 10


def main() -> None:
    """Print the table; draw the reliability diagram if asked to."""
    parser = argparse.ArgumentParser(description="Print how well support is told.")
    parser.add_argument("data", type=Path, help="holds qags/ and wice/")
    parser.add_argument("--plot", type=Path, help="write the reliability diagram here")
    parser.add_argument("--mode", choices=("llm", "extractive"), default="extractive")
    parser.add_argument("--limit", type=int, help="so many pairs of each set, drawn")
    arguments = parser.parse_args()
    try:
        judged = drawn(pairs(arguments.data), arguments.limit)
        model = build_model(Settings(mode=arguments.mode))
    except TradewireError as error:
        parser.exit(1, f"{error}\n")
    if similarity_here() is None:
        print("No embedding model on this machine: words alone decide.\n")
    checks: dict[str, Check] = {"check_support": check_support}
    if model is not None:
        asking = partial(check_support, verifier=asking_afresh(model))
        checks["check_support, the model asked"] = asking
    try:
        scores = _table(judged, checks)
    finally:
        if model is not None:
            model.stop()
    truth = np.array([pair.supported for pair in judged])
    print("\n| score | sentences | mean score | supported |\n|---|---|---|---|")
    tenths = reliability(scores, truth)
    for low, n, mean, share in tenths:
        print(f"| {low:.1f}–{low + 1 / BINS:.1f} | {n} | {mean:.2f} | {share:.2f} |")
    if arguments.plot:
        draw_reliability(tenths, arguments.plot)


def drawn(judged: Sequence[Pair], limit: int | None) -> list[Pair]:
    """Return so many pairs of each set, drawn once and for all; every pair without a limit.

    Args:
        judged: of all sets.
        limit: pairs a set; None for every one.
    """
    draw, found = random.Random(SEED), []
    for name in dict.fromkeys(pair.set for pair in judged):
        own = [pair for pair in judged if pair.set == name]
        found += own if limit is None or limit >= len(own) else draw.sample(own, limit)
    return found


def _table(judged: Sequence[Pair], checks: Mapping[str, Check]) -> Scores:
    """Print a row for each way to check; return the scores of the last."""
    print("| set | system | balanced accuracy | F1 | ms a pair |\n|---|---|---|---|---|")
    scores: list[float] = []
    for name in dict.fromkeys(pair.set for pair in judged):
        own = [pair for pair in judged if pair.set == name]
        truth = np.array([pair.supported for pair in own])
        for system, check in checks.items():
            check(own[0].claim, own[0].passages)  # loads what is loaded at first use
            start = time.perf_counter()
            verdicts = [check(pair.claim, pair.passages) for pair in own]
            spent = 1000 * (time.perf_counter() - start) / len(own)
            said = np.array([verdict.supported for verdict in verdicts])
            _row(name, system, said, truth, own, f"{spent:.0f}")
        scores += [verdict.score for verdict in verdicts]
        _row(name, "word overlap", _overlap(own, truth), truth, own, "")
        _row(name, "always yes", np.ones(len(own), dtype=bool), truth, own, "")
    return np.array(scores)


def _row(
    name: str, system: str, said: Labels, truth: Labels, own: Sequence[Pair], spent: str
) -> None:
    documents = np.array([pair.document for pair in own])
    fates = np.stack([said & truth, said & ~truth, ~said & truth, ~said & ~truth], axis=1)
    # By document, since documents are what is drawn.
    counts = np.stack([fates[documents == one].sum(axis=0) for one in dict.fromkeys(documents)])
    picks = np.random.default_rng(SEED).integers(len(counts), size=(RESAMPLES, len(counts)))
    right, wrong, missed, left = counts[picks].sum(axis=1).T
    both = (right + missed > 0) & (wrong + left > 0)
    cells = []
    for figure in (_balanced_accuracy, _f1):
        low, high = middle(figure(right[both], wrong[both], missed[both], left[both]))
        cells.append(f"{figure(*counts.sum(axis=0)):.2f} ({low:.2f}–{high:.2f})")
    print(f"| {name} ({len(own)}) | {system} | {' | '.join(cells)} | {spent} |", flush=True)


def _balanced_accuracy(right: Scores, wrong: Scores, missed: Scores, left: Scores) -> Scores:
    return (right / (right + missed) + left / (left + wrong)) / 2


def _f1(right: Scores, wrong: Scores, missed: Scores, _left: Scores) -> Scores:
    return 2 * right / (2 * right + wrong + missed)


def _overlap(own: Sequence[Pair], truth: Labels) -> Labels:
    covered = np.array([word_coverage(pair.claim, "\n".join(pair.passages)) for pair in own])
    best = max(sorted(set(covered)), key=lambda t: balanced_accuracy_score(truth, covered >= t))
    return np.asarray(covered >= best)


def reliability(scores: Scores, truth: Labels) -> list[tuple[float, int, float, float]]:
    """Return (lower end, sentences, mean score, share supported) of each tenth that has any.

    Args:
        scores: from 0 to 1, one a sentence.
        truth: which sentences are supported.
    """
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    return [
        (b / BINS, int(inside.sum()), float(scores[inside].mean()), float(truth[inside].mean()))
        for b in range(BINS)
        if (inside := bins == b).any()
    ]


if __name__ == "__main__":
    main()
