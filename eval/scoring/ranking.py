"""How well the passages are found: hit@k, recall@k, MRR and nDCG@10, by ir-measures.

Twice: by gold article, and by gold span (a passage counts when it holds at least half of the
span's characters). Where a question names several sets of passages, each enough by itself, it
gets the best figure that one of them gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import ftfy
from ir_measures import RR, Qrel, R, ScoredDoc, Success, iter_calc, nDCG

from eval.questions.dataset import Passage, Question
from eval.types import Place
from index.types import Sentence
from rag.types import Evidence

_NAMES = {
    Success @ 1: "hit@1", Success @ 5: "hit@5", Success @ 10: "hit@10", R @ 5: "recall@5",
    R @ 10: "recall@10", RR: "mrr", nDCG @ 10: "ndcg@10",
}  # fmt: skip
MEASURES = tuple(_NAMES.values())
HALF = 0.5


def measures(golds: Sequence[frozenset[str]], ranked: Sequence[str]) -> dict[str, float]:
    """Return the measures of a ranking, the best over several gold sets.

    With G the gold set and r_i = 1 if the i-th is in G: hit@k = max r_1..r_k; recall@k =
    Σ r_1..r_k ÷ |G|; MRR = 1 ÷ rank of the first hit; nDCG@10 = Σ r_i ÷ log2(i + 1), over
    what the best order would give (Järvelin & Kekäläinen 2002).

    Args:
        golds: sets of relevant ids.
        ranked: found ids, best first, none twice.
    """
    best = dict.fromkeys(MEASURES, 0.0)
    if not ranked:
        return best
    judged = [Qrel(str(i), id_, 1) for i, gold in enumerate(golds) for id_ in sorted(gold)]
    found = [
        ScoredDoc(str(i), id_, float(len(ranked) - place))
        for i in range(len(golds))
        for place, id_ in enumerate(ranked)
    ]
    for metric in iter_calc(_NAMES, judged, found):
        name = _NAMES[metric.measure]
        best[name] = max(best[name], float(metric.value))
    return best


def article_measures(question: Question, places: Sequence[Place]) -> dict[str, float] | None:
    """Rank articles by their first passage; None without gold evidence.

    Args:
        question: of a set.
        places: of the passages found, best first.
    """
    golds = gold_articles(question)
    found = dict.fromkeys(place.article_id for place in places)
    return measures(golds, list(found)) if golds else None


def span_measures(
    question: Question, places: Sequence[Place], text_of: Callable[[str], str]
) -> dict[str, float] | None:
    """Rank gold spans by the first passage that holds them; None if none is found in its article.

    Args:
        question: of a set.
        places: of the passages found, best first.
        text_of: the stored text of an article by id.
    """
    spans = gold_spans(question, text_of)
    if not spans:
        return None
    sets = (frozenset(str(p) for p in chosen if p in spans) for chosen in gold_sets(question))
    return measures([gold for gold in sets if gold], _held(spans, places))


def gold_sets(question: Question) -> tuple[tuple[Passage, ...], ...]:
    """Return the sets of passages that are each enough to answer."""
    return question.evidence_any_of or ((question.evidence,) if question.evidence else ())


def gold_articles(question: Question) -> list[frozenset[str]]:
    """Return the articles of those sets."""
    return [frozenset(p.article_id for p in chosen) for chosen in gold_sets(question)]


def renamed(question: Question, name_of: Callable[[str], str]) -> Question:
    """Return a question whose passages name their articles as an index does.

    Args:
        question: as its set has it.
        name_of: an article's name in the set to its name in the index (a copy's original).
    """

    def passages(found: Sequence[Passage]) -> tuple[Passage, ...]:
        return tuple(replace(p, article_id=name_of(p.article_id)) for p in found)

    return replace(
        question,
        evidence=passages(question.evidence),
        evidence_any_of=tuple(passages(chosen) for chosen in question.evidence_any_of),
        near_miss=passages(question.near_miss),
    )


def gold_spans(question: Question, text_of: Callable[[str], str]) -> dict[Passage, Place]:
    """Return where the gold passages stand in the stored, cleaned texts, as far as they do.

    Args:
        question: of a set.
        text_of: the stored text of an article by id.
    """
    return {
        p: Place(article_id=p.article_id, start=span[0], end=span[1])
        for p in {passage for chosen in gold_sets(question) for passage in chosen}
        if (span := locate(p.quote, text_of(p.article_id)))
    }


def shares(gold: Place, found: Sentence | Evidence) -> bool:
    """Tell whether a gold passage and what was found share half of the shorter one.

    Args:
        gold: where a gold passage stands.
        found: where what was found stands.
    """
    shorter = min(gold.end - gold.start, found.end - found.start)
    return _shared(gold, found) >= HALF * shorter


def locate(words: str, text: str) -> tuple[int, int] | None:
    """Return where words stand in a text, whatever marks and blanks are between them.

    Args:
        words: as a set quotes them.
        text: stored, cleaned.
    """
    parts = re.findall(r"\w+", ftfy.fix_text(words))
    if not parts:
        return None
    found = re.search(r"\W+".join(map(re.escape, parts)), text, re.IGNORECASE)
    return found.span() if found else None


def _held(spans: Mapping[Passage, Place], places: Sequence[Place]) -> list[str]:
    """Return a ranking: for each place the gold spans it is the first to hold, else itself."""
    ranked: dict[str, None] = {}
    for number, place in enumerate(places):
        held = sorted(
            str(p)
            for p, span in spans.items()
            if _shared(span, place) >= HALF * (span.end - span.start)
        )
        ranked |= dict.fromkeys(held or [f"place {number}"])
    return list(ranked)


def _shared(one: Place, other: Place | Sentence | Evidence) -> int:
    """Return how many characters two places share; less than none in different articles."""
    if one.article_id != other.article_id:
        return -1
    return min(one.end, other.end) - max(one.start, other.start)
