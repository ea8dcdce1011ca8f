"""How firmly a sentence stands on its passages, in figures that a small model weighs.

Two kinds of sentences are told apart: those put together from the passages' own runs of words
(what matters is how long the runs are, and where they were spliced), and those in words of their
own (what matters is how much of the content one or two sentences hold). Runs and their density:
Grusky, Naaman & Artzi 2018, Newsroom.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.segment import sentences
from rag.overlap import kin
from rag.thesaurus import american
from rag.words import closed_up, content_words, figure_words, figures, names, stem, tokens

Similarity = Callable[[str, Sequence[str]], float]
"""Cosine of a sentence to the nearest of several passages."""

FEATURES = (
    "copied",
    "density",
    "own_words",
    "missing",
    "missing_reworded",
    "held_reworded",
    "foreign",
    "length",
)
NEAREST = 6
_OWN_WORDS = 0.95
_MOST_MISSING, _MOST_FOREIGN = 6, 6
_SENTENCE_END = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The figures of one sentence; shares are 0 to 1.

    Attributes:
        copied: share of its runs of three words that stand in the passages.
        density: Σ (length of a run taken over)² ÷ (length of the sentence)².
        own_words: 1 if all of it is copied.
        missing: content words that no passage holds, 6 at most.
        missing_reworded: the same, less where one long run is taken over.
        held_reworded: share of the content, by rarity, that the best two sentences hold, less
            where one long run is taken over.
        foreign: figures and words of names that no passage holds.
        length: logarithm of the number of words.
        choice: number of sentences there were to choose from.
        nearest: sentences of the passages that hold most of it, best first.
    """

    copied: float
    density: float
    own_words: float
    missing: float
    missing_reworded: float
    held_reworded: float
    foreign: float
    length: float
    choice: int
    nearest: tuple[str, ...]

    def row(self) -> list[float]:
        """Return the figures in the order of ``FEATURES``."""
        return [float(getattr(self, name)) for name in FEATURES]


def grounds(claim: str, passages: Sequence[str], *, names_in: str = "", given: str = "") -> Grounds:
    """Measure a sentence against passages, which may be whole articles.

    Args:
        claim: the sentence.
        passages: what it must rest on.
        names_in: text whose names count as known.
        given: words that need not stand in the passages.
    """
    parts = [passage[s.start : s.end] for passage in passages for s in sentences("", passage)]
    words = [_stems(part) for part in parts]
    held = [frozenset(part) for part in words]
    closed = closed_up("\n".join(parts))
    everything = frozenset().union(*held, _stems(closed))
    # A name that the article explains is as good as given: "Li" is Li Chenggang there.
    wanted = _wanted(claim, f"{given} {names_in}")
    stems = _stems(claim)
    source = [word for part in words for word in (*part, _SENTENCE_END)]
    runs = list(_runs(stems, source))
    length = max(1, len(stems))
    reworded = 1 - max(runs, default=0) / length
    copied = _copied(stems, source)
    missing = min(_MOST_MISSING, sum(not _in(word, everything) for word in wanted))
    holds = [frozenset(word for word in wanted if _in(word, part)) for part in held]
    rare = _rarity(wanted, holds)
    order = sorted(range(len(parts)), key=lambda i: (-_weight(holds[i], rare), len(words[i])))
    two = max((_weight(holds[order[0]] | other, rare) for other in holds), default=0.0)
    known = everything | {stem(t) for t in tokens(names_in)}
    return Grounds(
        copied=copied,
        density=sum(run * run for run in runs) / length**2,
        own_words=float(copied > _OWN_WORDS),
        missing=float(missing),
        missing_reworded=missing * reworded,
        held_reworded=two / (_weight(wanted, rare) or 1) * reworded,
        foreign=float(min(_MOST_FOREIGN, _foreign(claim, "\n".join(parts), known))),
        length=math.log(length),
        choice=len(parts),
        nearest=tuple(parts[i] for i in order[:NEAREST]),
    )


def _stems(text: str) -> list[str]:
    return [stem(american(word)) for word in tokens(text)]


def _wanted(claim: str, given: str) -> frozenset[str]:
    """Return the stems that carry the sentence's meaning, less what is given if any are left."""
    wanted = frozenset(stem(american(word)) for word in content_words(claim))
    return wanted - frozenset(_stems(given)) or wanted


def _in(word: str, held: frozenset[str]) -> bool:
    return word in held or kin(word, held)


def _runs(claim: Sequence[str], source: Sequence[str]) -> Iterator[int]:
    """Yield the lengths of the longest runs that the claim takes over, from left to right."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(source):
        places.setdefault(word, []).append(place)
    at = 0
    while at < len(claim):
        run = max((_common(claim, at, source, p) for p in places.get(claim[at], ())), default=0)
        if run:
            yield run
        at += run or 1


def _common(claim: Sequence[str], at: int, source: Sequence[str], place: int) -> int:
    n = 0
    while at + n < len(claim) and place + n < len(source) and claim[at + n] == source[place + n]:
        n += 1
    return n


def _copied(claim: Sequence[str], source: Sequence[str]) -> float:
    triples = list(zip(claim, claim[1:], claim[2:], strict=False))
    known = set(zip(source, source[1:], source[2:], strict=False))
    return sum(triple in known for triple in triples) / max(1, len(triples))


def _rarity(wanted: frozenset[str], holds: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weigh a word by how few of the sentences hold it."""
    n = len(holds)
    return {
        word: 0.3 + math.log((n + 1) / (sum(word in part for part in holds) + 0.5))
        for word in sorted(wanted)
    }


def _weight(words: frozenset[str], rare: dict[str, float]) -> float:
    return sum(rare[word] for word in words)


def _foreign(claim: str, text: str, known: frozenset[str] | set[str]) -> int:
    held = figures(text) | figures(closed_up(text)) | figure_words(text)
    foreign_figures = (figures(claim) | figure_words(claim)) - held
    words = [stem(american(word)) for name in names(claim) for word in tokens(name)]
    return len(foreign_figures) + sum(not _in(word, frozenset(known)) for word in words)
