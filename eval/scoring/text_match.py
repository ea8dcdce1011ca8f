"""How much of a short reference answer a text gives: exact match and token F1.

Source of both: Rajpurkar et al. 2016, SQuAD, with its normalisation (lower case, no
punctuation, no articles, single blanks).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.text.words import all_stems, content_stems

_MARKER = re.compile(r"\s*\[\d+\]")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(r"[^\w\s]")


def without_markers(text: str) -> str:
    """Return a text without its citation markers."""
    return _MARKER.sub("", text)


def squad_words(text: str) -> list[str]:
    """Return the words that count, citation markers left out."""
    plain = _PUNCTUATION.sub("", without_markers(text).lower())
    return _ARTICLES.sub(" ", plain).split()


def exact_match(text: str, references: Sequence[str]) -> bool:
    """Tell whether the whole text is one of the references.

    Args:
        text: the answer.
        references: right answers.
    """
    said = squad_words(text)
    return any(said == squad_words(reference) for reference in references)


def token_f1(text: str, references: Sequence[str]) -> float:
    """Return the best F1 = 2PR ÷ (P + R) over the references, words counted as often as they stand.

    A full sentence around a short answer has a low precision: compare F1 between systems that
    answer in the same form only.

    Args:
        text: the answer.
        references: right answers.
    """
    return max((_f1(squad_words(text), squad_words(r)) for r in references), default=0.0)


def recall(text: str, reference: str, known: str = "") -> float:
    """Return the share of the reference's content words in the text, those already known left out.

    Args:
        text: the answer.
        reference: a right answer.
        known: the question, whose words prove nothing.
    """
    wanted = (content_stems(reference) - content_stems(known)) or content_stems(reference)
    return len(wanted & all_stems(text)) / len(wanted) if wanted else 0.0


def _f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    common = sum((Counter(said) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, found = common / len(said), common / len(wanted)
    return 2 * precision * found / (precision + found)
