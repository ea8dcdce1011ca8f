"""Sentences with passages, and whether people found them supported: QAGS and WiCE.

QAGS (Wang, Cho & Lewis 2020): sentences of machine summaries, each judged by three people; supported
is what two of them say, the evidence the whole article. WiCE (Kamoi et al. 2023): sentences of
Wikipedia with the page they cite, cut to the sentences nearest to the claim; "partially" is no
support. Neither set is part of the project.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.text.words import all_stems, content_stems

PAGE_SENTENCES = 16
CNN_DM, XSUM, WICE = "QAGS CNN/DM", "QAGS XSum", "WiCE dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence, what it must rest on, and the judgement of people.

    Attributes:
        set: name of the set.
        document: the article or page; pairs of one document are not independent.
    """

    set: str
    document: str
    claim: str
    passages: tuple[str, ...]
    supported: bool


def pairs(folder: Path) -> list[Pair]:
    """Return the pairs of all three sets.

    Args:
        folder: holds ``qags/`` and ``wice/``.

    Raises:
        SourceError: a set is not there.
    """
    return [
        *_read(folder / "qags" / "mturk_cnndm.jsonl", CNN_DM, _qags),
        *_read(folder / "qags" / "mturk_xsum.jsonl", XSUM, _qags),
        *_read(folder / "wice" / "entailment_retrieval__claim__dev.jsonl", WICE, _wice),
    ]


def _read(
    path: Path, name: str, pairs_of: Callable[[str, str, dict[str, Any]], Iterator[Pair]]
) -> Iterator[Pair]:
    if not path.is_file():
        raise SourceError(f"no file {path}: name the folder that holds qags/ and wice/")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield from pairs_of(name, f"{name} {number}", json.loads(line))


def _qags(name: str, document: str, record: dict[str, Any]) -> Iterator[Pair]:
    for sentence in record["summary_sentences"]:
        votes = [answer["response"] == "yes" for answer in sentence["responses"]]
        yield Pair(
            set=name,
            document=document,
            claim=sentence["sentence"],
            passages=(record["article"],),
            supported=2 * sum(votes) > len(votes),
        )


def _wice(name: str, document: str, record: dict[str, Any]) -> Iterator[Pair]:
    yield Pair(
        set=name,
        document=document,
        claim=record["claim"],
        passages=nearest_sentences(record["claim"], record["evidence"]),
        supported=record["label"] == "supported",
    )


def nearest_sentences(claim: str, page: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences that share most words with a claim, in the order of the page.

    Args:
        claim: a sentence.
        page: the sentences of what it rests on.
    """
    wanted = content_stems(claim)
    shared = [len(wanted & all_stems(sentence)) for sentence in page]
    best = sorted(range(len(page)), key=lambda i: (-shared[i], len(page[i])))[:PAGE_SENTENCES]
    return tuple(page[i] for i in sorted(best))
