"""Fit the weights that decide between answering and refusing: ``python -m eval.fit_refusal``.

Logistic regression with an L2 penalty, by Newton's method (Hastie, Tibshirani & Friedman, The
Elements of Statistical Learning, 4.4), on question sets with answerable and unanswerable
questions; figures are leave-one-fold-out over five folds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.dataset import Question, load_questions
from rag import generate, judge
from rag.asked import asked_from
from rag.build import build_chain
from rag.chain import AnswerChain
from rag.query import understand
from rag.settings import Settings

Matrix = npt.NDArray[np.float64]
FOLDS = 5
PENALTY = 0.5


def main() -> None:
    """Fit on the sets named and print weights, figures and the trade-off."""
    parser = argparse.ArgumentParser(description="Fit the weights of rag/judge.py.")
    parser.add_argument(
        "sets", nargs="+", metavar="QUESTIONS:INDEX", help="a question set and its index folder"
    )
    parser.add_argument("--llm", action="store_true", help="with the language model's opinion")
    arguments = parser.parse_args()
    rows, answerable = [], []
    for pair in arguments.sets:
        questions, _, index = pair.rpartition(":")
        chain = build_chain(
            Settings(index=Path(index), mode="llm" if arguments.llm else "extractive")
        )
        for question in load_questions(Path(questions)):
            rows.append(_row(question, chain))
            answerable.append(float(question.answerable))
    x, y = np.array(rows), np.array(answerable)
    columns = [*judge.FEATURES, *(["model"] if arguments.llm else [])]
    weights = fit(x, y)
    print(f"({', '.join(f'{weight:.2f}' for weight in weights)})")
    print(f"in order: bias, {', '.join(columns)}")
    held_out = cross_validated(x, y)
    print(f"AUC, held out: {auc(held_out, y):.3f}; fitted: {auc(predict(weights, x), y):.3f}")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        recall = float((held_out[y == 0] < threshold).mean())
        false = float((held_out[y == 1] < threshold).mean())
        print(f"threshold {threshold:.1f}: refusal recall {recall:.2f}, false refusals {false:.2f}")


def _row(question: Question, chain: AnswerChain) -> list[float]:
    asked = asked_from({"question": question.question, "history": question.history})
    query = understand(asked.question, asked.history, asked.filters, chain.library)
    found = chain.find(query, None)
    seen = judge.signs(found.query, found.scored, found.statements, found.weights, chain.library)
    row = [float(getattr(seen, name)) for name in judge.FEATURES]
    if chain.model is not None:
        says = generate.stated(found, chain.library, chain.model)
        row.append(judge.log_odds(0.5 if says is None else says))
    return row


def fit(x: Matrix, y: Matrix) -> Matrix:
    """Return bias and weights; answerable and unanswerable questions weigh the same in all."""
    a = np.hstack([np.ones((len(x), 1)), x])
    balance = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    penalty = PENALTY * np.eye(a.shape[1])
    penalty[0, 0] = 0
    w = np.zeros(a.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-a @ w))
        gradient = a.T @ (balance * (p - y)) + penalty @ w
        hessian = (a.T * (balance * p * (1 - p))) @ a + penalty
        w = w - np.linalg.solve(hessian, gradient)
    return w


def predict(weights: Matrix, x: Matrix) -> Matrix:
    """Return the probability that each row is answerable."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + x @ weights[1:]))))


def cross_validated(x: Matrix, y: Matrix) -> Matrix:
    """Return each row's probability by weights that were fitted without its fold."""
    held_out = np.zeros(len(y))
    folds = np.random.default_rng(0).permutation(len(y)) % FOLDS
    for fold in range(FOLDS):
        inside = folds != fold
        held_out[~inside] = predict(fit(x[inside], y[inside]), x[~inside])
    return held_out


def auc(scores: Matrix, y: Matrix) -> float:
    """Return how often an answerable question scores above an unanswerable one."""
    yes, no = scores[y == 1], scores[y == 0]
    wins = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return float(wins)


if __name__ == "__main__":
    main()
