"""Every metric of a run, each a function with its formula; all of them without a judge.

A share is what its questions add up to: every function returns one question's part of the
numerator and of the denominator, or None where the question does not count. So a run's value,
its interval and the comparison with another run all come from the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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


def accuracy(row: Scored) -> Part | None:
    """Return sure and correct answers ÷ answerable questions (every required fact, none forbidden)."""
    return _flag(row.score.verdict == "correct") if row.question.answerable else None


def refusal_recall(row: Scored) -> Part | None:
    """Return not answered for sure, or the false premise corrected, ÷ unanswerable questions."""
    if row.question.answerable:
        return None
    return _flag(row.score.verdict in {"correct", "closest"})


def helpful(row: Scored) -> Part | None:
    """Return answers shown, for sure or as the closest sentences, ÷ answerable questions."""
    if not row.question.answerable:
        return None
    shown = row.score.verdict == "closest" and not row.score.missing and not row.score.forbidden
    return _flag(shown or row.score.verdict == "correct")


def false_refusal(row: Scored) -> Part | None:
    """Return declined ÷ answerable questions."""
    return _flag(row.score.verdict == "false_refusal") if row.question.answerable else None


def wrong(row: Scored) -> Part:
    """Return answered for sure, but not rightly, ÷ all questions."""
    return _flag(row.score.verdict == "wrong")


def citation_exact(row: Scored) -> Part:
    """Return citations whose words stand exactly where they say ÷ citations."""
    return _flags(row.score.citations)


def quote_exact(row: Scored) -> Part:
    """Return quotations that a cited article has, to the letter, ÷ quotations shown."""
    return _flags(row.score.quotes)


def citation_recall(row: Scored) -> Part:
    """Return sentences that their citations together carry ÷ sentences (ALCE, Gao et al. 2023)."""
    return _flags([sentence.supported for sentence in row.sentences])


def citation_precision(row: Scored) -> Part:
    """Return citations that carry their sentence or are needed for it ÷ citations (ALCE)."""
    return _flags([flag for sentence in row.sentences for flag in sentence.precise])


def speaker(row: Scored) -> Part | None:
    """Return quotations asked for and shown under the right name ÷ answered quote questions."""
    return None if row.score.speaker is None else _flag(row.score.speaker)


def retrieved(row: Scored) -> Part | None:
    """Return questions with a gold article among all those found ÷ questions with gold."""
    return None if row.score.retrieved is None else _flag(row.score.retrieved)


def exact(row: Scored) -> Part | None:
    """Return answers that are a reference to the word ÷ questions with short references (SQuAD)."""
    if not row.question.references:
        return None
    return _flag(exact_match(_text(row), row.question.references))


def f1(row: Scored) -> Part | None:
    """Return the mean token F1 with the best short reference (SQuAD)."""
    if not row.question.references:
        return None
    return (token_f1(_text(row), row.question.references), 1.0)


SHARES: dict[str, Callable[[Scored], Part | None]] = {
    "accuracy": accuracy,
    "helpful": helpful,
    "refusal_recall": refusal_recall,
    "false_refusal": false_refusal,
    "wrong": wrong,
    "citation_exact": citation_exact,
    "quote_exact": quote_exact,
    "citation_recall": citation_recall,
    "citation_precision": citation_precision,
    "speaker": speaker,
    "retrieved": retrieved,
    "exact_match": exact,
    "token_f1": f1,
}
NUMBERS: dict[str, Callable[[Scored], float | None]] = {
    "latency": lambda row: _time(row, "total"),
    "first_sentence": lambda row: _time(row, "first_sentence"),
    "first_token": lambda row: _time(row, "first_token"),
    "answer_words": lambda row: float(len(without_markers(_text(row)).split())),
    "prompt_tokens": lambda row: (row.reply.tokens or {}).get("prompt"),
    "completion_tokens": lambda row: (row.reply.tokens or {}).get("completion"),
}


def parts(row: Scored) -> dict[str, Part]:
    """Return what a question adds to every share it counts in."""
    found = {name: part for name, of in SHARES.items() if (part := of(row)) and part[1]}
    for prefix, measured in (("", row.articles), ("span_", row.spans)):
        found |= {f"{prefix}{name}": (value, 1.0) for name, value in (measured or {}).items()}
    return found


def summarise(rows: Sequence[Scored], *, seed: int = stats.SEED) -> dict[str, Estimate]:
    """Return every metric over some rows; undefined ones have the value None and n = 0.

    Shares are those of this module and, by gold article and (``span_…``) by gold span, those of
    ``eval.scoring.ranking``. ``latency_…_ms`` is the whole answer, ``first_…`` the first checked
    sentence and the model's first word, all from the question on; ``answer_words``, tokens: medians.
    ``aurc``: see ``risk_coverage``.

    Args:
        rows: of one system.
        seed: of the bootstrap.
    """
    every = [parts(row) for row in rows]
    names = [*SHARES, *MEASURES, *(f"span_{name}" for name in MEASURES)]
    found = {name: stats.share([p[name] for p in every if name in p], seed=seed) for name in names}
    values = {name: _values(rows, name) for name in NUMBERS}
    return found | {
        "aurc": _aurc(rows, seed),
        "latency_p50_ms": stats.median(values["latency"], seed=seed),
        "latency_p95_ms": stats.p95(values["latency"], seed=seed),
        "first_sentence_p50_ms": stats.median(values["first_sentence"], seed=seed),
        "first_token_p50_ms": stats.median(values["first_token"], seed=seed),
        "answer_words_p50": stats.median(values["answer_words"], seed=seed),
        "prompt_tokens_p50": stats.median(values["prompt_tokens"], seed=seed),
        "completion_tokens_p50": stats.median(values["completion_tokens"], seed=seed),
    }


def risk_coverage(rows: Sequence[Scored]) -> list[tuple[float, float]]:
    """Return (coverage, risk) as ever less sure answers are let through.

    Coverage = answers shown ÷ questions; risk = wrong ones ÷ answers shown (El-Yaniv & Wiener
    2010). The area under it, AURC, is the mean risk over these points (Geifman & El-Yaniv 2017).
    """
    shown = [row for row in rows if row.score.verdict in {"correct", "wrong"}]
    shown = [row for row in shown if not row.score.declined and _confidence(row) is not None]
    shown.sort(key=lambda row: -(_confidence(row) or 0.0))
    bad = np.cumsum([row.score.verdict == "wrong" for row in shown])
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


def _values(rows: Sequence[Scored], name: str) -> list[float]:
    return [float(value) for row in rows if (value := NUMBERS[name](row)) is not None]


def _confidence(row: Scored) -> float | None:
    value: Any = row.reply.answer.get("probability")
    return None if value is None else float(value)


def _time(row: Scored, name: str) -> float | None:
    value: Any = (row.reply.answer.get("timings_ms") or {}).get(name)
    return None if value is None else float(value)


def _text(row: Scored) -> str:
    return str(row.reply.answer.get("text") or "")


def _flag(right: bool) -> Part:
    return (float(right), 1.0)


def _flags(right: Sequence[bool]) -> Part:
    return (float(sum(right)), float(len(right)))
