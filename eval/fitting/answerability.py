"""Fit the probability that what would be shown is right: ``python -m eval.fitting.answerability``.

Every question of the sets is answered as if the gate were open; the label is whether that answer
is right by the set's own rule. Questions that the articles answer are asked once more as if the
articles that answer them were not there. Logistic regression (scikit-learn, L2, C = 1), folds by
question over all sets together.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from eval.questions.dataset import Question
from eval.questions.readers import read_set
from eval.scoring.answer_score import score
from index.library import Library
from index.text.words import stem, tokens
from rag.answering.from_evidence import own_words
from rag.build import build_chain
from rag.chain import AnswerChain
from rag.request import asked_from
from rag.settings import Settings
from rag.verdict import answerability
from rag.verdict.found import Found

Matrix = npt.NDArray[np.float64]
FOLDS = 10
# What is asked of an archive is mostly in it: so that a quarter of all has no answer.
TAKEN_AWAY = 0.15
# Signs that only the reader gives.
_READ = frozenset({"logit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question as the gate sees it.

    Attributes:
        taken_away: whether the articles that answer it were taken away.
        signs: by the names of ``answerability.FEATURES``.
        right: what would be shown is.
    """

    set: str
    id: str
    answerable: bool
    taken_away: bool
    signs: tuple[float, ...]
    right: bool


class Lacking:
    """A library that tells words as if some articles were not in it."""

    def __init__(self, library: Library, without: Collection[str]) -> None:
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
    """Fit on the sets named and print weights, figures and the curve."""
    parser = argparse.ArgumentParser(description="Fit the weights of rag/verdict/answerability.py.")
    parser.add_argument(
        "sets", nargs="+", metavar="QUESTIONS:INDEX", help="a question set and its index folder"
    )
    parser.add_argument("--limit", type=int, help="so many questions of each set, the first")
    arguments = parser.parse_args()
    rows: list[Row] = []
    for pair in arguments.sets:
        questions, _, index = pair.rpartition(":")
        chain = build_chain(Settings(index=Path(index), mode="extractive"))
        for question in read_set(Path(questions)).questions[: arguments.limit]:
            rows += _rows(questions, question, chain)
    print("WITH_READER =", _weights(rows, answerability.FEATURES))
    print("ALONE =", _weights(rows, [name for name in answerability.FEATURES if name not in _READ]))
    held_out = cross_validated(rows)
    judged = list(zip(rows, held_out.tolist(), strict=True))
    for name in dict.fromkeys(row.set for row in rows):
        print(f"{name}: {figures([(row, p) for row, p in judged if row.set == name])}")
    print(f"all: {figures(judged)}")
    print(*curve(judged), sep="\n")


def figures(judged: Sequence[tuple[Row, float]]) -> str:
    """Return the held-out AUC and what the shipped threshold lets through."""
    right = [row.right for row, _ in judged]
    area = roc_auc_score(right, [p for _, p in judged]) if len(set(right)) == 2 else float("nan")
    return f"AUC {area:.3f}; at {answerability.SURE}: {_at(judged, answerability.SURE)}"


def curve(judged: Sequence[tuple[Row, float]]) -> Iterator[str]:
    """Yield, threshold by threshold, what is answered for sure and how much of that is wrong."""
    for threshold in np.arange(0.3, 0.95, 0.05):
        yield f"{threshold:.2f}: {_at(judged, float(threshold))}"


def _at(judged: Sequence[tuple[Row, float]], threshold: float) -> str:
    asked = [(row, p >= threshold) for row, p in judged if not row.taken_away]
    answerable = [(row, sure) for row, sure in asked if row.answerable]
    others = [sure for row, sure in asked if not row.answerable]
    right = sum(sure and row.right for row, sure in answerable) / max(1, len(answerable))
    wrong = sum(sure and not row.right for row, sure in asked) / max(1, len(asked))
    return (
        f"sure and right {right:.2f} of the answerable, wrong {wrong:.2f} of all, "
        f"sure on {sum(others) / max(1, len(others)):.2f} of the unanswerable"
    )


def _rows(name: str, question: Question, chain: AnswerChain) -> Iterator[Row]:
    asked = asked_from({"question": question.question, "history": question.history})
    found = chain.found(asked)
    yield _row(name, question, found, chain.library)
    gold = {p.article_id for p in {*question.evidence}.union(*question.evidence_any_of)}
    if question.answerable and gold and len(chain.library.articles()) > len(gold):
        # A library that answers as Library does.
        without = cast(Library, Lacking(chain.library, gold))
        yield _row(name, question, _less(found, gold), without, taken_away=True)


def _less(found: Found, gold: Collection[str]) -> Found:
    """Return what would have been found without some articles."""
    candidates = tuple(c for c in found.retrieval.candidates if c.article_id not in gold)
    return replace(
        found,
        scored=[item for item in found.scored if item.sentence.article_id not in gold],
        statements=[s for s in found.statements if s.article_id not in gold],
        retrieval=replace(found.retrieval, candidates=candidates),
    )


def _row(
    name: str, question: Question, found: Found, library: Library, *, taken_away: bool = False
) -> Row:
    seen = answerability.signs(found.query, found.scored, found.statements, found.weights, library)
    shown = " ".join(checked.text for checked in own_words(found))
    answer = {"status": "answered", "text": shown}
    verdict = score(question, answer, lambda id_: library.article(id_).text).verdict
    return Row(
        set=name,
        id=question.id,
        answerable=question.answerable and not taken_away,
        taken_away=taken_away,
        signs=tuple(answerability.values(seen)),
        right=question.answerable and verdict == "correct",
    )


def fit(rows: Sequence[Row], names: Sequence[str] = answerability.FEATURES) -> LogisticRegression:
    """Return the model over some of the signs.

    Args:
        rows: of all sets.
        names: of the signs that are used.
    """
    weights = [TAKEN_AWAY if row.taken_away else 1.0 for row in rows]
    model = LogisticRegression(C=1.0, max_iter=2000)
    return model.fit(_columns(rows, names), [row.right for row in rows], sample_weight=weights)


def cross_validated(rows: Sequence[Row]) -> Matrix:
    """Return each row's probability by weights that were fitted without its question's fold."""
    groups = [f"{row.set} {row.id}" for row in rows]
    held_out = np.zeros(len(rows))
    for inside, outside in GroupKFold(FOLDS).split(rows, groups=groups):
        model = fit([rows[i] for i in inside])
        x = _columns([rows[i] for i in outside], answerability.FEATURES)
        held_out[outside] = model.predict_proba(x)[:, 1]
    return held_out


def _weights(rows: Sequence[Row], names: Sequence[str]) -> tuple[float, ...]:
    """Return the bias and a weight for every sign, 0 for those left out."""
    model = fit(rows, names)
    by_name = dict(zip(names, model.coef_[0], strict=True))
    found = [model.intercept_[0], *(by_name.get(name, 0.0) for name in answerability.FEATURES)]
    return tuple(round(float(weight), 2) for weight in found)


def _columns(rows: Sequence[Row], names: Sequence[str]) -> Matrix:
    places = [answerability.FEATURES.index(name) for name in names]
    return np.array([[row.signs[place] for place in places] for row in rows])


if __name__ == "__main__":
    main()
