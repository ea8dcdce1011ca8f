"""How answers carry over to questions that nothing was made with: ``python -m eval.benchmarks.carry_over DATA``.

One table over all sets, the shipped one and those in DATA (see eval/README.md), with 95 %
intervals. The last rows are the ones to judge by: their questions were written by others and not
looked at.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from eval.questions.dataset import seeds_corpus
from eval.runs.run import RunResult
from eval.runs.suite import Plan, evaluate
from rag.settings import Settings

COLUMNS = {
    "accuracy": "sure and right",
    "helpful": "answer shown",
    "wrong": "wrong, of all",
    "false_refusal": "refused, though answerable",
    "refusal_recall": "not sure, where unanswerable",
}
UNSEEN = Path(__file__).parents[1] / "data" / "unseen_1987.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A set of the table.

    Attributes:
        questions: "seeds", or a file below the data folder, or a path.
        first, last: only the questions of these numbers, counted from 1.
        corpus: files below the data folder, or paths; empty for a set that brings its articles.
        limit: so many drawn ones.
    """

    name: str
    questions: str
    first: int = 1
    last: int | None = None
    corpus: tuple[str, ...] = ()
    limit: int | None = None


_PRESS = ("trade-news/corpus_trade_dev.jsonl",)
_SEED = seeds_corpus()[0]
_SECOND = "questions/trade_dev2.jsonl"
SOURCES = {
    "seeds": Source(name="shipped set", questions="seeds"),
    "dev": Source(name="trade_dev", questions="questions/trade_dev.jsonl",
                  corpus=(*_PRESS, str(_SEED))),
    "dev2": Source(name="dev2-001…080", questions=_SECOND, last=80, corpus=_PRESS),
    "xquad": Source(name="XQuAD, 200 drawn", questions="xquad/xquad.en.json", limit=200),
    "fresh": Source(name="dev2-101…180", questions=_SECOND, first=81, last=160, corpus=_PRESS),
    "unseen": Source(name="1987, 60 unseen", questions=str(UNSEEN),
                     corpus=("reuters/reuters_trade_1987.jsonl",)),
}  # fmt: skip


def main() -> None:
    """Run the sets named and print the table."""
    parser = argparse.ArgumentParser(description="How answers carry over.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="+", choices=[*SOURCES], default=[*SOURCES])
    parser.add_argument("--mode", choices=["extractive", "llm"], default="extractive")
    parser.add_argument("--work", type=Path, default=Path("build/carry-over"))
    arguments = parser.parse_args()
    rows = []
    for name in arguments.sets:
        source = SOURCES[name]
        plan = Plan(
            set=_questions(source, arguments.data, arguments.work),
            corpus=tuple(str(arguments.data / name) for name in source.corpus),
            mode=arguments.mode,
            limit=source.limit,
            seed=7 if source.limit else None,
            out=arguments.work,
        )
        result = evaluate(plan, Settings(), lambda _line: None).results[0]
        rows.append(_row(source, result))
        print(rows[-1], flush=True)
    head = ["set", "n", *COLUMNS.values(), "first sentence, median"]
    print("\n", f"| {' | '.join(head)} |", "|" + "---|" * len(head), *rows, sep="\n")


def _questions(source: Source, data: Path, work: Path) -> str:
    """Return what to name for a set; of a file of ours a part is written into the work folder."""
    path = data / source.questions
    if path.suffix != ".jsonl":
        return "seeds" if source.questions == "seeds" else str(path)
    kept = path.read_text(encoding="utf-8").splitlines()[source.first - 1 : source.last]
    records = (json.dumps(json.loads(line), ensure_ascii=False) for line in kept if line.strip())
    lines = "".join(f"{record}\n" for record in records)
    work.mkdir(parents=True, exist_ok=True)
    part = work / f"{path.stem}-{source.first}.jsonl"
    shipped = lines.replace('"article_id": "seed"', f'"article_id": "{_SEED.name}"')
    part.write_text(shipped, encoding="utf-8")
    return str(part)


def _row(source: Source, result: RunResult) -> str:
    cells = [result.metrics[name].shown() for name in COLUMNS]
    first = result.metrics["first_sentence_p50_ms"].value
    seconds = "–" if first is None else f"{first / 1000:.2f} s"
    return f"| {source.name} | {result.n} | {' | '.join(cells)} | {seconds} |"


if __name__ == "__main__":
    main()
