"""The same story printed twice: exact copies, reprints, cuts and light edits of a wire text.

A story's fingerprint is a sample of its runs of four words: those whose hash is small (mod-p
sampling; Broder 1997, On the resemblance and containment of documents). Two stories that share
part of the sample are then compared word by word. One is a copy of another if nearly all of its
words stand there in the same company, most of its figures too, none of them in the place of another,
and no stretch of it is new: a follow-up that repeats its background is another story, and so is what
puts a figure right. So a cut is a copy of the whole, never the
whole a copy of its cut, and nothing a reader could be told is lost by showing one for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.fingerprint import Fingerprint, Marks, story_words
from index.text.calendar_words import MONTHS

# Candidates share at least so many marks, and so much of the smaller sample.
_FEWEST_SHARED = 2
_LEAST_SHARED = 0.25
_MOST_UNSORTED = 200
# What makes a copy; picked on planted copies, see docs/archive.md.
_COMPANY = 3
_COVERED = 0.72
_FIGURES = 0.8
_LONGEST_NEW = 40
_FEWEST_WORDS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a story relates to one that is known.

    Attributes:
        article_id: of the known story.
        kind: "exact": the same words; "near": a copy of it, whole or cut; "fuller": the known
            story is a copy of this one, which has more.
        share: of the copy's words that stand in the other, in the same company.
    """

    article_id: str
    kind: Literal["exact", "near", "fuller"]
    share: float


class DuplicateIndex:
    """Finds the known story of which another is a copy.

    Args:
        known: article ids with their fingerprints, of canonical stories only.
        text_of: returns the cleaned text of a known article.
    """

    def __init__(
        self, known: Iterable[tuple[str, Fingerprint]], text_of: Callable[[str], str]
    ) -> None:
        self._text_of = text_of
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._prints: list[Fingerprint] = []
        self._by_digest: dict[bytes, str] = {}
        self._postings = _Postings()
        self._gone: set[int] = set()
        for article_id, print_ in known:
            self.add(article_id, print_)

    def add(self, article_id: str, print_: Fingerprint) -> None:
        """Make a story known.

        Args:
            article_id: of an article that stands for a story.
            print_: of its text.
        """
        number = self._numbers[article_id] = len(self._ids)
        self._postings.add(print_.marks, number)
        self._ids.append(article_id)
        self._prints.append(print_)
        self._by_digest.setdefault(print_.digest, article_id)

    def remove(self, article_id: str) -> None:
        """Forget a story; one that is not known is no error."""
        number = self._numbers.pop(article_id, None)
        if number is None:
            return
        self._gone.add(number)
        digest = self._prints[number].digest
        if self._by_digest.get(digest) == article_id:
            del self._by_digest[digest]

    def match(self, text: str, print_: Fingerprint) -> Match | None:
        """Return the known story that a text is a copy of, or that is a copy of it.

        Args:
            text: cleaned.
            print_: its fingerprint.
        """
        same = self._by_digest.get(print_.digest)
        if same is not None:
            return Match(article_id=same, kind="exact", share=1.0)
        words = story_words(text)
        if len(words) < _FEWEST_WORDS:
            return None
        found = (self._compared(words, n) for n in self._candidates(print_.marks))
        return max(filter(None, found), key=lambda m: (m.kind == "near", m.share), default=None)

    def _candidates(self, marks: Marks) -> Iterator[int]:
        for owner, shared in self._postings.owners(marks).most_common():
            smaller = min(len(marks), len(self._prints[owner].marks))
            enough = shared >= max(min(_FEWEST_SHARED, smaller), _LEAST_SHARED * smaller)
            if enough and owner not in self._gone:
                yield owner

    def _compared(self, words: Sequence[str], number: int) -> Match | None:
        article_id = self._ids[number]
        known = story_words(self._text_of(article_id))
        if (share := copied(words, known)) is not None:
            return Match(article_id=article_id, kind="near", share=share)
        if len(known) >= _FEWEST_WORDS and (share := copied(known, words)) is not None:
            return Match(article_id=article_id, kind="fuller", share=share)
        return None


def copied(words: Sequence[str], original: Sequence[str]) -> float | None:
    """Return the share of words that stand in an original, None if they are no copy of it.

    Args:
        words: of what may be a copy, as ``story_words`` gives them.
        original: the words of what it may be a copy of.
    """
    covered = _covered(words, original)
    share = sum(covered) / max(len(words), 1)
    if share < _COVERED or _longest_new(covered) > _LONGEST_NEW:
        return None
    return share if _same_figures(words, original) else None


def _covered(words: Sequence[str], original: Sequence[str]) -> list[bool]:
    """Tell of each word whether a run of three around it stands in the original."""
    runs = set(zip(*(original[start:] for start in range(_COMPANY)), strict=False))
    covered = [False] * len(words)
    for at in range(len(words) - _COMPANY + 1):
        if tuple(words[at : at + _COMPANY]) in runs:
            covered[at : at + _COMPANY] = [True] * _COMPANY
    return covered


def _longest_new(covered: Sequence[bool]) -> int:
    """Return how many new words stand in a row at most."""
    longest = run = 0
    for known in covered:
        run = 0 if known else run + 1
        longest = max(longest, run)
    return longest


def _same_figures(words: Sequence[str], original: Sequence[str]) -> bool:
    """Tell whether most figures are the original's: a monthly report differs by nothing else."""
    figures = {word for word in words if word[0].isdigit()}
    kept = figures & set(original)
    if len(kept) < _FIGURES * len(figures):
        return False
    own, others = _values(words), _values(original)
    return all(values & others.get(company, values) for company, values in own.items())


def _values(words: Sequence[str]) -> dict[tuple[str, ...], set[str]]:
    """Return a text's figures, but days of a month, by the two words before and behind them."""
    found: dict[tuple[str, ...], set[str]] = {}
    for at in range(2, len(words) - 2):
        if words[at][0].isdigit() and words[at - 1] not in MONTHS:
            company = (*words[at - 2 : at], *words[at + 1 : at + 3])
            found.setdefault(company, set()).add(words[at])
    return found


class _Postings:
    """Which stories have a mark: two sorted columns, and a short list not yet sorted in."""

    def __init__(self) -> None:
        self._marks: Marks = np.empty(0, dtype=np.uint32)
        self._owners = np.empty(0, dtype=np.int32)
        self._recent: list[tuple[Marks, int]] = []

    def add(self, marks: Marks, owner: int) -> None:
        self._recent.append((marks, owner))
        if len(self._recent) > _MOST_UNSORTED:
            self._sort_in()

    def owners(self, marks: Marks) -> Counter[int]:
        """Count, for each story, how many of some marks it has."""
        found: Counter[int] = Counter()
        for known, owner in self._recent:
            if shared := len(np.intersect1d(known, marks, assume_unique=True)):
                found[owner] = shared
        first = np.searchsorted(self._marks, marks, side="left")
        last = np.searchsorted(self._marks, marks, side="right")
        for start, end in zip(first.tolist(), last.tolist(), strict=True):
            if end > start:
                found.update(self._owners[start:end].tolist())
        return found

    def _sort_in(self) -> None:
        marks = np.concatenate([self._marks, *(m for m, _ in self._recent)])
        owners = np.concatenate(
            [self._owners, *(np.full(len(m), n, dtype=np.int32) for m, n in self._recent)]
        )
        order = np.argsort(marks, kind="stable")
        self._marks, self._owners = marks[order], owners[order]
        self._recent = []
