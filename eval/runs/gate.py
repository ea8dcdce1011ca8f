"""The gate before every change: outcomes on a fixed set, against those that were accepted.

Extractive outcomes are deterministic and pinned question by question. The language model's may
flip with the machine, so flips are listed, and only a drop beyond its interval fails. Run
``python -m eval.runs.gate``; ``--accept`` writes the outcomes down as the new ones.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.runs.suite import Plan, evaluate
from eval.scoring import stats
from rag.settings import Settings

ACCEPTED = Path(__file__).parents[1] / "data" / "accepted.json"
LLM_QUESTIONS, SEED = 16, 7
Verdicts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says of one mode.

    Attributes:
        flips: one line per question that turned.
        passed: nothing turned (extractive), or the drop lies within its interval (llm).
    """

    mode: str
    flips: tuple[str, ...]
    passed: bool


def check(mode: str, now: Verdicts, accepted: Verdicts) -> Verdict:
    """Compare the outcomes of a mode with the accepted ones.

    Args:
        mode: "extractive", where no question may turn, or "llm", where not more than chance.
        now: {question id: verdict}.
        accepted: the same, as written down.
    """
    turned = tuple(
        f"{id_}: {accepted.get(id_, 'new')} → {now.get(id_, 'gone')}"
        for id_ in sorted({*now, *accepted})
        if accepted.get(id_) != now.get(id_)
    )
    if mode == "extractive":
        return Verdict(mode=mode, flips=turned, passed=not turned)
    before, after = (
        stats.whole({id_: verdict == "correct" for id_, verdict in run.items()})
        for run in (accepted, now)
    )
    found = stats.difference(before, after)
    return Verdict(mode=mode, flips=turned, passed=found is not None and found.high >= 0)


def outcome(mode: str) -> dict[str, str]:
    """Return the verdict per question of the fixed set, asked anew."""
    limit = LLM_QUESTIONS if mode == "llm" else None
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(set="seeds", mode=mode, fresh=True, out=Path(folder), limit=limit, seed=SEED)
        finished = evaluate(plan, Settings(), lambda _line: None)
    return {row.question.id: row.score.verdict for row in finished.results[0].rows}


def accepted(mode: str) -> dict[str, str]:
    """Return the accepted verdicts of a mode."""
    found: dict[str, str] = json.loads(ACCEPTED.read_text(encoding="utf-8"))[mode]
    return found


def main() -> None:
    """Check both modes, or accept what they give now."""
    parser = argparse.ArgumentParser(description="Compare the fixed set with accepted outcomes.")
    parser.add_argument("--accept", action="store_true", help="write the outcomes down as accepted")
    arguments = parser.parse_args()
    now = {mode: outcome(mode) for mode in ("extractive", "llm")}
    old = {mode: accepted(mode) if ACCEPTED.exists() else {} for mode in now}
    verdicts = [check(mode, now[mode], old[mode]) for mode in now]
    for verdict in verdicts:
        print(f"{verdict.mode}: {'passed' if verdict.passed else 'FAILED'}, ", end="")
        print(f"{len(verdict.flips)} flips", *verdict.flips, sep="\n  ")
    if arguments.accept:
        ACCEPTED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        print(f"Accepted, in {ACCEPTED.name}.")
    elif not all(verdict.passed for verdict in verdicts):
        sys.exit(1)


if __name__ == "__main__":
    main()
