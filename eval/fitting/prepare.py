"""Make the training data: ``python -m eval.fitting.prepare DATA --out BUNDLE``.

DATA is the folder of the public sets (see eval/README.md). What stands in an evaluation set, by
question or by sentence, is dropped, and how much is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.fitting.bundle import Claim, bundled, public_claims
from eval.fitting.groups import (
    Group,
    NewsText,
    ledger_groups,
    near_misses,
    news_groups,
    news_texts,
    public_groups,
)
from eval.fitting.invented import invented_claims, invented_groups, invented_stories, shipped
from eval.fitting.mining import with_mined
from index.models import weights
from rag.reader.inputs import Passage
from rag.reader.onnx_net import word_pieces

SEED = 20261127
MINED, NEWS_MINED = 4, 6
TWINS, NEWS_TWINS = 0.25, 0.5
LEDGER = 4000
# Shares of texts that are only measured on.
NEWS_HELD, PUBLIC_HELD = 8, 2
SHORTEST = 40
# Sets over news, written or made for this project.
OURS = frozenset({"news", "ledger", "invented", "trade"})


def main() -> None:
    """Read, check, mine and write."""
    parser = argparse.ArgumentParser(description="Make the reader's training data.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/reader/bundle.npz"))
    arguments = parser.parse_args()
    rng = random.Random(SEED)
    texts = news_texts(arguments.data / "polnear" / "text")
    rows, stories = shipped("news_questions"), invented_stories()
    measured = evaluation_texts(arguments.data)
    groups: list[Group] = []
    by_source = defaultdict[str, list[Group]](list)
    for group in (
        *public_groups(arguments.data / "training" / "questions.jsonl.gz"),
        *news_groups(rows, texts),
        *ledger_groups(texts, rng, LEDGER),
        *invented_groups(stories),
    ):
        by_source[group.source].append(group)
    for source, found in by_source.items():
        kept = [g for g in found if not _measured(g, measured)]
        ours = source in OURS
        twins = list(near_misses(kept, rng, NEWS_TWINS if ours else TWINS))
        mined = with_mined([*kept, *twins], rng, NEWS_MINED if ours else MINED)
        groups += mined
        print(f"{source}: {len(found)} questions, {len(found) - len(kept)} dropped as measured on, "
              f"{len(twins)} near misses by program", flush=True)  # fmt: skip
    every = [
        *public_claims(arguments.data / "training" / "claims.jsonl.gz"),
        *claims(rows, texts),
        *invented_claims(stories),
    ]
    kept_claims = [
        c for c in every if not measured & {plain(c.evidence.sentence), plain(c.claim)} - {""}
    ]
    print(f"claims: {len(every)}, {len(every) - len(kept_claims)} dropped as measured on")
    print(Counter(c.verdict for c in kept_claims))
    rng.shuffle(groups)
    folder = weights.cache_dir() / "models" / "all-minilm-l6-v2"
    tokenizer = word_pieces(folder / "tokenizer.json")
    held = {g.text for g in groups if _held(g.text, ours=g.source.removesuffix(" twin") in OURS)}
    held |= {c.text for c in kept_claims if _held(c.text, ours=False)}
    bundle = bundled(groups, kept_claims, tokenizer, held)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    bundle.save(arguments.out)
    print(f"{len(groups)} questions, {len(bundle.sentence)} pairs, "
          f"{int(bundle.held_out.sum())} questions held out: {arguments.out}")  # fmt: skip


def claims(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, NewsText]) -> Iterator[Claim]:
    """Yield the claims written beside the questions: a right one, a wrong one, and the right one
    held against the next sentence, which does not support it.

    Args:
        rows: the project's own questions over news: text, question, spans, claims.
        texts: as from ``news_texts``.
    """
    for row in rows:
        if "c" not in row or row["t"] not in texts:
            continue
        text = texts[row["t"]]
        at = next((i for i, s in enumerate(text.spans) if s[0] == row["a"][0][0]), None)
        if at is None:
            continue
        passages = text.passages
        yield Claim(text=text.name, claim=row["c"], evidence=passages[at], verdict="supported")
        yield Claim(text=text.name, claim=row["x"], evidence=passages[at], verdict="not")
        beside = passages[at + 1] if at + 1 < len(passages) else passages[at - 1]
        if len(row["a"]) == 1 and beside is not passages[at]:
            alone = Passage(sentence=beside.sentence, title=beside.title)
            yield Claim(text=text.name, claim=row["c"], evidence=alone, verdict="not")


def plain(text: str) -> str:
    """Return a text as it is compared: letters and digits in lower case; short ones count not."""
    bare = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    return bare if len(bare) >= SHORTEST else ""


def evaluation_texts(data: Path) -> frozenset[str]:
    """Return every sentence-long text of the evaluation sets: questions, passages, claims."""
    found: set[str] = set()
    for name in ("questions", "xquad", "wice", "qags", "rgb", "multihop-rag", "realtimeqa"):
        for path in sorted((data / name).glob("*.json*")):
            if path.name.startswith("corpus"):
                continue
            whole = path.read_text(encoding="utf-8")
            records = [json.loads(whole)] if path.suffix == ".json" else map(
                json.loads, whole.splitlines()
            )  # fmt: skip
            for record in records:
                for text in _strings(record):
                    found |= {plain(part) for part in (text, *re.split(r"(?<=[.!?])\s+", text))}
    return frozenset(found - {""})


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _measured(group: Group, measured: frozenset[str]) -> bool:
    answers = [c.passage.sentence for c in group.candidates if c.answers]
    return any(plain(text) in measured for text in (group.question, *answers))


def _held(text: str, *, ours: bool) -> bool:
    number = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 100
    return number < (NEWS_HELD if ours else PUBLIC_HELD)


if __name__ == "__main__":
    main()
