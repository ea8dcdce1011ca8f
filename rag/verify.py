"""Is a sentence supported by its passages? Cheap checks, each with a reason a reader can follow.

First what no wording excuses: quotations letter by letter and by the right speaker, figures with
their unit, names, who does what, before and after, up and down, no and maybe. What passes is
weighed: how much of it the passages hold, in how long runs, and how near its meaning is. The
weights are fitted by ``eval.fit_support`` on sentences that people have judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.case import Case
from rag.check_facts import foreign_figure, foreign_name, other_unit
from rag.check_quotes import foreign_quote, wrong_speaker
from rag.check_sense import hardened, negated, opposite, swapped_order, swapped_subject
from rag.grounds import Grounds, Similarity, grounds
from rag.meaning import default_similarity
from rag.overlap import word_coverage
from rag.words import names

Verifier = Callable[[str, str], float]
"""Probability that a text supports a sentence, as a bigger model judges it."""

CHECKS: tuple[Callable[[Case], str | None], ...] = (
    foreign_quote,
    wrong_speaker,
    foreign_figure,
    other_unit,
    foreign_name,
    swapped_subject,
    swapped_order,
    opposite,
    negated,
    hardened,
)
# Where the two kinds of error weigh the same in words copied and in words of one's own.
MIN_SCORE = 0.45
# A few sentences chosen for a claim: measured over the six nearest of each article, of the
# sentences given 0.4 to 0.5 half are supported, of those below a third.
MIN_SCORE_CHOSEN, FEW = 0.40, 6
MIN_COVERAGE = 0.5
MIN_SIMILARITY = 0.45
# A sentence made of the passages' own words alone may be worded far from theirs.
MIN_SIMILARITY_OWN_WORDS = 0.2
_NEARLY_ALL = 0.9
# Bias, then ``grounds.FEATURES``; with meaning, the similarity as well.
WITH_MEANING = (-5.23, -2.12, 2.43, 1.85, 0.26, -0.48, 1.32, -0.54, 1.14, 2.56)
WORDS_ALONE = (-4.57, -1.84, 3.11, 1.94, 0.39, -0.61, 1.99, -0.54, 1.36)
# What fails a check is seldom supported after all; this keeps its score below the others'.
_FAILED = 0.4
_DOUBTFUL = (0.1, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The verdict on one sentence.

    Attributes:
        supported: whether it may be shown.
        score: 0 to 1, how likely it is that the passages say it: of sentences given 0.9, nine in
            ten are supported, where supported and unsupported ones are about as many.
        reasons: what spoke for or against it, one phrase each.
    """

    supported: bool
    score: float
    reasons: list[str]


def check_support(
    claim: str,
    passages: Sequence[str],
    *,
    background: str = "",
    given: str = "",
    similarity: Similarity | None = None,
    verifier: Verifier | None = None,
) -> Support:
    """Check one sentence against passages, which may be sentences or whole articles.

    Without ``similarity`` the meaning is compared by the default embedder, which is loaded at
    the first call that needs it. Where its weights are missing, words alone decide, and the
    reasons say so; nothing is fetched.

    Args:
        claim: the sentence.
        passages: what it must rest on, as they stand in the articles.
        background: text in which names and dates may be explained (the whole article: "Li" is
            Li Chenggang there), but which supports nothing by itself.
        given: the question answered; its words need not stand in the passages again.
        similarity: cosine of the claim to its nearest passage, if there is an embedder.
        verifier: a bigger model, asked about doubtful sentences only.
    """
    case = Case(claim=claim, passages=tuple(passages), background=background)
    known = " ".join(names(background))
    found = grounds(claim, case.passages, names_in=known, given=given)
    covered = word_coverage(claim, f"{case.whole}\n{known}", given)
    failures = [reason for check in CHECKS if (reason := check(case))]
    if covered < MIN_COVERAGE:
        failures.append(f"only {covered:.0%} of its words stand in the passages")
    if failures:
        return _failed(found, failures)
    similarity = similarity or default_similarity()
    near = similarity(claim, found.nearest) if similarity and found.nearest else None
    if near is not None and near < _least_similarity(covered):
        return _failed(found, [f"its meaning is {near:.2f} from the nearest passage"])
    score = _score(found, near)
    reasons = [
        f"{covered:.0%} of its words, and all its figures, names and quotations, stand there"
    ]
    if near is None:
        reasons.append("its meaning was not compared: there is no embedding model here")
    if verifier is not None and _DOUBTFUL[0] < score < _DOUBTFUL[1]:
        says = verifier(claim, "\n".join(found.nearest))
        score = (score + says) / 2
        reasons.append(f"the verifier is {says:.0%} sure")
    supported = score >= (MIN_SCORE_CHOSEN if found.choice <= FEW else MIN_SCORE)
    if not supported:
        reasons = [_what_is_weak(found, covered, near), *reasons[1:]]
    return Support(supported=supported, score=round(score, 3), reasons=reasons)


def _failed(found: Grounds, failures: list[str]) -> Support:
    score = _FAILED * _score(found, None) / len(failures)
    return Support(supported=False, score=round(score, 3), reasons=failures)


def _least_similarity(covered: float) -> float:
    return MIN_SIMILARITY if covered < _NEARLY_ALL else MIN_SIMILARITY_OWN_WORDS


def _score(found: Grounds, near: float | None) -> float:
    row = [1.0, *found.row(), *([] if near is None else [near])]
    weights = WORDS_ALONE if near is None else WITH_MEANING
    return 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, row, strict=True))))


def _what_is_weak(found: Grounds, covered: float, near: float | None) -> str:
    if found.missing:
        return f"{found.missing:.0f} of its words stand nowhere in the passages"
    if near is not None and near < MIN_SIMILARITY:
        return f"its words stand there, but its meaning is {near:.2f} from the nearest sentence"
    return (
        f"{covered:.0%} of its words stand there, but put together anew: only "
        f"{found.copied:.0%} of its runs of three words"
    )
