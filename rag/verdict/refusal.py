"""Say no precisely: what is missing, what the articles do say, which are nearest."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.types import Sentence
from rag.evidence.select import Scored
from rag.statements.statement import Statement
from rag.types import Candidate, Nearest, Query, Refusal, RefusalReason, Said, nearest_named
from rag.verdict.found import Found
from rag.verdict.others import others_on_it
from rag.verdict.yes_no.settled import SAME_MATTER, refuted

SHOWN = 3


def refusal(found: Found, reason: RefusalReason, missing: Sequence[str] = ()) -> Refusal:
    """Build a refusal: nearest articles named, what is said instead, nothing cited.

    Args:
        found: what is known about the question.
        reason: why there is no answer; where the articles deny what the question takes for
            granted, the refusal says that instead.
        missing: words of the question that nothing holds.
    """
    query, statements, scored = found.query, found.statements, found.scored
    others = others_on_it(found)
    nearest = _nearest(found.retrieval.candidates, found.library)
    denial = None if missing else refuted(query, scored)
    if denial is not None:
        reason = "false_premise"
    near = [] if query.kind == "who_said" and query.phrases else _of_name(query, scored)
    parts = [_what(query, reason, missing, statements)]
    if query.language:
        parts = [f"The question seems to be in {query.language}; ask it in English."]
    # Who is called by a common word only ("a statement") is not worth naming.
    if reason != "false_premise" and others and (others[0].speaker or "")[:1].isupper():
        parts.append(_of_others(query, others))
    if undated := found.retrieval.undated_left_out:
        left = "1 article" if undated == 1 else f"{undated} articles"
        parts.append(f"{left} without a date could not be looked at within these dates.")
    if nearest:
        parts.append(nearest_named(nearest))
    return Refusal(
        reason=reason,
        message=" ".join(parts),
        instead=_instead(denial, [*_offered(query, others), *statements], near, reason),
        nearest=nearest,
        missing=tuple(missing),
    )


def _what(
    query: Query, reason: RefusalReason, missing: Sequence[str], statements: Sequence[Statement]
) -> str:
    """Name what the articles do not say."""
    if reason == "not_mentioned" and missing:
        return f"The articles do not mention {_listed(missing)}."
    if query.whether is not None and query.whether.judgement:
        return "That is a matter of opinion, which the articles do not settle."
    if query.claim is not None:
        just = "just " if statements and statements[0].coverage >= SAME_MATTER else ""
        return f"{query.speakers[0]} does not say {just}that in these articles."
    if query.kind == "who_said" and query.phrases:
        return "Nobody is quoted with these words in these articles."
    if query.unheard is not None and query.kind == "quote":
        return f"{query.unheard} is not quoted in these articles."
    if (
        query.speakers
        and query.kind == "quote"
        and not (statements or query.topic or query.periods)
    ):
        return f"{query.speakers[0]} says nothing in these articles."
    if query.speakers and query.kind in {"quote", "who_said"} and (query.topic or query.periods):
        return f"In these articles {query.speakers[0]} is not quoted on that."
    if reason == "false_premise":
        return "The articles do not bear out what the question takes for granted."
    if reason == "weak_retrieval":
        return "Nothing in the articles is near enough to this question to answer it."
    return "The articles do not say that."


def _of_name(query: Query, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Return the sentences that name whom the question asks about, where the ledger has no word of his."""
    if query.unheard is None:
        return scored
    return [item for item in scored if query.names_unheard(item.sentence.text)]


def _offered(query: Query, others: Sequence[Statement]) -> Sequence[Statement]:
    """Return what of the others' words is offered: of a judgement all sides."""
    judged = query.whether is not None and query.whether.judgement
    return others[: SHOWN if judged else 1]


def _of_others(query: Query, others: Sequence[Statement]) -> str:
    if query.whether is not None and query.whether.judgement:
        speakers = [s.speaker for s in others[:SHOWN] if s.speaker]
        return f"On it speak: {', '.join(speakers)}."
    return f"{others[0].speaker} {'is' if query.claim is None else 'does'}."


def _listed(words: Sequence[str]) -> str:
    marked = [f"“{word}”" for word in words[:3]]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"


def _nearest(candidates: Sequence[Candidate], library: Library) -> tuple[Nearest, ...]:
    ids = list(dict.fromkeys(c.article_id for c in candidates))[:SHOWN]
    return tuple(Nearest(article_id=id_, title=library.article(id_).title) for id_ in ids)


def _instead(
    denial: Sentence | None,
    statements: Sequence[Statement],
    scored: Sequence[Scored],
    reason: RefusalReason,
) -> tuple[Said, ...]:
    """Offer the denial, what was said on it by whom, else the sentences nearest to the question."""
    if reason == "weak_retrieval":
        return ()
    sentences = [denial] if denial is not None else []
    sentences += [s.sentences[0] for s in statements[:SHOWN]]
    sentences += [item.sentence for item in scored[: 2 if not statements else 0]]
    unique = dict.fromkeys(sentences)
    return tuple(
        Said(article_id=s.article_id, start=s.start, end=s.end, quote=s.text)
        for s in list(unique)[:SHOWN]
    )
