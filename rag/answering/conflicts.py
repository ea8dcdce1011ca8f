"""Where another article gives another figure for the same thing, both are shown, with dates."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.text.words import counts
from rag.answering.citations import Checked
from rag.answering.extractive import own_sentence
from rag.evidence.context import whole
from rag.evidence.has_expected import fits
from rag.evidence.select import Scored
from rag.verdict.found import Found

CONSIDERED = 10
SAME_THING, AS_MUCH = 0.75, 0.05


def other_figure(found: Found, shown: Sequence[Checked], library: Library) -> Checked | None:
    """Return the sentence of another article that gives another figure, introduced by its date.

    The same thing is meant where the two sentences mean nearly the same, hold as much of the
    question, and count in the same unit. Nothing unless a figure was asked for, and nothing
    where an answer shows several.
    """
    if found.query.kind != "number" or len(shown) != 1:
        return None
    near = [
        item
        for item in found.scored[:CONSIDERED]
        if fits(found.query, whole(item.sentence, library)) and not item.far_off
    ]
    first = next((i for i in near if i.sentence.text in shown[0].text), None)
    if first is None:
        return None
    vector = library.embedder.documents([first.sentence.text])[0]
    for item in near:
        if _differs(first, item, found) and library.similarity(item.sentence, vector) >= SAME_THING:
            return _introduced(item, found, library)
    return None


def _differs(first: Scored, item: Scored, found: Found) -> bool:
    known = set(found.query.numbers)
    own, other = counts(first.sentence.text) - known, counts(item.sentence.text) - known
    return (
        item.sentence.article_id != first.sentence.article_id
        and bool(own and other)
        and not own & other
        and {_unit(f) for f in own} == {_unit(f) for f in other}
        and item.coverage >= first.coverage - AS_MUCH
    )


def _unit(figure: str) -> str:
    return "%" if figure.endswith("%") else figure.partition(" ")[2]


def _introduced(item: Scored, found: Found, library: Library) -> Checked:
    article = library.article(item.sentence.article_id)
    source = article.publisher or article.title or article.article_id
    when = f"on {article.published[:10]}" if article.published else "without a date"
    own = own_sentence(item, found.query, library)
    return Checked(
        text=f"Another figure, in {source} {when}: {own.text}",
        evidence=own.evidence,
        support="supported",
        reasons=("another article gives another figure for the same thing", *own.reasons),
    )
