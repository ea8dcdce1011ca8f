"""Two runs over the same questions: what differs, and by how much more than chance."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.questions.dataset import numbered_lines
from eval.scoring import stats
from eval.scoring.metrics import SHARE_NAMES, Scored, parts
from eval.scoring.stats import Difference, Part
from index.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made of one question."""

    id: str
    question: str
    verdict: str
    text: str
    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one run to another.

    Attributes:
        n: questions that both runs were asked.
        real: metrics whose difference stands after Holm's correction, at 5 % for all.
        flips: both outcomes of each question that turned.
    """

    before: str
    after: str
    n: int
    differences: Mapping[str, Difference]
    real: frozenset[str]
    flips: tuple[tuple[Outcome, Outcome], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "before": self.before,
            "after": self.after,
            "n": self.n,
            "differences": {
                name: {**asdict(d), "change": d.change, "real": name in self.real}
                for name, d in self.differences.items()
            },
            "flips": [{"id": a.id, "before": a.verdict, "after": b.verdict} for a, b in self.flips],
        }


def compare(
    before: Sequence[Outcome],
    after: Sequence[Outcome],
    *,
    names: tuple[str, str] = ("before", "after"),
    seed: int = stats.SEED,
) -> Comparison:
    """Compare two runs question by question; questions that only one was asked do not count.

    Args:
        before: of the one run.
        after: of the other.
        names: of the two, in that order.
        seed: of the bootstrap.

    Raises:
        UsageError: they share no question.
    """
    first = {outcome.id: outcome for outcome in before}
    pairs = [
        (first[o.id], o) for o in after if o.id in first and first[o.id].question == o.question
    ]
    if not pairs:
        raise UsageError(
            f"The runs {names[0]} and {names[1]} share no question; compare runs of one set."
        )
    differences: dict[str, Difference] = {}
    for name in SHARE_NAMES:
        one, other = (
            {o.id: o.parts[name] for o in run if name in o.parts}
            for run in zip(*pairs, strict=True)
        )
        if (found := stats.difference(one, other, seed=seed)) is not None:
            differences[name] = found
    return Comparison(
        before=names[0],
        after=names[1],
        n=len(pairs),
        differences=differences,
        real=frozenset(stats.stands({name: d.p for name, d in differences.items()})),
        flips=tuple((a, b) for a, b in pairs if a.verdict != b.verdict),
    )


def outcomes(rows: Sequence[Scored]) -> list[Outcome]:
    """Return what a run that was just made gave."""
    return [
        Outcome(
            id=row.question.id,
            question=row.question.question,
            verdict=row.score.verdict,
            text=str(row.reply.answer.get("text") or ""),
            parts=parts(row),
        )
        for row in rows
    ]


def read_record(path: Path) -> list[Outcome]:
    """Read a run's record, also one that a stop left incomplete.

    Raises:
        UsageError: it cannot be read, or is no record.
    """
    found = []
    for number, line in numbered_lines(path):
        try:
            found.append(_outcome(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                f"{path}, line {number} is no line of a run's record; name a .jsonl that "
                "`tradewire eval` wrote."
            ) from error
    if not found:
        raise UsageError(f"The record {path} is empty; name one of a run that began.")
    return found


def _outcome(line: Mapping[str, Any]) -> Outcome:
    return Outcome(
        id=str(line["id"]),
        question=str(line["question"]["question"]),
        verdict=str(line["verdict"]),
        text=str(line["answer"].get("text") or ""),
        parts={name: (float(part[0]), float(part[1])) for name, part in line["parts"].items()},
    )
