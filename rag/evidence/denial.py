"""Sentences that deny what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Sentence
from rag.evidence.select import Scored
from rag.types import Query

NEAR = 6
# So much of the best sentence's share of the question makes another one near it.
SAME_MATTER = 0.6
_DENIES = re.compile(
    r"\b(?:not(?! (?:the )?(?:only|just|alone)\b)|never|no (?:such|plans?|talks?|intention|evidence)|untrue|"
    r"false|den(?:y|ies|ied)|deny|unable|"
    r"reject(?:s|ed)?|refut(?:e|es|ed)|ruled out|without|contrary to|rather than|instead of)\b|n[’']t\b",
    re.IGNORECASE,
)


def denied(query: Query, scored: Sequence[Scored]) -> Sentence | None:
    """Return the near sentence that denies what a "Why did …?" takes for granted, if one does."""
    if not query.expected.takes_for_granted:
        return None
    near = [item for item in scored[:NEAR] if item.coverage >= SAME_MATTER * scored[0].coverage]
    return next((i.sentence for i in near if _DENIES.search(i.sentence.text)), None)
