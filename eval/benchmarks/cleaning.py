"""How well boilerplate is taken off: ``python -m eval.benchmarks.cleaning FOLDER``.

``eval/data/cleaning.jsonl`` holds hand-checked articles as spans only: in the article of that id, with
that SHA-256, the words within ``drop`` are the page's, those within ``neutral`` may stay or go
(credits, datelines, headings that may be links), and all others are the article's. FOLDER holds the
corpora themselves, which do not ship. Words that were repaired count as kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from index.cleaning.clean import clean
from index.types import RawArticle

CORPORA = {
    "trade": "trade-news/corpus_trade_dev.jsonl",
    "realtimeqa": "realtimeqa/corpus_2025.jsonl",
}
SPANS = Path(__file__).parents[1] / "data" / "cleaning.jsonl"
# Wrongly decoded bytes pass for letters, but not for these.
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Words of one article, and the numbers of those that are the page's, its own, and gone."""

    article_id: str
    words: Sequence[str]
    page: set[int]
    own: set[int]
    gone: set[int]

    def shown(self, some: set[int]) -> str:
        """Return the first of some words."""
        return " ".join(self.words[n] for n in sorted(some)[:40])


def main() -> None:
    """Print the figures over all articles, and with ``--show`` what was lost and left."""
    parser = argparse.ArgumentParser(description="Print how well boilerplate is taken off.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--spans", type=Path, default=SPANS)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    outcomes = list(_measured(options.spans, options.folder))
    print(
        "| articles | boilerplate words | gone | article words | lost | articles without a loss |"
    )
    print("|---|---|---|---|---|---|")
    print(_row(outcomes))
    for o in outcomes if options.show else ():
        lost, left = o.shown(o.own & o.gone), o.shown(o.page - o.gone)
        if lost or left:
            print(f"{o.article_id}\n  lost: {lost}\n  left: {left}")


def _measured(spans: Path, folder: Path) -> Iterator[Outcome]:
    """Yield the outcome of each annotated article, read from the corpora in a folder."""
    rows = [json.loads(line) for line in spans.read_text(encoding="utf-8").splitlines()]
    texts = dict(_texts(folder, {(r["corpus"], r["id"]) for r in rows}))
    for row in rows:
        text = texts[row["corpus"], row["id"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise SystemExit(f"{row['id']} is not the article that was checked by hand")
        yield _outcome(row["id"], text, row["drop"], row["neutral"])


def _outcome(
    id_: str, text: str, drop: Sequence[Sequence[int]], neutral: Sequence[Sequence[int]]
) -> Outcome:
    """Clean one text and compare what went with what should go."""
    words = list(_WORD.finditer(text))
    cleaned = clean(RawArticle(source="a", article_id="a", text=text)).text
    before = [word.group() for word in words]
    return Outcome(
        article_id=id_,
        words=before,
        page={n for n, word in enumerate(words) if _inside(word.start(), drop)},
        own={n for n, word in enumerate(words) if not _inside(word.start(), [*drop, *neutral])},
        gone=_gone(before, _WORD.findall(cleaned)),
    )


def _texts(folder: Path, wanted: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    for corpus, name in CORPORA.items():
        with (folder / name).open(encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if (corpus, str(record["id"])) in wanted:
                    yield (corpus, str(record["id"])), record["text"]


def _gone(before: Sequence[str], after: Sequence[str]) -> set[int]:
    """Return the positions of the words that are no longer there."""
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    gone = (range(start, end) for what, start, end, _, _ in changes if what == "delete")
    return {at for places in gone for at in places}


def _inside(at: int, spans: Sequence[Sequence[int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _row(outcomes: Sequence[Outcome]) -> str:
    boilerplate = sum(len(o.page) for o in outcomes)
    own = sum(len(o.own) for o in outcomes)
    gone = sum(len(o.page & o.gone) for o in outcomes) / max(boilerplate, 1)
    lost = sum(len(o.own & o.gone) for o in outcomes) / max(own, 1)
    whole = sum(not o.own & o.gone for o in outcomes)
    return f"| {len(outcomes)} | {boilerplate} | {gone:.3f} | {own} | {lost:.5f} | {whole} |"


if __name__ == "__main__":
    main()
