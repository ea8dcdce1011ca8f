"""Is a sentence supported by its passages? Cheap checks, each with a reason a reader can follow.

First what no wording excuses: quotations letter by letter and by the right speaker, figures with
their unit, names, who does what, before and after, up and down, no and maybe. What passes is
weighed: how much of it one or two sentences hold, whether it was spliced, and how near its meaning
is. The weights are fitted by ``eval.fitting.support`` on sentences that people have judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.text.words import figures, names, normal, word_coverage
from rag.checks.amounts import misrounded, of_another, other_way, turned_figure
from rag.checks.claim import Case, in_sentences
from rag.checks.features import Grounds, Similarity, grounds
from rag.checks.figures import foreign_day, foreign_figure, foreign_name, other_unit
from rag.checks.modality import hardened, unconditional
from rag.checks.negation import negated
from rag.checks.quantifiers import overstated, promoted
from rag.checks.quotations import foreign_quote, wrong_speaker
from rag.checks.relations import opposite, swapped_end, swapped_order, swapped_subject

Verifier = Callable[[str, str], float | None]
"""Probability that a text supports a sentence, as a language or fact-check model judges it; None
where it cannot tell."""

CHECKS: tuple[Callable[[Case], str | None], ...] = (
    foreign_quote,
    wrong_speaker,
    foreign_figure,
    foreign_day,
    other_unit,
    misrounded,
    other_way,
    of_another,
    turned_figure,
    foreign_name,
    swapped_subject,
    swapped_end,
    swapped_order,
    opposite,
    negated,
    hardened,
    unconditional,
    overstated,
    promoted,
)
# Where the two kinds of error weigh the same in words copied and in words of one's own.
MIN_SCORE = 0.45
# A few sentences chosen for a claim leave less to splice from, and what is drafted over them is
# shorter than the sentences that the weights were fitted on.
MIN_SCORE_CHOSEN, FEW = 0.40, 6
MIN_COVERAGE = 0.5
MIN_SIMILARITY = 0.45
# A sentence made of the passages' own words alone may be worded far from theirs.
MIN_SIMILARITY_OWN_WORDS = 0.2
_NEARLY_ALL = 0.9
# Bias, then ``features.FEATURES``; with meaning, how much nearer than on one subject as well.
WITH_MEANING = (-3.51, 1.71, 1.36, 1.02, -1.73, 5.35)
WORDS_ALONE = (-3.24, 2.15, 0.95, 1.13, -1.87)
# From here on a model's yes to a sentence with a figure counts.
AGREED = 0.8
# What fails a check is seldom supported after all; this keeps its score below the others'.
_FAILED = 0.4
# Above, hardly any opinion changes the verdict, and a language model takes a second for one.
_DOUBTFUL = (0.1, 0.6)


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
    similarity: Similarity | None,
    background: str = "",
    given: str = "",
    verifier: Verifier | None = None,
) -> Support:
    """Check one sentence against passages, which may be sentences or whole articles.

    Without ``similarity`` words alone decide, and the reasons say so.

    Args:
        claim: the sentence.
        passages: what it must rest on, as they stand in the articles.
        similarity: cosine of the claim to its nearest passage; None where there is no embedder.
        background: text in which names and dates may be explained (the whole article: "Li" is
            Li Chenggang there), but which supports nothing by itself.
        given: the question answered; its words need not stand in the passages again.
        verifier: a model that is asked about doubtful sentences only.
    """
    case = Case(claim=claim, passages=tuple(passages), background=background)
    known = " ".join((*names(background), case.explained))
    found = grounds(claim, passages, names_in=known, given=given)
    covered = word_coverage(claim, "\n".join((*passages, known)), given)
    # What stands there as it is cannot be misread: the strict checks compare words of one's own.
    verbatim = _stands_there(claim, passages)
    if not verbatim and (failures := unexcused(case, covered)):
        return _failed(found, failures)
    near = similarity(claim, found.nearest) if similarity and found.nearest else None
    if near is not None and not verbatim and is_far(near, covered):
        return _failed(found, [f"its meaning is {near:.2f} from the nearest passage"])
    score = _score(found, near)
    reasons = [
        f"{covered:.0%} of its words, and all its figures, names and quotations, stand there"
    ]
    if near is None:
        reasons.append("its meaning was not compared: there is no embedding model here")
    doubtful = _DOUBTFUL[0] < score < _DOUBTFUL[1]
    if verifier and doubtful and (says := verifier(claim, "\n".join(found.nearest))) is not None:
        # A small model agrees readily with a figure: below, its opinion lifts none.
        counts_for = says if says >= AGREED or not figures(claim) else min(says, score)
        score = (score + counts_for) / 2
        reasons.append(f"asked whether they say so, a model is {says:.0%} sure")
    supported = score >= (MIN_SCORE_CHOSEN if found.choice <= FEW else MIN_SCORE)
    if not supported:
        reasons = [_what_is_weak(found, covered, near), *reasons[1:]]
    return Support(supported=supported, score=round(score, 3), reasons=reasons)


def _stands_there(claim: str, passages: Sequence[str]) -> bool:
    """Tell whether each sentence of a claim is, but for its marks, a whole sentence of the passages."""
    stated, held = map(_bare, in_sentences([claim])), set(map(_bare, in_sentences(passages)))
    return bool(claim.strip(" .")) and all(sentence in held for sentence in stated)


def _bare(sentence: str) -> str:
    return normal(sentence).strip(" .")


def unexcused(case: Case, covered: float) -> list[str]:
    """Return what no wording excuses.

    Args:
        case: a claim with its passages.
        covered: the share of its words that they hold.
    """
    failures = [reason for check in CHECKS if (reason := check(case))]
    if covered < MIN_COVERAGE:
        failures.append(f"only {covered:.0%} of its words stand in the passages")
    return failures


def is_far(near: float, covered: float) -> bool:
    """Tell whether the nearest passage is on another subject.

    Args:
        near: cosine of the claim to its nearest passage.
        covered: the share of its words that the passages hold.
    """
    return near < (MIN_SIMILARITY if covered < _NEARLY_ALL else MIN_SIMILARITY_OWN_WORDS)


def _failed(found: Grounds, failures: list[str]) -> Support:
    score = _FAILED * _score(found, None) / len(failures)
    return Support(supported=False, score=round(score, 3), reasons=failures)


def _score(found: Grounds, near: float | None) -> float:
    bias, *weights = WORDS_ALONE if near is None else WITH_MEANING
    row = zip(weights, found.row(near), strict=True)
    return 1 / (1 + math.exp(-bias - sum(w * x for w, x in row)))


def _what_is_weak(found: Grounds, covered: float, near: float | None) -> str:
    if found.missing:
        return f"{found.missing} of its words stand nowhere in the passages"
    if found.spliced:
        return (
            f"its words stand there, but {found.spliced:.0%} of it in other sentences than the rest"
        )
    if near is not None and near < MIN_SIMILARITY:
        return f"its words stand there, but its meaning is {near:.2f} from the nearest sentence"
    runs = f"only {found.copied:.0%} of its runs of three words"
    return f"{covered:.0%} of its words stand there, but put together anew: {runs}"
