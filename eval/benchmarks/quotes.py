"""The table of quotations and speakers: ``python -m eval.benchmarks.quotes [--data FOLDER]``.

FOLDER holds ``polnear/`` (see ``eval.questions.polnear``) and, for the last table, a question set with its
corpus. Every share has its 95 % interval, with articles (questions in the last table) as what is
drawn. textacy is compared where it and its spaCy model are installed; the project needs neither.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.questions.dataset import load_questions, read_text, seeds_corpus
from eval.questions.polnear import Document, Outcome, documents, outcomes, unmatched
from eval.questions.spoken import heard
from eval.scoring.stats import Part, mean, share
from eval.systems.quote_rivals import naive, textacy
from eval.types import Extract
from index.errors import SourceError, TradewireError
from index.quotes.extract import extract_quotes
from index.types import Quote

SEED_ID = "seed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One system over one split; shares per article, as numerator and denominator.

    Attributes:
        found: of all gold quotations.
        right: found with the right speaker, of those whose gold source is no pronoun.
        precise: right, of the speakers named for found quotations of no pronoun.
        resolved: given a name at all, of those whose gold source is a pronoun.
        unmatched: direct quotes an article that match no gold quotation.
        failed: articles that raised an error.
        speed: megabytes of UTF-8 a second of processor time.
    """

    found: Sequence[Part]
    right: Sequence[Part]
    precise: Sequence[Part]
    resolved: Sequence[Part]
    unmatched: Sequence[float]
    failed: int
    speed: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Print how quotes and speakers are found.")
    parser.add_argument("--data", type=Path, default=os.environ.get("TRADEWIRE_DATA"))
    parser.add_argument("--split", action="append", help="train or dev; both if not given")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("no data: name the folder with --data or in TRADEWIRE_DATA")
    try:
        _print(arguments.data, arguments.split or ["train", "dev"])
    except TradewireError as error:
        parser.exit(1, f"{error}\n")


def _print(data: Path, splits: Sequence[str]) -> None:
    systems = _systems()
    for split in splits:
        _polnear_table(data / "polnear", split, systems)
    questions = data / "questions" / "trade_dev.jsonl"
    if questions.exists():
        _spoken_table(questions, data / "trade-news" / "corpus_trade_dev.jsonl", systems)


def _systems() -> dict[str, Extract]:
    systems: dict[str, Extract] = {"tradewire": extract_quotes, "naive regex": naive}
    other = textacy()
    if other is None:
        print("textacy and its spaCy model are not installed: not compared.\n")
        return systems
    return systems | {"textacy": other}


def _polnear_table(folder: Path, split: str, systems: dict[str, Extract]) -> None:
    if not (folder / f"direct_quotes_{split}.jsonl").exists():
        raise SourceError(f"no PolNeAR split {split!r} in {folder}: name its folder with --data")
    articles = documents(folder, split)
    total = sum(len(article.golds) for article in articles)
    print(f"PolNeAR {split}: {total} quotations in {len(articles)} articles\n")
    print("| system | found | right speaker | attribution precision | pronouns named "
          "| false quotes an article | articles in error | MB/s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for name, extract in systems.items():
        m = measured(articles, extract)
        figures = [
            *(share(parts) for parts in (m.found, m.right, m.precise, m.resolved)),
            mean(m.unmatched),
        ]
        cells = [*(f.shown(3) for f in figures), str(m.failed), f"{m.speed:.2f}"]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print()


def measured(articles: Sequence[Document], extract: Extract) -> Measured:
    """Run a system over articles; one that it cannot read counts as one without quotes.

    Args:
        articles: with gold quotations.
        extract: the system: the quotes of a text.
    """
    failed: list[str] = []
    guarded = _guarded(extract, failed)
    start = time.process_time()
    predictions = [[q for q in guarded(a.text) if q.kind == "direct"] for a in articles]
    seconds = time.process_time() - start
    matched = [outcomes(a.golds, quotes) for a, quotes in zip(articles, predictions, strict=True)]
    size = sum(len(article.text.encode()) for article in articles)
    return Measured(
        found=[_part(o, lambda x: x.quote is not None) for o in matched],
        right=[_part([x for x in o if _named(x)], lambda x: x.right) for o in matched],
        precise=[
            _part([x for x in o if _named(x) and _says(x)], lambda x: x.right) for o in matched
        ],
        resolved=[_part([x for x in o if x.gold.pronoun], _says) for o in matched],
        unmatched=[
            float(len(unmatched(a.golds, quotes)))
            for a, quotes in zip(articles, predictions, strict=True)
        ],
        failed=len(failed),
        speed=size / 1e6 / max(seconds, 1e-9),
    )


def _part(of: Sequence[Outcome], good: Callable[[Outcome], bool]) -> Part:
    return float(sum(map(good, of))), float(len(of))


def _named(outcome: Outcome) -> bool:
    return bool(outcome.gold.source) and not outcome.gold.pronoun


def _says(outcome: Outcome) -> bool:
    return outcome.quote is not None and outcome.quote.speaker is not None


def _spoken_table(questions: Path, corpus: Path, systems: dict[str, Extract]) -> None:
    asked = load_questions(questions)
    texts = _texts(corpus)
    print("Words given as spoken in the question set\n")
    print("| system | found | right speaker | somebody else named | n |")
    print("|---|---|---|---|---|")
    for name, extract in systems.items():
        results = heard(asked, texts, _guarded(extract, []))
        shares = [
            share([(float(good), 1.0) for good in goods])
            for goods in (
                [bool(h.speakers) for h in results],
                [h.right for h in results],
                [h.wrong for h in results],
            )
        ]
        print(f"| {name} | {' | '.join(s.shown(3) for s in shares)} | {len(results)} |", flush=True)


def _guarded(extract: Extract, failed: list[str]) -> Extract:
    """Return a rival that finds nothing where it fails: its error is a result, and is noted."""

    def guarded(text: str) -> list[Quote]:
        try:
            return extract(text)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
            failed.append(repr(error))
            return []

    return guarded


def _texts(corpus: Path) -> dict[str, str]:
    rows = map(json.loads, filter(None, read_text(corpus).split("\n")))
    texts = {str(row["id"]): str(row["text"]) for row in rows}
    return texts | {SEED_ID: read_text(seeds_corpus()[0])}


if __name__ == "__main__":
    main()
