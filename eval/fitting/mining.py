"""Sentences that look like an answer: the nearest by BM25, in the question's text and in others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from eval.fitting.groups import Candidate, Group
from rag.reader.inputs import Passage

K1, B = 1.2, 0.75
MOST, RIGHT, NEIGHBOURS, RANDOM = 10, 3, 2, 1
BLOCK, FEW = 512, 1000


class Nearest:
    """BM25 over the sentences of one set (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75)."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = list({p.sentence: p for p in passages}.values())
        # A word of every tenth sentence finds nothing, and makes the product slow.
        common = 0.1 if len(self.passages) > FEW else 1.0
        self._words = CountVectorizer(stop_words="english", max_df=common, token_pattern=r"\w+")
        counts = self._words.fit_transform([p.sentence for p in self.passages]).tocsr()
        counts = counts.astype(np.float32)
        held = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log(1 + (counts.shape[0] - held + 0.5) / (held + 0.5)).astype(np.float32)
        length = np.asarray(counts.sum(axis=1)).ravel()
        norm = K1 * (1 - B + B * length / max(length.mean(), 1e-6))
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        counts.data = rarity[counts.indices] * counts.data * (K1 + 1) / (counts.data + norm[rows])
        self._weights: csr_matrix = counts.T.tocsr()

    def of(self, questions: Sequence[str], most: int) -> list[list[Passage]]:
        """Return the nearest passages of each question, best first.

        Args:
            questions: any number.
            most: passages of each.
        """
        asked = self._words.transform(questions)
        found: list[list[Passage]] = []
        for at in range(0, len(questions), BLOCK):
            scores = (asked[at : at + BLOCK] @ self._weights).tocsr()
            for row in range(scores.shape[0]):
                ids = scores.indices[scores.indptr[row] : scores.indptr[row + 1]]
                values = scores.data[scores.indptr[row] : scores.indptr[row + 1]]
                best = ids[np.argsort(-values, kind="stable")[:most]]
                found.append([self.passages[i] for i in best])
        return found


def with_mined(groups: Sequence[Group], rng: random.Random, mined: int) -> list[Group]:
    """Return the groups of one set, each with few candidates that are hard to tell from answers.

    Of its own text: the answers, what is known to tempt, their neighbours, what BM25 finds nearest,
    one at random; of the set's other texts, in which the answer is not, the ``mined`` nearest.

    Args:
        groups: of one set.
        rng: draws the one at random.
        mined: how many of other texts.
    """
    every = [c.passage for g in groups for c in g.candidates]
    nearest = Nearest(every).of([g.question for g in groups], 40)
    return [_with(g, near, rng, mined) for g, near in zip(groups, nearest, strict=True)]


def _with(group: Group, near: Sequence[Passage], rng: random.Random, mined: int) -> Group:
    own = {c.passage.sentence: at for at, c in enumerate(group.candidates)}
    right = [at for at, c in enumerate(group.candidates) if c.answers]
    wrong = [at for at, c in enumerate(group.candidates) if not c.answers]
    beside = [at for r in right[:1] for at in (r - 1, r + 1) if at in wrong][:NEIGHBOURS]
    ranked = [own[p.sentence] for p in near if p.sentence in own and own[p.sentence] in wrong]
    if len(ranked) < len(wrong) <= MOST:
        ranked += wrong
    drawn = rng.sample(wrong, min(RANDOM, len(wrong)))
    room = MOST - min(len(right), RIGHT)
    tempting = [at for at in wrong if group.candidates[at].tempts]
    chosen = list(dict.fromkeys([*tempting, *ranked[: room - 3], *beside, *drawn, *ranked]))[:room]
    others = [p for p in near if p.sentence not in own][:mined]
    return replace(
        group,
        candidates=(
            *(group.candidates[at] for at in [*right[:RIGHT], *chosen]),
            *(Candidate(passage=p, answers=False) for p in others),
        ),
    )
