"""The answer without a language model: the articles' own best sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.library import Library
from rag.cite import Checked
from rag.select import Scored, coverage, dated
from rag.types import Evidence, Query
from rag.words import counts

_SEVERAL = re.compile(
    r"\b(?:each|both|before and after|and (?:what|which|who|when|how|at what))\b", re.I
)
_MORE = {"list": 4, "over_time": 4, "comparison": 3}
MIN_GAIN = 0.2


def best_sentences(
    query: Query, scored: Sequence[Scored], weights: dict[str, float], library: Library
) -> list[Checked]:
    """Return the sentence that answers best, and more only where they add what was asked for."""
    fitting = [item for item in scored if fits(query, item)] or list(scored)
    if not fitting:
        return []
    several = bool(_SEVERAL.search(query.question)) or query.kind in _MORE
    most = _MORE.get(query.kind, 3 if several else 2)
    chosen = [fitting[0]]
    for item in fitting[1:12]:
        if len(chosen) == most:
            break
        so_far = " ".join(c.sentence.text for c in chosen)
        gain = coverage(weights, f"{so_far} {item.sentence.text}") - coverage(weights, so_far)
        near = item.score > 0.75 * chosen[0].score
        if near and (several or gain >= MIN_GAIN):
            chosen.append(item)
    first = chosen[0].sentence.article_id
    chosen.sort(key=lambda c: (c.sentence.article_id != first, c.sentence.number))
    return [_checked(item) for item in chosen]


def fits(query: Query, item: Scored) -> bool:
    """A question for a figure or a day is answered by a sentence that has one of its own."""
    if query.kind == "number":
        return bool(counts(item.sentence.text) - set(query.numbers))
    if query.kind == "date":
        return dated(item.sentence.text)
    return True


def _checked(item: Scored) -> Checked:
    s = item.sentence
    evidence = Evidence(
        article_id=s.article_id,
        chunk_id=item.chunk_id,
        sentence=s.number,
        start=s.start,
        end=s.end,
        text=s.text,
        score=item.score,
    )
    return Checked(text=re.sub(r"\s+", " ", s.text), evidence=(evidence,), support="verbatim")
