"""How much of a sentence's words other words hold, and text in one form for comparing."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.text.words import all_stems, content_stems

_FAMILY = 5


def word_coverage(claim: str, text: str, given: str = "") -> float:
    """Return the share of the claim's content words that a text holds, 0 to 1.

    Words that are ``given`` are left out, as long as others remain.
    """
    wanted = content_stems(claim)
    wanted = (wanted - content_stems(given)) or wanted
    if not wanted:
        return 0.0
    held = all_stems(text)
    return sum(word in held or kin(word, held) for word in wanted) / len(wanted)


def kin(word: str, held: Collection[str]) -> bool:
    """Tell whether a word of the same family is held ("china" and "chines", "agre" and "agreement")."""
    if len(word) < _FAMILY:
        return False
    return any(len(other) >= _FAMILY and other[:_FAMILY] == word[:_FAMILY] for other in held)


def normal(text: str) -> str:
    """Return a text with one form of quotation marks, dashes and spaces, lower case."""
    text = re.sub(r"[“”„«»]", '"', text)
    text = re.sub(r"[‘’‚`]", "'", text)
    text = re.sub(r"[‐-―]", "-", text)
    return re.sub(r"\s+", " ", text).lower().strip()
