"""Fit the weights of ``check_support``: ``python -m eval.fitting.support FOLDER``.

Logistic regression (L2, figures of one scale) over the sentences that pass the strict checks, for
only they are weighed. In each set supported and unsupported sentences weigh the same, those that
fail a check counted in, and the sets weigh the same: the score is for a reader who expects either.
Figures are of the whole of ``check_support``, held out by document, means over draws of the folds;
below them those fitted on one kind of set alone and judged on the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from eval.questions.support_sets import CNN_DM, WICE, XSUM, Pair, pairs
from index.text.words import word_coverage
from rag.checks.claim import Case
from rag.checks.features import FEATURES, Similarity, grounds
from rag.checks.support import MIN_SCORE, is_far, unexcused
from rag.verify import similarity_here

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]
Names = npt.NDArray[np.str_]
FOLDS, DRAWS, PENALTY = 5, 4, 8.0
THRESHOLDS = (0.40, MIN_SCORE, 0.50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the weights see of all pairs, row by row.

    Attributes:
        x: the figures, one column each.
        y: what people found.
        sets, documents: where the pairs are from.
        passing: no strict check refuses the sentence.
    """

    x: Matrix
    y: Labels
    sets: Names
    documents: Names
    passing: Labels

    def of(self, *names: str) -> Labels:
        """Return which rows are of these sets."""
        return np.isin(self.sets, names)


def main() -> None:
    """Fit on all sets and print weights and figures, with the embedder and without."""
    parser = argparse.ArgumentParser(description="Fit the weights of rag/checks/support.py.")
    parser.add_argument("data", type=Path, help="holds qags/ and wice/")
    judged = pairs(parser.parse_args().data)
    similarity = similarity_here()
    if similarity is None:
        parser.exit(1, "no embedder: run `tradewire models pull all-minilm-l6-v2`\n")
    _report("meaning", _measured(judged, similarity), [*FEATURES, "nearness"])
    _report("words", _measured(judged, None), FEATURES)


def _measured(judged: Sequence[Pair], similarity: Similarity | None) -> Figures:
    """Measure every pair as ``check_support`` does; without a similarity by words alone."""
    rows, passing = [], []
    for pair in judged:
        found = grounds(pair.claim, pair.passages)
        covered = word_coverage(pair.claim, "\n".join(pair.passages))
        near = None
        if similarity is not None:
            near = similarity(pair.claim, found.nearest) if found.nearest else 0.0
        rows.append(found.row(near))
        far = near is not None and is_far(near, covered)
        case = Case(claim=pair.claim, passages=pair.passages)
        passing.append(not far and not unexcused(case, covered))
    return Figures(
        x=np.array(rows),
        y=np.array([pair.supported for pair in judged]),
        sets=np.array([pair.set for pair in judged]),
        documents=np.array([pair.document for pair in judged]),
        passing=np.array(passing),
    )


def _report(name: str, figures: Figures, columns: Sequence[str]) -> None:
    everything = np.ones(len(figures.y), dtype=bool)
    print(f"\n{name}: ({', '.join(f'{w:.2f}' for w in fit(figures, everything))})")
    print(f"in order: bias, {', '.join(columns)}")
    draws = [held_out(figures, seed) for seed in range(DRAWS)]
    for one in (CNN_DM, XSUM, WICE):
        print(f"{one}, held out: {_shown(draws, figures, figures.of(one))}")
    for train, test in (((CNN_DM, XSUM), WICE), ((WICE,), CNN_DM), ((WICE,), XSUM)):
        scores = predict(fit(figures, figures.of(*train)), figures.x)
        print(f"{' + '.join(train)} → {test}: {_shown([scores], figures, figures.of(test))}")


def _shown(draws: Sequence[Matrix], figures: Figures, inside: Labels) -> str:
    """Write the means over draws: AUC of the sentences weighed, then each threshold's figures."""
    y, passing = figures.y[inside], figures.passing[inside]
    scores = [draw[inside] for draw in draws]
    area = np.mean([roc_auc_score(y[passing], s[passing]) for s in scores])
    parts = [f"AUC {area:.3f} of those weighed"]
    for threshold in THRESHOLDS:
        said = [(s >= threshold) & passing for s in scores]
        balanced = np.mean([balanced_accuracy_score(y, yes) for yes in said])
        harmonic = np.mean([f1_score(y, yes) for yes in said])
        parts.append(f"at {threshold:.2f} balanced accuracy {balanced:.3f}, F1 {harmonic:.3f}")
    return "; ".join(parts)


def fit(figures: Figures, among: Labels) -> Matrix:
    """Return bias and weights for figures as they are, fitted on the passing rows among some.

    Args:
        figures: of all pairs.
        among: which rows may be learned from.
    """
    share = np.zeros(len(figures.y))
    for one in set(figures.sets[among]):
        for answer in (True, False):
            inside = among & figures.of(one) & (figures.y == answer)
            share[inside] = 1 / max(1, inside.sum())
    weighed_ones = among & figures.passing
    x, y, share = figures.x[weighed_ones], figures.y[weighed_ones], share[weighed_ones]
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=1 / PENALTY, solver="newton-cholesky", tol=1e-10)
    model.fit((x - middle) / spread, y, sample_weight=share * (len(y) / share.sum()))
    slopes = model.coef_[0] / spread
    return np.concatenate([model.intercept_ - slopes @ middle, slopes])


def predict(weights: Matrix, x: Matrix) -> Matrix:
    """Return the probability that each row is supported.

    Args:
        weights: as from ``fit``.
        x: figures, a row a pair.
    """
    return np.asarray(expit(weights[0] + x @ weights[1:]))


def held_out(figures: Figures, seed: int) -> Matrix:
    """Return each row's probability by weights that were fitted without its document.

    Args:
        figures: of all pairs.
        seed: of the folds.
    """
    documents, places = np.unique(figures.documents, return_inverse=True)
    folds = (np.random.default_rng(seed).permutation(len(documents)) % FOLDS)[places]
    scores = np.zeros(len(figures.y))
    for fold in range(FOLDS):
        scores[folds == fold] = predict(fit(figures, folds != fold), figures.x[folds == fold])
    return scores


if __name__ == "__main__":
    main()
