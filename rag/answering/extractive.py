"""The answer without a language model: the articles' own best sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.library import Library
from index.text.days import with_dates
from index.text.words import content_stems, content_words, counts, names
from index.types import Sentence
from rag.answering.citations import Checked, one_line
from rag.evidence.context import is_heading, leaning_on, repeats, retold, whole
from rag.evidence.has_expected import has_wanted
from rag.evidence.opinion import opinion
from rag.evidence.parts import facets
from rag.evidence.select import Scored, coverage, in_turn, rarity
from rag.types import Evidence, Query
from rag.verdict.found import Found

_MORE = {"list": 4, "over_time": 4, "comparison": 3}
# How much the words of a clause count for its sentence, beside those of the whole question.
CLAUSE, BESIDE, NEXT_TO = 1.5, 0.3, 0.5
MIN_GAIN = 0.2
# A second sentence stands beside the first where it is so nearly as good, by the mixed score.
NEARLY = 0.8
# What a reader takes in at a glance.
MOST_WORDS = 100


def best_sentences(found: Found, scored: Sequence[Scored]) -> list[Checked]:
    """Return the sentence that answers best, and more where they are nearly as good or add a part.

    A sentence that leans on the one before ("These four firms …") is shown with it.

    Args:
        found: what is known about the question.
        scored: those of the sentences found that may be shown, best first.
    """
    query, weights, library = found.query, found.weights, found.library
    able = [item for item in scored if may_answer(item)] or list(scored)
    ranked = _wanted_first(query, able, scored)
    if not ranked:
        return []
    several = query.expected.several or query.kind in _MORE
    most = _MORE.get(query.kind, 3 if several else 2)
    parts = facets(query, library) if query.kind == "over_time" else []
    chosen = _for_each_clause(ranked, found)
    if query.kind == "list":
        chosen += _going_on(chosen[0], scored, library)
    for item in in_turn(ranked, parts)[: 12 + 4 * len(parts)]:
        so_far = " ".join(whole(c.sentence, library) for c in chosen)
        if len(chosen) >= most:
            break
        length = len(so_far.split()) + len(whole(item.sentence, library).split())
        if item.sentence.text in so_far or length > MOST_WORDS:
            continue
        gain = coverage(weights, f"{so_far} {item.sentence.text}") - coverage(weights, so_far)
        # Another article's figure needs its date beside it: see ``rag.answering.conflicts``.
        here = item.sentence.article_id == ranked[0].sentence.article_id
        near = item.score > ranked[0].score - NEARLY and (here or query.kind != "number")
        adds = item.score > 0.75 * ranked[0].score and (several or gain >= MIN_GAIN)
        said = [content_stems(other.sentence.text) for other in chosen]
        if (near or adds) and not repeats(content_stems(item.sentence.text), said):
            chosen.append(item)
    return [own_sentence(item, found) for item in _to_be_read(chosen, found)]


def _wanted_first(
    query: Query, ranked: Sequence[Scored], scored: Sequence[Scored]
) -> Sequence[Scored]:
    """Put the figures first that a list asks for, where the best sentence only leads up to them."""
    if query.kind != "list" or not ranked or has_wanted(query, ranked[0].sentence.text):
        return ranked
    here = [i for i in scored if i.sentence.article_id == ranked[0].sentence.article_id]
    having = [i for i in here if has_wanted(query, i.sentence.text)]
    if not having:
        return ranked
    best = max(having, key=lambda i: (len(counts(i.sentence.text)), i.score))
    first = replace(best, score=ranked[0].score)
    return [first, *(i for i in ranked if i is not best)]


def _going_on(first: Scored, scored: Sequence[Scored], library: Library) -> list[Scored]:
    """Return the next sentence where it leans on the first: "There are two fees. They are …"."""
    return [i for i in scored if first.sentence in leaning_on(i.sentence, library)][:1]


def may_answer(item: Scored) -> bool:
    """Tell whether a sentence is one, and the reader does not rule it out."""
    return not item.far_off and not is_heading(item.sentence.text)


def _to_be_read(chosen: Sequence[Scored], found: Found) -> list[Scored]:
    """Return the best sentence first and the others article by article, each once.

    A sentence that another one brings along is shown there. What makes a list or a course of events
    stays in order.
    """
    articles = list(dict.fromkeys(c.sentence.article_id for c in chosen))
    ordered = sorted(
        chosen, key=lambda c: (articles.index(c.sentence.article_id), c.sentence.number)
    )
    kept: list[Scored] = []
    brought: set[Sentence] = set()
    for item in reversed(ordered):
        if item.sentence not in brought:
            kept.insert(0, item)
            brought |= {*leaning_on(item.sentence, found.library)}
    best = chosen[0].sentence
    if found.query.kind not in _MORE:
        kept.sort(key=lambda c: best not in (c.sentence, *leaning_on(c.sentence, found.library)))
    return kept


def _for_each_clause(fit: Sequence[Scored], found: Found) -> list[Scored]:
    """Return the best sentence for each clause: "What did X cut it to, and what did Y?" has two.

    A later clause is answered by a sentence that holds its words and a figure or name more.
    """
    chosen = [fit[0]]
    for clause in found.query.expected.clauses[1:]:
        own = rarity(content_words(clause), found.library)
        said = " ".join(item.sentence.text for item in chosen)
        known = counts(said) | set(names(said)) | set(found.query.numbers)
        more = [i for i in fit if (counts(i.sentence.text) | set(names(i.sentence.text))) - known]
        best = max(more, key=lambda i: _for_clause(i, own, chosen[0]), default=None)
        if best is not None:
            chosen.append(best)
    return chosen


def _for_clause(item: Scored, own: Mapping[str, float], first: Scored) -> float:
    """Return how well a sentence answers a later clause: by its words, and near the first answer."""
    beside = item.sentence.article_id == first.sentence.article_id
    next_to = beside and abs(item.sentence.number - first.sentence.number) == 1
    near = BESIDE * beside + NEXT_TO * next_to
    return item.score + CLAUSE * coverage(own, item.sentence.text) + near


def own_sentence(item: Scored, found: Found) -> Checked:
    """Return a sentence as it stands, with the one it leans on; days by word get their date.

    Args:
        item: the sentence, with where the asked-for words stand.
        found: tells whether a day, figure or name is asked for.
    """
    query, library = found.query, found.library
    own = [item.sentence, *retold(item.sentence, library)]
    sentences = [*leaning_on(item.sentence, library), *own]
    text = " ".join(one_line(s.text) for s in sentences)
    article = library.article(item.sentence.article_id)
    dated = with_dates(text, article.published) if query.kind == "date" else text
    if (piece := opinion(article)) is not None:
        dated = f"In {piece}: {dated}"
    reasons = ["the article's own sentence"]
    if query.kind == "number":
        reasons.append("it has a figure that the question does not name")
    if dated != text:
        reasons.append("the date in brackets follows from the article's own date")
    return Checked(
        text=dated,
        evidence=tuple(Evidence.of(s, item.chunk_id, item.score) for s in sentences),
        support="verbatim" if dated == text else "supported",
        mark=_mark(item, query, text) if dated == text and len(own) == 1 else None,
        reasons=tuple(reasons),
    )


def _mark(item: Scored, query: Query, text: str) -> tuple[int, int] | None:
    """Return where a text that ends with a sentence has the asked-for figure, day or name."""
    pointed = query.kind in {"number", "date"} or query.expected.name
    if item.span is None or not pointed:
        return None
    shift = len(text) - len(one_line(item.sentence.text))
    return shift + item.span[0], shift + item.span[1]
