"""Fit the weights of ``check_support``: ``python -m eval.fit_support FOLDER``.

Logistic regression with an L2 penalty on figures of one scale. In each set supported and
unsupported sentences weigh the same, and the sets weigh the same, so that the score is meant for
a reader who expects either. Figures are from five folds over documents, each judged by weights
that were fitted without it; below them those fitted on one kind of set alone and judged on the
other.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.fit_refusal import auc
from eval.support_sets import CNN_DM, WICE, XSUM, Pair, pairs
from rag.grounds import FEATURES, grounds
from rag.meaning import default_similarity
from rag.verify import MIN_SCORE

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]
FOLDS, PENALTY, STEPS = 5, 2.0, 40


def main() -> None:
    """Fit on all sets and print weights and figures, with the embedder and without."""
    parser = argparse.ArgumentParser(description="Fit the weights of rag/verify.py.")
    parser.add_argument("data", type=Path, help="holds qags/ and wice/")
    judged = pairs(parser.parse_args().data)
    similarity = default_similarity()
    if similarity is None:
        parser.exit(1, "no embedder: run `tradewire models pull all-minilm-l6-v2`\n")
    rows, near = [], []
    for pair in judged:
        found = grounds(pair.claim, pair.passages)
        rows.append(found.row())
        near.append([similarity(pair.claim, found.nearest) if found.nearest else 0.0])
    plain = np.array(rows)
    for name, x in (("meaning", np.hstack([plain, np.array(near)])), ("words", plain)):
        _report(name, x, judged)


def _report(name: str, x: Matrix, judged: Sequence[Pair]) -> None:
    y = np.array([pair.supported for pair in judged])
    sets = np.array([pair.set for pair in judged])
    weights = fit(x, y, sets)
    columns = [*FEATURES, *(["similarity"] if x.shape[1] > len(FEATURES) else [])]
    print(f"\n{name}: ({', '.join(f'{w:.2f}' for w in weights)})")
    print(f"in order: bias, {', '.join(columns)}")
    held_out = cross_validated(x, y, judged)
    for one in (CNN_DM, XSUM, WICE):
        print(f"{one}, held out: {_figures(held_out[sets == one], y[sets == one])}")
    for train, test in (((CNN_DM, XSUM), (WICE,)), ((WICE,), (CNN_DM,)), ((WICE,), (XSUM,))):
        a, b = np.isin(sets, train), np.isin(sets, test)
        seen = predict(fit(x[a], y[a], sets[a]), x[b])
        print(f"{' + '.join(train)} → {test[0]}: {_figures(seen, y[b])}")


def _figures(scores: Matrix, y: Labels) -> str:
    yes = scores >= MIN_SCORE
    balanced = 0.5 * (yes[y].mean() + (~yes[~y]).mean())
    f1 = 2 * (yes & y).sum() / (yes.sum() + y.sum())
    return f"AUC {auc(scores, y.astype(float)):.3f}, balanced accuracy {balanced:.3f}, F1 {f1:.3f}"


def fit(x: Matrix, y: Labels, sets: npt.NDArray[np.str_]) -> Matrix:
    """Return bias and weights for figures as they are; each set and each answer weighs the same."""
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    a = np.hstack([np.ones((len(x), 1)), (x - middle) / spread])
    share = np.zeros(len(y))
    for one in set(sets):
        for answer in (True, False):
            inside = (sets == one) & (y == answer)
            share[inside] = 1 / max(1, inside.sum())
    share *= len(y) / share.sum()
    penalty = PENALTY * np.eye(a.shape[1])
    penalty[0, 0] = 0
    w = np.zeros(a.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-a @ w))
        gradient = a.T @ (share * (p - y)) + penalty @ w
        w = w - np.linalg.solve((a.T * (share * p * (1 - p))) @ a + penalty, gradient)
    slopes = w[1:] / spread
    return np.concatenate([[w[0] - slopes @ middle], slopes])


def predict(weights: Matrix, x: Matrix) -> Matrix:
    """Return the probability that each row is supported."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + x @ weights[1:]))))


def cross_validated(x: Matrix, y: Labels, judged: Sequence[Pair]) -> Matrix:
    """Return each row's probability by weights that were fitted without its documents."""
    sets = np.array([pair.set for pair in judged])
    documents = sorted({pair.document for pair in judged})
    drawn = np.random.default_rng(0).permutation(len(documents)) % FOLDS
    fold_of = dict(zip(documents, drawn, strict=True))
    folds = np.array([fold_of[pair.document] for pair in judged])
    held_out = np.zeros(len(y))
    for fold in range(FOLDS):
        inside = folds != fold
        weights = fit(x[inside], y[inside], sets[inside])
        held_out[~inside] = predict(weights, x[~inside])
    return held_out


if __name__ == "__main__":
    main()
