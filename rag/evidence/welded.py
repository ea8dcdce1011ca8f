"""A figure of one article, the subject of another: joined, they would say what no article says."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.text.places import places
from index.text.synonyms import alike, word_root
from index.text.words import counts, kin, tokens
from index.types import Sentence
from rag.evidence.has_expected import has_wanted
from rag.evidence.select import Scored, held_stems
from rag.evidence.standing import held
from rag.types import Query

NEAR, HEAD, BEFORE = 8, 2, 3
# Another article holds as much of the question, or nearly.
AS_MUCH = 0.2


def welded(query: Query, scored: Sequence[Scored], library: Library) -> bool:
    """Tell whether the figure that would be shown is of something else than is asked about.

    So it is where the nation or region asked about stands nowhere about the sentence, and another does; where
    a word of the question stands only beside another figure in another article; and where the value
    of the year before is wanted, and the sentence has this year's only.
    """
    if query.kind != "number" or not scored:
        return False
    first = scored[0].sentence
    if query.earlier and not _two_of_a_kind(first.text):
        return True
    times = {word for period in query.periods for word in tokens(period.words)}
    about = _about(first, library)
    if any(_elsewhere(name, first, library) for name in query.named):
        return True
    lost = [t for t in query.terms if t not in times and not t[0].isdigit() and not _held(t, about)]
    others = [
        i
        for i in scored[1:NEAR]
        if i.sentence.article_id != first.article_id and held(i) >= held(scored[0]) - AS_MUCH
    ]
    return any(
        _held(term, held_stems(other.sentence.text)) and has_wanted(query, other.sentence.text)
        for term in lost
        for other in others
    )


def _two_of_a_kind(text: str) -> bool:
    """Tell whether a text has two figures that count in the same unit: this year's and last year's."""
    units = ["%" if f.endswith("%") else f.partition(" ")[2] for f in counts(text)]
    return len(units) > len(set(units))


def _elsewhere(name: str, sentence: Sentence, library: Library) -> bool:
    """Tell whether a sentence is of another place than the one named, which stands nowhere about it."""
    asked = places(name)
    return bool(asked and places(sentence.text)) and not asked & places(_around(sentence, library))


def _about(sentence: Sentence, library: Library) -> frozenset[str]:
    return held_stems(_around(sentence, library))


def _around(sentence: Sentence, library: Library) -> str:
    every = library.sentences(sentence.article_id)
    near = every[max(0, sentence.number - BEFORE) : sentence.number + 2]
    title = library.article(sentence.article_id).title or ""
    return " ".join([title, *(s.text for s in (*every[:HEAD], *near))])


def _held(term: str, stems: frozenset[str]) -> bool:
    own = word_root(term)
    return bool(alike(own) & stems) or kin(own, stems)
