"""Every metric of a run, each with its formula; all of them without a judge.

A share is what its questions add up to: each formula gives one question's part of the numerator
and of the denominator, or None where it does not count. So a run's value, its interval and the
comparison with another run all come from the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.questions.dataset import Question
from eval.scoring import stats
from eval.scoring.answer_score import Score
from eval.scoring.citation_support import Attribution
from eval.scoring.ranking import MEASURES
from eval.scoring.stats import Estimate, Part
from eval.scoring.text_match import exact_match, token_f1, without_markers
from eval.types import Reply

RISK_RESAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One question with the reply it got and what that is worth.

    Attributes:
        sentences: each answer sentence against its citations.
        articles, spans: ranking measures by gold article and by gold span; None without gold.
        kept: the reply came from the cache.
    """

    question: Question
    reply: Reply
    score: Score
    sentences: tuple[Attribution, ...] = ()
    articles: dict[str, float] | None = None
    spans: dict[str, float] | None = None
    kept: bool = False


SHARES: dict[str, Callable[[Scored], Part | None]] = {
    # Sure and correct (every required fact, none forbidden) ÷ answerable questions.
    "accuracy": lambda row: _of(row.question.answerable, row.score.verdict == "correct"),
    # Answers shown, for sure or as the closest sentences ÷ answerable questions.
    "helpful": lambda row: _of(row.question.answerable, _shown(row.score)),
    # Not answered for sure, or the false premise corrected ÷ unanswerable questions.
    "refusal_recall": lambda row: _of(
        not row.question.answerable, row.score.verdict in {"correct", "closest"}
    ),
    # Declined ÷ answerable questions.
    "false_refusal": lambda row: _of(row.question.answerable, row.score.verdict == "false_refusal"),
    # Answered for sure, but not rightly ÷ all questions.
    "wrong": lambda row: _of(True, row.score.verdict == "wrong"),
    # Citations whose words stand exactly where they say ÷ citations.
    "citation_exact": lambda row: _flags(row.score.citations),
    # Quotations that a cited article has, to the letter ÷ quotations shown.
    "quote_exact": lambda row: _flags(row.score.quotes),
    # Sentences that their citations together carry ÷ sentences (ALCE, Gao et al. 2023).
    "citation_recall": lambda row: _flags([s.supported for s in row.sentences]),
    # Citations that carry their sentence or are needed for it ÷ citations (ALCE).
    "citation_precision": lambda row: _flags([yes for s in row.sentences for yes in s.precise]),
    # Quotations asked for and shown under the right name ÷ answered quote questions.
    "speaker": lambda row: _of(row.score.speaker is not None, bool(row.score.speaker)),
    # Questions with a gold article among all those found ÷ questions with gold.
    "retrieved": lambda row: _of(row.score.retrieved is not None, bool(row.score.retrieved)),
    # Answers that are a reference to the word ÷ questions with short references (SQuAD).
    "exact_match": lambda row: _of(
        bool(row.question.references), exact_match(_text(row), row.question.references)
    ),
    # The mean token F1 with the best short reference (SQuAD).
    "token_f1": lambda row: _of(
        bool(row.question.references), token_f1(_text(row), row.question.references)
    ),
}
# Medians, and a 95th percentile: of the whole answer, the first checked sentence and the model's
# first word, all from the question on; of words and tokens.
NUMBERS: dict[str, Callable[[Scored], float | None]] = {
    "latency_p50_ms": lambda row: _time(row, "total"),
    "latency_p95_ms": lambda row: _time(row, "total"),
    "first_sentence_p50_ms": lambda row: _time(row, "first_sentence"),
    "first_token_p50_ms": lambda row: _time(row, "first_token"),
    "answer_words_p50": lambda row: len(without_markers(_text(row)).split()),
    "prompt_tokens_p50": lambda row: (row.reply.tokens or {}).get("prompt"),
    "completion_tokens_p50": lambda row: (row.reply.tokens or {}).get("completion"),
}


# Those above, and the ranking measures by gold article and by gold span.
SHARE_NAMES = (*SHARES, *MEASURES, *(f"span_{name}" for name in MEASURES))


def parts(row: Scored) -> dict[str, Part]:
    """Return what a question adds to every share it counts in."""
    found = {name: part for name, of in SHARES.items() if (part := of(row)) and part[1]}
    for prefix, measured in (("", row.articles), ("span_", row.spans)):
        found |= {f"{prefix}{name}": (value, 1.0) for name, value in (measured or {}).items()}
    return found


def summarise(rows: Sequence[Scored], *, seed: int = stats.SEED) -> dict[str, Estimate]:
    """Return every metric over some rows; undefined ones have the value None and n = 0.

    Shares are those of this module and, by gold article and (``span_…``) by gold span, those of
    ``eval.scoring.ranking``. ``aurc``: see ``risk_coverage``.

    Args:
        rows: of one system.
        seed: of the bootstrap.
    """
    every = [parts(row) for row in rows]
    found = {n: stats.share([p[n] for p in every if n in p], seed=seed) for n in SHARE_NAMES}
    numbers = {
        name: [float(value) for row in rows if (value := of(row)) is not None]
        for name, of in NUMBERS.items()
    }
    return {
        **found,
        "aurc": _aurc(rows, seed),
        **{
            name: (stats.p95 if "_p95" in name else stats.median)(values, seed=seed)
            for name, values in numbers.items()
        },
    }


def risk_coverage(rows: Sequence[Scored]) -> list[tuple[float, float]]:
    """Return (coverage, risk) as ever less sure answers are let through.

    Coverage = answers shown ÷ questions; risk = wrong ones ÷ answers shown (El-Yaniv & Wiener
    2010). The area under it, AURC, is the mean risk over these points (Geifman & El-Yaniv 2017).
    """
    shown = [
        (float(sure), row.score.verdict == "wrong")
        for row in rows
        if row.score.verdict in {"correct", "wrong"} and not row.score.declined
        if (sure := row.reply.answer.get("probability")) is not None
    ]
    shown.sort(key=lambda one: -one[0])
    bad = np.cumsum([wrong for _sure, wrong in shown])
    return [((i + 1) / len(rows), float(bad[i]) / (i + 1)) for i in range(len(shown))]


def _aurc(rows: Sequence[Scored], seed: int) -> Estimate:
    value = _area(rows)
    if value is None:
        return stats.NOTHING
    draw = np.random.default_rng(seed)
    picks = draw.integers(len(rows), size=(RISK_RESAMPLES, len(rows)))
    drawn = [a for pick in picks if (a := _area([rows[i] for i in pick])) is not None]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(value=value, low=float(low), high=float(high), n=len(risk_coverage(rows)))


def _area(rows: Sequence[Scored]) -> float | None:
    curve = risk_coverage(rows)
    return sum(risk for _coverage, risk in curve) / len(curve) if curve else None


def _shown(score: Score) -> bool:
    closest = score.verdict == "closest" and not score.missing and not score.forbidden
    return closest or score.verdict == "correct"


def _time(row: Scored, name: str) -> float | None:
    return (row.reply.answer.get("timings_ms") or {}).get(name)


def _text(row: Scored) -> str:
    return str(row.reply.answer.get("text") or "")


def _of(counts: bool, right: float) -> Part | None:
    """Return what a question adds to a share; None where it does not count."""
    return (float(right), 1.0) if counts else None


def _flags(right: Sequence[bool]) -> Part:
    return (float(sum(right)), float(len(right)))
