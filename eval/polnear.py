"""How many quotations are found, and with whose name: ``python -m eval.polnear FOLDER``.

FOLDER holds PolNeAR (Newell, Margolin & Ruths 2018, An Attribution Relations Corpus for
Political News) as direct quotes: ``direct_quotes_SPLIT.jsonl`` with ``doc``, ``source``,
``quote_spans`` and ``content_offsets``, and the articles in ``text/SPLIT/``. A speaker is right
who shares a name with the gold source, or whose mention is in it or the other way round.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.stats import Part, share
from index.people import name_words, same_person
from index.quotes import extract_quotes
from index.types import Quote

Gold = tuple[int, int, str]


def main() -> None:
    """Print one row for each split."""
    parser = argparse.ArgumentParser(description="Print how quotations and speakers are found.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print("| split | quotations | found | found with the right speaker | wrong, of names given |")
    print("|---|---|---|---|---|")
    for path in sorted(folder.glob("direct_quotes_*.jsonl")):
        split = path.stem.removeprefix("direct_quotes_")
        found, right, wrong = measured(path, folder / "text" / split)
        shares = (f"{share(parts).value:.3f}" for parts in (found, right, wrong))
        print(f"| {split} | {len(found)} | {' | '.join(shares)} |")


def measured(path: Path, texts: Path) -> tuple[list[Part], list[Part], list[Part]]:
    """Return, per gold quotation: found, found with the right speaker, wrong among names given."""
    found, right, wrong = [], [], []
    for doc, rows in _by_doc(path).items():
        text = (texts / f"{doc}.txt").read_text(encoding="utf-8")
        direct = [quote for quote in extract_quotes(text) if quote.kind == "direct"]
        for start, end, source in _golds(rows, text):
            quote = next((q for q in direct if q.start < end and q.end > start), None)
            good = quote is not None and _same(quote, source)
            found.append((float(quote is not None), 1.0))
            right.append((float(good), 1.0))
            if quote is not None and quote.speaker is not None:
                wrong.append((float(not good), 1.0))
    return found, right, wrong


def _by_doc(path: Path) -> dict[str, list[Mapping[str, Any]]]:
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append(row)
    return rows


def _golds(rows: Sequence[Mapping[str, Any]], text: str) -> Iterator[Gold]:
    for row in rows:
        for words in row["quote_spans"]:
            inside = (text.find(words, start, end + 5) for start, end in row["content_offsets"])
            start = next((at for at in inside if at >= 0), text.find(words))
            # What does not stand in the text can be found nowhere: an empty span.
            end = start + len(words) if start >= 0 else start
            yield start, end, row["source"] or ""


def _same(quote: Quote, source: str) -> bool:
    if not source:
        return False
    mention = (quote.mention or "").lower()
    if mention and (mention in source.lower() or source.lower() in mention):
        return True
    if not quote.speaker:
        return False
    shared = set(name_words(quote.speaker)) & set(name_words(source))
    return same_person(quote.speaker, source) or bool(shared)


if __name__ == "__main__":
    main()
