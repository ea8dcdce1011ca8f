"""One sentence under check, with what it must rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.text.sentences import sentences
from index.text.synonyms import other_names, word_root
from index.text.words import content_words, kin, word_coverage
from rag.checks.dates import spelled_out

_HELD = 0.5
_AS_FULL = 0.9


@dataclass(frozen=True, kw_only=True)
class Case:
    """What every check looks at.

    Attributes:
        claim: the sentence.
        passages: what it must rest on, as they stand in the articles.
        background: text that explains names and dates, but supports nothing by itself.
    """

    claim: str
    passages: tuple[str, ...]
    background: str = ""

    @cached_property
    def wanted(self) -> frozenset[str]:
        """Return the stems of the claim's content words."""
        return wanted(self.claim)

    @cached_property
    def whole(self) -> str:
        """Return all passages as one text."""
        return "\n".join(self.passages)

    @cached_property
    def parts(self) -> list[str]:
        """Return the sentences of all passages."""
        return in_sentences(self.passages)

    @cached_property
    def explained(self) -> str:
        """Return what the passages mean without saying it: "Friday" a date, "Oslo" Norway."""
        return f"{spelled_out(self.whole, self.background)} {other_names(self.whole)}"

    @cached_property
    def nearest(self) -> str:
        """Return the passage that holds most of the claim's words."""
        return max(self.passages, key=lambda p: word_coverage(self.claim, p), default="")

    @cached_property
    def fullest(self) -> list[str]:
        """Return the sentences that hold most of the claim's content words, half of them at any rate."""
        held = [sum(has(own, word) for word in self.wanted) for own in map(wanted, self.parts)]
        most = max(held, default=0)
        if not most or most < _HELD * len(self.wanted):
            return []
        return [part for part, n in zip(self.parts, held, strict=True) if n >= _AS_FULL * most]


def wanted(text: str) -> frozenset[str]:
    """Return the stems of a text's content words in American spelling."""
    return frozenset(map(word_root, content_words(text)))


def in_sentences(texts: Iterable[str]) -> list[str]:
    """Cut texts into their sentences."""
    return [text[s.start : s.end] for text in texts for s in sentences("", text)]


def has(stems: Collection[str], word: str) -> bool:
    """Tell whether stems have a word, or one of its family.

    Args:
        stems: of a text.
        word: a stem.
    """
    return word in stems or kin(word, stems)


def speaks_of(stems: frozenset[str], matter: Sequence[str]) -> bool:
    """Tell whether a text is about some matter: it has its first word, and the half of all.

    Args:
        stems: of the text.
        matter: stems, in their order.
    """
    held = [has(stems, word) for word in matter]
    return held[:1] == [True] and sum(held) >= _HELD * len(held)
