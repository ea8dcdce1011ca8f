"""One sentence under check, with what it must rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from index.text.places import other_names
from index.text.words import word_coverage
from rag.checks.dates import spelled_out


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
    def whole(self) -> str:
        """Return all passages as one text."""
        return "\n".join(self.passages)

    @cached_property
    def explained(self) -> str:
        """Return what the passages mean without saying it: "Friday" a date, "Oslo" Norway."""
        return f"{spelled_out(self.whole, self.background)} {other_names(self.whole)}"

    @cached_property
    def nearest(self) -> str:
        """Return the passage that holds most of the claim's words."""
        return max(self.passages, key=lambda p: word_coverage(self.claim, p), default="")
