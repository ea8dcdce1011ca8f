"""Fit the weights that decide between answering and refusing: ``python -m eval.fit_refusal``.

Questions that the articles answer are asked once more as if the articles that answer them were
not there: what is found then is near, and no answer. Logistic regression with an L2 penalty, by
Newton's method (Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 4.4); in
each set, answers and their absence weigh the same, and each set as much as another. Figures are
leave-one-fold-out over folds of questions.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from eval.dataset import Question
from eval.readers import read_set
from index.library import Library
from rag import generate, judge
from rag.asked import asked_from
from rag.build import build_chain
from rag.chain import AnswerChain
from rag.found import Found
from rag.query import understand
from rag.select import select
from rag.settings import Settings
from rag.words import stem, tokens

Matrix = npt.NDArray[np.float64]
FOLDS = 10
PENALTY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the judge sees of one question: from which set, whether answerable, its signs.

    Attributes:
        taken_away: whether the articles that answer it were taken away.
        threshold: the probability from which on it would be answered.
    """

    set: str
    id: str
    answerable: bool
    taken_away: bool
    signs: tuple[float, ...]
    threshold: float


class Lacking:
    """A library that tells words as if some articles were not in it."""

    def __init__(self, library: Library, without: Collection[str]) -> None:
        """Take the library and the ids of the articles to do without."""
        self._library = library
        texts = [chunk.text for id_ in without for chunk in library.chunks_of(id_)]
        self._gone = [{stem(word) for word in tokens(text)} for text in texts]

    def __getattr__(self, name: str) -> object:
        return getattr(self._library, name)

    def term_frequency(self, term: str) -> int:
        """Return how many passages would hold a word."""
        gone = sum(stem(term) in held for held in self._gone)
        return max(0, self._library.term_frequency(term) - gone)


def main() -> None:
    """Fit on the sets named and print weights, figures and the trade-off."""
    parser = argparse.ArgumentParser(description="Fit the weights of rag/judge.py.")
    parser.add_argument(
        "sets", nargs="+", metavar="QUESTIONS:INDEX", help="a question set and its index folder"
    )
    parser.add_argument("--llm", action="store_true", help="with the language model's opinion")
    parser.add_argument("--limit", type=int, help="so many questions of each set, the first")
    arguments = parser.parse_args()
    rows: list[Row] = []
    for pair in arguments.sets:
        questions, _, index = pair.rpartition(":")
        settings = Settings(index=Path(index), mode="llm" if arguments.llm else "extractive")
        chain = build_chain(settings)
        for question in read_set(Path(questions)).questions[: arguments.limit]:
            rows += _rows(questions, question, chain)
    columns = ["alone", "model"] if arguments.llm else [*judge.FEATURES]
    weights = fit(rows)
    print(f"({', '.join(f'{weight:.2f}' for weight in weights)})")
    print(f"in order: bias, {', '.join(columns)}")
    held_out = cross_validated(rows)
    for name in dict.fromkeys(row.set for row in rows):
        of_set = [(row, p) for row, p in zip(rows, held_out, strict=True) if row.set == name]
        print(f"{name}: {_figures(of_set)}")
        as_it_is = [(row, p) for row, p in of_set if not row.taken_away]
        if not all(row.answerable for row, _ in as_it_is):
            print(f"  without those whose articles were taken away: {_figures(as_it_is)}")


def _figures(judged: Sequence[tuple[Row, float]]) -> str:
    y = np.array([float(row.answerable) for row, _ in judged])
    refused = np.array([p < row.threshold for row, p in judged])
    return (
        f"AUC, held out: {auc(np.array([p for _, p in judged]), y):.3f}; refused "
        f"{refused[y == 0].mean():.2f} of the unanswerable, {refused[y == 1].mean():.2f} of the others"
    )


def _rows(name: str, question: Question, chain: AnswerChain) -> Iterator[Row]:
    asked = asked_from({"question": question.question, "history": question.history})
    query = understand(asked.question, asked.history, asked.filters, chain.library)
    found = chain.find(query, None)
    yield _row(name, question, found, chain, chain.library)
    gold = {passage.article_id for passage in question.evidence} | {
        passage.article_id for passages in question.evidence_any_of for passage in passages
    }
    if question.answerable and gold and len(chain.library.articles()) > len(gold):
        # A library that answers as Library does.
        without = cast(Library, Lacking(chain.library, gold))
        yield _row(name, question, _less(found, gold, without), chain, without, taken_away=True)


def _less(found: Found, gold: Collection[str], library: Library) -> Found:
    """Return what would have been found without some articles."""
    scored = [item for item in found.scored if item.sentence.article_id not in gold]
    candidates = tuple(c for c in found.retrieval.candidates if c.article_id not in gold)
    return replace(
        found,
        scored=scored,
        statements=[s for s in found.statements if s.article_id not in gold],
        retrieval=replace(found.retrieval, candidates=candidates),
        evidence=select(scored, library, Settings().evidence_tokens) if scored else [],
    )


def _row(
    name: str,
    question: Question,
    found: Found,
    chain: AnswerChain,
    library: Library,
    *,
    taken_away: bool = False,
) -> Row:
    seen = judge.signs(found.query, found.scored, found.statements, found.weights, library)
    signs = tuple(float(getattr(seen, feature)) for feature in judge.FEATURES)
    if chain.model is not None:
        says = generate.stated(found, library, chain.model)
        alone = judge.log_odds(judge.answerability(seen, None))
        signs = (alone, judge.log_odds(0.5 if says is None else says))
    return Row(
        set=name,
        id=question.id,
        answerable=question.answerable and not taken_away,
        taken_away=taken_away,
        signs=signs,
        threshold=judge.threshold(found.query, found.scored),
    )


def fit(rows: Sequence[Row]) -> Matrix:
    """Return bias and weights."""
    x = np.array([row.signs for row in rows])
    y = np.array([float(row.answerable) for row in rows])
    groups = [(row.set, row.answerable) for row in rows]
    balance = np.array([1 / groups.count(group) for group in groups])
    balance *= len(rows) / balance.sum()
    a = np.hstack([np.ones((len(x), 1)), x])
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


def cross_validated(rows: Sequence[Row]) -> Matrix:
    """Return each row's probability by weights that were fitted without its question's fold."""
    questions = sorted({(row.set, row.id) for row in rows})
    places = np.random.default_rng(0).permutation(len(questions)) % FOLDS
    fold_of = dict(zip(questions, places, strict=True))
    folds = np.array([fold_of[row.set, row.id] for row in rows])
    x, held_out = np.array([row.signs for row in rows]), np.zeros(len(rows))
    for fold in range(FOLDS):
        inside = [row for row, place in zip(rows, folds, strict=True) if place != fold]
        held_out[folds == fold] = predict(fit(inside), x[folds == fold])
    return held_out


def auc(scores: Matrix, y: Matrix) -> float:
    """Return how often an answerable question scores above an unanswerable one."""
    yes, no = scores[y == 1], scores[y == 0]
    wins = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return float(wins)


if __name__ == "__main__":
    main()
