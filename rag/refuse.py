"""Say no precisely: what is missing, what the articles do say, which are nearest."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from rag.select import Scored
from rag.statements import Statement
from rag.types import Candidate, Nearest, Query, Refusal, RefusalReason, Said

SHOWN = 3


def refusal(
    query: Query,
    reason: RefusalReason,
    candidates: Sequence[Candidate],
    library: Library,
    *,
    missing: Sequence[str] = (),
    statements: Sequence[Statement] = (),
    scored: Sequence[Scored] = (),
    undated_left_out: int = 0,
) -> Refusal:
    """Build a refusal: nearest articles named, what is said instead, nothing cited."""
    nearest = _nearest(candidates, library)
    parts = [_what(query, reason, missing)]
    if undated_left_out:
        left = "1 article" if undated_left_out == 1 else f"{undated_left_out} articles"
        parts.append(f"{left} without a date could not be looked at within these dates.")
    if nearest:
        titles = "; ".join(f"“{n.title or n.article_id}”" for n in nearest)
        parts.append(f"Nearest: {titles}.")
    return Refusal(
        reason=reason,
        message=" ".join(parts),
        instead=_instead(statements, scored) if reason != "weak_retrieval" else (),
        nearest=nearest,
    )


def _what(query: Query, reason: RefusalReason, missing: Sequence[str]) -> str:
    """Name what the articles do not say."""
    if reason == "not_mentioned" and missing:
        return f"The articles do not mention {_listed(missing)}."
    if query.speakers and query.kind in {"quote", "who_said"} and query.topic:
        return f"In these articles {query.speakers[0]} does not speak about that ({query.topic})."
    if reason == "weak_retrieval":
        return "Nothing in the articles is near enough to this question to answer it."
    return "The articles do not say that."


def _listed(words: Sequence[str]) -> str:
    marked = [f"“{word}”" for word in words[:3]]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"


def _nearest(candidates: Sequence[Candidate], library: Library) -> tuple[Nearest, ...]:
    ids = list(dict.fromkeys(c.article_id for c in candidates))[:SHOWN]
    return tuple(Nearest(article_id=id_, title=library.article(id_).title) for id_ in ids)


def _instead(statements: Sequence[Statement], scored: Sequence[Scored]) -> tuple[Said, ...]:
    """Offer what that speaker did say, else the sentences nearest to the question."""
    sentences = [s.sentences[0] for s in statements[:SHOWN]]
    sentences += [item.sentence for item in scored[: 2 if not statements else 0]]
    unique = dict.fromkeys(sentences)
    return tuple(
        Said(article_id=s.article_id, start=s.start, end=s.end, quote=s.text)
        for s in list(unique)[:SHOWN]
    )
