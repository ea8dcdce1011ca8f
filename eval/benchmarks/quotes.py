"""The table of quotations and speakers: ``python -m eval.benchmarks.quotes [--data FOLDER]``.

FOLDER holds ``polnear/`` (see ``eval.questions.gold_quotes``) and, for the last table, a question set with its
corpus. Every share has its 95 % interval, with articles (questions in the last table) as what is
drawn. textacy is compared where it and its spaCy model are installed; the project needs neither.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from eval.questions.dataset import load_questions, numbered_lines, read_text, seeds_corpus
from eval.questions.gold_quotes import (
    Document,
    Extract,
    Outcome,
    documents,
    heard,
    outcomes,
    unmatched,
)
from eval.scoring.stats import Part, mean, rate, share
from index.errors import SourceError, TradewireError
from index.quotes.extract import extract_quotes
from index.types import Quote

SPACY_MODEL = "en_core_web_sm"
_NAME = r"(?P<name>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,4})"
_WORDS = r"[“\"](?P<words>[^“”\"\n]{2,2000})[”\"]"
_NAIVE = [
    re.compile(rf"{_WORDS},?\s+(?:said|says|told|added|wrote)\s+{_NAME}"),
    re.compile(rf"{_WORDS},?\s+{_NAME}\s+(?:said|says|told|added|wrote)\b"),
    re.compile(rf"{_NAME}\s+(?:said|says|added|wrote)[,:]?\s+(?:that\s+)?{_WORDS}"),
]


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
    systems: dict[str, Extract] = {"tradewire": extract_quotes, "naive regex": naive}
    if (other := textacy()) is not None:
        systems["textacy"] = other
    else:
        print("textacy and its spaCy model are not installed: not compared.\n")
    for split in splits:
        _polnear_table(data / "polnear", split, systems)
    questions = data / "questions" / "trade_dev.jsonl"
    if questions.exists():
        _spoken_table(questions, data / "trade-news" / "corpus_trade_dev.jsonl", systems)


def _polnear_table(folder: Path, split: str, systems: dict[str, Extract]) -> None:
    if not (folder / f"direct_quotes_{split}.jsonl").exists():
        raise SourceError(f"no PolNeAR split {split!r} in {folder}: name its folder with --data")
    articles = documents(folder, split)
    total = sum(len(article.golds) for article in articles)
    print(f"PolNeAR {split}: {total} quotations in {len(articles)} articles\n")
    # Right: of those whose gold source is no pronoun; precision: of the speakers named for them;
    # MB of UTF-8 a second of processor time.
    print("| system | found | right speaker | attribution precision | pronouns named "
          "| false quotes an article | articles in error | MB/s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for name, extract in systems.items():
        print(f"| {name} | {' | '.join(measured(articles, extract))} |", flush=True)
    print()


def measured(articles: Sequence[Document], extract: Extract) -> Iterator[str]:
    """Yield the cells of a system; an article that it cannot read counts as one without quotes.

    Args:
        articles: with gold quotations.
        extract: the system: the quotes of a text.
    """
    failed: list[str] = []
    guarded = _guarded(extract, failed)
    start = time.process_time()
    predictions = [[q for q in guarded(a.text) if q.kind == "direct"] for a in articles]
    seconds = time.process_time() - start
    matched = list(map(outcomes, (a.golds for a in articles), predictions))
    for parts in (
        [_part(o, lambda x: x.quote is not None) for o in matched],
        [_part(filter(_named, o), lambda x: x.right) for o in matched],
        [_part(filter(_says, filter(_named, o)), lambda x: x.right) for o in matched],
        [_part([x for x in o if x.gold.pronoun], _says) for o in matched],
    ):
        yield share(parts).shown(3)
    yield mean(
        [len(unmatched(a.golds, q)) for a, q in zip(articles, predictions, strict=True)]
    ).shown(3)
    yield str(len(failed))
    size = sum(len(article.text.encode()) for article in articles)
    yield f"{size / 1e6 / max(seconds, 1e-9):.2f}"


def _part(of: Iterable[Outcome], good: Callable[[Outcome], bool]) -> Part:
    right = [good(outcome) for outcome in of]
    return float(sum(right)), float(len(right))


def _named(outcome: Outcome) -> bool:
    return bool(outcome.gold.source) and not outcome.gold.pronoun


def _says(outcome: Outcome) -> bool:
    return outcome.quote is not None and outcome.quote.speaker is not None


def _spoken_table(questions: Path, corpus: Path, systems: dict[str, Extract]) -> None:
    asked = load_questions(questions)
    rows = (json.loads(line) for _number, line in numbered_lines(corpus))
    texts = {str(row["id"]): str(row["text"]) for row in rows}
    texts["seed"] = read_text(seeds_corpus()[0])
    print("Words given as spoken in the question set\n")
    print("| system | found | right speaker | somebody else named | n |")
    print("|---|---|---|---|---|")
    for name, extract in systems.items():
        results = heard(asked, texts, _guarded(extract, []))
        shares = " | ".join(rate(column).shown(3) for column in zip(*results, strict=True))
        print(f"| {name} | {shares} | {len(results)} |", flush=True)


def _guarded(extract: Extract, failed: list[str]) -> Extract:
    """Return a rival that finds nothing where it fails: its error is a result, and is noted."""

    def guarded(text: str) -> list[Quote]:
        try:
            return extract(text)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
            failed.append(repr(error))
            return []

    return guarded


def naive(text: str) -> list[Quote]:
    """Return what a first regular expression finds: a name, "said", and words between marks."""
    found: dict[int, Quote] = {}
    for pattern in _NAIVE:
        for match in pattern.finditer(text):
            start, end = match.span("words")
            found.setdefault(start, _quote(text, start, end, match["name"]))
    return [found[start] for start in sorted(found)]


def textacy() -> Extract | None:
    """Return textacy's ``direct_quotations`` over spaCy, where both are installed."""
    if not all(importlib.util.find_spec(name) for name in ("textacy", "spacy", SPACY_MODEL)):
        return None
    import spacy
    from textacy.extract.triples import direct_quotations

    pipeline = spacy.load(SPACY_MODEL)

    def extract(text: str) -> list[Quote]:
        found = []
        for triple in direct_quotations(pipeline(text)):
            speaker = " ".join(token.text for token in triple.speaker)
            start, end = triple.content.start_char, triple.content.end_char
            found.append(_quote(text, start, end, speaker or None))
        return found

    return extract


def _quote(text: str, start: int, end: int, speaker: str | None) -> Quote:
    return Quote(
        start=start,
        end=end,
        text=text[start:end],
        speaker=speaker,
        mention=speaker,
        role=None,
        verb=None,
        kind="direct",
        group=0,
    )


if __name__ == "__main__":
    main()
