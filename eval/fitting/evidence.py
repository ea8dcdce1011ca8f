"""Fit what speaks for a sentence as evidence: ``python -m eval.fitting.evidence SET:INDEX …``.

Each question gives a ranking to learn from: its gold sentences should come before the others
that were retrieved. The weights maximise the probability that a draw by exp(5 · score) takes a
gold one (listwise softmax, Cao et al. 2007), with an L2 penalty; figures are from five folds,
each ranked by weights that were fitted without it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.questions.dataset import Question
from eval.questions.readers import read_set
from eval.scoring.ranking import gold_sets, gold_spans, renamed, shares
from rag.build import build_chain
from rag.chain import AnswerChain
from rag.evidence.select import CHARACTERS_PER_TOKEN, WEIGHTS
from rag.request import asked_from
from rag.settings import Settings

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Order = npt.NDArray[np.intp]
SHARPNESS, PENALTY, STEPS, RATE, FOLDS = 5.0, 0.01, 2_000, 0.05, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One question's retrieved sentences: a row of signs each, which are gold, how long each is."""

    signs: Floats
    gold: Bools
    tokens: Floats
    weight: float


def main() -> None:
    """Fit on the sets named, print weights and figures."""
    parser = argparse.ArgumentParser(description="Fit the weights of rag/evidence/select.py.")
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS:INDEX")
    parser.add_argument("--alias", action="append", default=[], metavar="GOLD=INDEXED",
                        help="an article's id in the set and in the index")  # fmt: skip
    parser.add_argument("--budget", type=int, default=300)
    arguments = parser.parse_args()
    aliases = dict(pair.split("=", 1) for pair in arguments.alias)
    sets = []
    for pair in arguments.sets:
        path, _, index = pair.rpartition(":")
        chain = build_chain(Settings(index=Path(index), mode="extractive"))
        found = _rankings(read_set(Path(path)).questions, chain, aliases)
        sets.append((Path(path).stem, found))
    every = [ranking for _name, found in sets for ranking in found]
    weights = fit(every)
    for name, weight in zip(WEIGHTS, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    held_out = iter(_held_out(every))
    in_use = np.array(list(WEIGHTS.values()))
    for name, found in sets:
        orders = list(islice(held_out, len(found)))
        shares = [inside(r, o, arguments.budget) for r, o in zip(found, orders, strict=True)]
        first = np.mean([r.gold[o[0]] for r, o in zip(found, orders, strict=True)])
        now = [inside(r, _order(r, in_use), arguments.budget) for r in found]
        print(
            f"{name}: gold within {arguments.budget} tokens {np.mean(shares):.3f} held out, "
            f"{np.mean(now):.3f} with the weights in use; first {first:.3f}; n = {len(found)}"
        )


def _rankings(
    questions: Sequence[Question], chain: AnswerChain, aliases: dict[str, str]
) -> list[Ranking]:
    """Return a ranking for each question with gold evidence; all of a set weigh as much as 100."""
    library = chain.library
    asked = [q for q in questions if q.answerable and gold_sets(q)]
    found = []
    for question in asked:
        turn = asked_from({"question": question.question, "history": question.history})
        scored = chain.found(turn).scored
        named = renamed(question, lambda id_: library.original_of(aliases.get(id_, id_)))
        spans = gold_spans(named, lambda id_: library.article(id_).text).values()
        found.append(
            Ranking(
                signs=np.array([[s.signs[name] for name in WEIGHTS] for s in scored]),
                gold=np.array([any(shares(span, s.sentence) for span in spans) for s in scored]),
                tokens=np.array([len(s.sentence.text) / CHARACTERS_PER_TOKEN for s in scored]),
                weight=100 / len(asked),
            )
        )
    return found


def fit(rankings: Sequence[Ranking]) -> Floats:
    """Return a weight per sign, by gradient descent with momentum."""
    learnt = [r for r in rankings if r.gold.any()]
    total = sum(r.weight for r in learnt)
    x = np.concatenate([r.signs for r in learnt])
    gold = np.concatenate([r.gold for r in learnt]).astype(np.float64)
    sizes = [len(r.gold) for r in learnt]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(learnt)), sizes)
    share = np.array([r.weight for r in learnt])[owner] / total
    w = np.zeros(x.shape[1])
    speed = np.zeros_like(w)
    for _ in range(STEPS):
        z = SHARPNESS * (x @ w)
        e = np.exp(z - np.maximum.reduceat(z, starts)[owner])
        drawn = e / np.add.reduceat(e, starts)[owner]
        wanted = e * gold / (np.add.reduceat(e * gold, starts)[owner] + 1e-12)
        gradient = SHARPNESS * (x.T @ ((drawn - wanted) * share)) + 2 * PENALTY * w
        speed = 0.9 * speed - RATE * gradient
        w = w + speed
    return np.asarray(w)


def inside(ranking: Ranking, order: Order, budget: int) -> bool:
    """Tell whether a gold sentence is among the first ones that fit the budget.

    Args:
        ranking: of one question.
        order: its sentences' places, best first.
        budget: in tokens; the first sentence always fits.
    """
    used = 0.0
    for place in order:
        used += ranking.tokens[place] + 1
        if used > budget and used > ranking.tokens[place] + 1:
            return False
        if ranking.gold[place]:
            return True
    return False


def _order(ranking: Ranking, weights: Floats) -> Order:
    return np.argsort(-(ranking.signs @ weights), kind="stable")


def _held_out(rankings: Sequence[Ranking]) -> list[Order]:
    folds = np.random.default_rng(0).permutation(len(rankings)) % FOLDS
    found: dict[int, Order] = {}
    for fold in range(FOLDS):
        weights = fit([r for r, f in zip(rankings, folds, strict=True) if f != fold])
        for place in np.flatnonzero(folds == fold).tolist():
            found[place] = _order(rankings[place], weights)
    return [found[place] for place in range(len(rankings))]


if __name__ == "__main__":
    main()
