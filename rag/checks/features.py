"""How firmly a sentence stands on its passages, in figures that a small model weighs.

Two kinds of sentences are told apart: those put together from the passages' own runs of words
(what matters is whether one sentence holds them, or several were spliced), and those in words of
their own (what matters is how much of the content one or two sentences hold). Runs taken over:
Grusky, Naaman & Artzi 2018, Newsroom.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.models.embedder import Embedder
from index.text.synonyms import word_root
from index.text.words import closed_up, tokens
from rag.checks.claim import has, in_sentences, wanted

Similarity = Callable[[str, Sequence[str]], float]
"""Cosine of a sentence to the nearest of several passages."""

FEATURES = ("own_words", "held_reworded", "length", "spliced")
# Two sentences on one subject are as near as this; only beyond it does nearness tell support.
SAME_SUBJECT = 0.7
NEAREST = 4
_OWN_WORDS = 0.95
_MOST_MISSING = 6
_RUN = 3
# "Varga flew to Lima. She signed …" told in one sentence is no splice.
_GOES_ON = re.compile(r"[“\"]?(?:He|She|They|It)\b", re.IGNORECASE)
_SENTENCE_END = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The figures of one sentence; shares are 0 to 1.

    Attributes:
        copied: share of its runs of three words that stand in the passages.
        own_words: 1 if (nearly) all of it is copied, or it is one run however short.
        held_reworded: share of the content, by rarity, that the best two sentences hold, less
            where one long run is taken over.
        length: logarithm of the number of words.
        spliced: share of it that stands in runs of three words or more, but not in the sentence
            that holds most of them.
        missing: content words that no passage holds, 6 at most.
        choice: number of sentences there were to choose from.
        nearest: sentences of the passages that hold most of it, best first.
    """

    copied: float
    own_words: float
    held_reworded: float
    length: float
    spliced: float
    missing: int
    choice: int
    nearest: tuple[str, ...]

    def row(self, near: float | None = None) -> list[float]:
        """Return what is weighed: ``FEATURES``, and how near in meaning the nearest passage is, if known."""
        nearness = [] if near is None else [max(0.0, near - SAME_SUBJECT)]
        return [*(float(getattr(self, name)) for name in FEATURES), *nearness]


def grounds(claim: str, passages: Sequence[str], *, names_in: str = "", given: str = "") -> Grounds:
    """Measure a sentence against passages, which may be whole articles.

    Args:
        claim: the sentence.
        passages: what it must rest on.
        names_in: text whose names count as known.
        given: words that need not stand in the passages.
    """
    parts = in_sentences(passages)
    words = [_stems(part) for part in parts]
    held = [frozenset(part) for part in words]
    everything = frozenset().union(*held, _stems(closed_up("\n".join(parts))))
    # A name that the article explains is as good as given: "Li" is Li Chenggang there.
    known = frozenset(_stems(f"{given} {names_in}"))
    meant = wanted(claim) - known or wanted(claim)
    stems = _stems(claim)
    source = [word for part in words for word in (*part, _SENTENCE_END)]
    runs = list(_runs(stems, source))
    length = max(1, len(stems))
    reworded = 1 - max(map(len, runs), default=0) / length
    copied = _copied(stems, source)
    holds = [frozenset(word for word in meant if has(part, word)) for part in held]
    rare = _rarity(meant, holds)
    order = sorted(range(len(parts)), key=lambda i: (-_weight(holds[i], rare), len(words[i])))
    two = max((_weight(holds[order[0]] | other, rare) for other in holds), default=0.0)
    return Grounds(
        copied=copied,
        own_words=float(copied > _OWN_WORDS or not reworded),
        held_reworded=two / (_weight(meant, rare) or 1) * reworded,
        length=math.log(length),
        spliced=_spliced(runs, [*words, *_continued(parts, words)]) / length,
        missing=min(_MOST_MISSING, sum(not has(everything, word) for word in meant)),
        choice=len(parts),
        nearest=tuple(parts[i] for i in order[:NEAREST]),
    )


def similarity_by(embedder: Embedder) -> Similarity:
    """Return the cosine of a sentence to the nearest passage, as an embedder sees it."""

    def nearest(claim: str, passages: Sequence[str]) -> float:
        rows = embedder.documents([claim, *passages])
        return float((rows[1:] @ rows[0]).max())

    return nearest


def _stems(text: str) -> list[str]:
    return [word_root(word) for word in tokens(text)]


def _runs(claim: Sequence[str], source: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the longest runs of words that the claim takes over, from left to right."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(source):
        places.setdefault(word, []).append(place)
    at = 0
    while at < len(claim):
        run = max((_common(claim, at, source, p) for p in places.get(claim[at], ())), default=0)
        if run:
            yield claim[at : at + run]
        at += run or 1


def _common(claim: Sequence[str], at: int, source: Sequence[str], place: int) -> int:
    n = 0
    while at + n < len(claim) and place + n < len(source) and claim[at + n] == source[place + n]:
        n += 1
    return n


def _spliced(runs: Sequence[Sequence[str]], parts: Sequence[Sequence[str]]) -> int:
    """Count the words of long runs that the sentence which holds most of them lacks."""
    long = [f" {' '.join(run)} " for run in runs if len(run) >= _RUN]
    sizes = [len(run.split()) for run in long]
    most = 0
    for part in parts:
        text = f" {' '.join(part)} "
        most = max(most, sum(n for n, run in zip(sizes, long, strict=True) if run in text))
    return sum(sizes) - most


def _continued(parts: Sequence[str], words: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield the words of each sentence that goes on about the one before, behind that one's."""
    for place in range(1, len(parts)):
        if _GOES_ON.match(parts[place]):
            yield [*words[place - 1], *words[place]]


def _copied(claim: Sequence[str], source: Sequence[str]) -> float:
    triples = list(zip(claim, claim[1:], claim[2:], strict=False))
    known = set(zip(source, source[1:], source[2:], strict=False))
    return sum(triple in known for triple in triples) / max(1, len(triples))


def _rarity(words: frozenset[str], holds: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weigh a word by how few of the sentences hold it."""
    n = len(holds)
    return {
        word: 0.3 + math.log((n + 1) / (sum(word in part for part in holds) + 0.5))
        for word in sorted(words)
    }


def _weight(words: frozenset[str], rare: dict[str, float]) -> float:
    return sum(rare[word] for word in words)
