"""A figure of one article, the subject of another: joined, they would say what no article says."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.text.calendar_words import CALENDAR
from index.text.places import nation_words, places
from index.text.synonyms import alike, stems_of, turns, word_root
from index.text.words import STOP_WORDS, counts, kin, tokens
from index.types import Sentence
from rag.evidence.context import without_dateline
from rag.evidence.select import Scored, held_stems
from rag.types import Query

HEAD, BEFORE = 2, 3


def welded(query: Query, scored: Sequence[Scored], library: Library) -> bool:
    """Tell whether the figure that would be shown is of something else than is asked about.

    So it is where its article does not name who or what is asked about, where it is of another nation or region, where
    the good or measure asked about stands nowhere about the sentence, where the value of the year before is wanted, and
    the sentence has this year's only, and where what was exported is asked for, and the sentence has what was imported.

    Args:
        query: the question; one that wants no figure has none of something else.
        scored: the sentences, in the order in which they would be shown.
        library: the index.
    """
    if query.kind != "number" or not scored:
        return False
    first = scored[0].sentence
    if query.earlier and not _two_of_a_kind(first.text):
        return True
    if query.does and turns(stems_of(query.does.lower()), held_stems(first.text)):
        return True
    if any(
        _unnamed(name, query, first, library) or _elsewhere(name, query, first, library)
        for name in query.named
    ):
        return True
    return _of_another_thing(query, first, library)


def _of_another_thing(query: Query, sentence: Sentence, library: Library) -> bool:
    """Tell whether what a figure is asked of stands nowhere about a sentence: another good, another measure."""
    times = {word for period in query.periods for word in tokens(period.words)}
    about = _about(sentence, library)
    return any(not _held(noun, about) for noun in query.measured - times)


def _two_of_a_kind(text: str) -> bool:
    """Tell whether a text has two figures that count in the same unit: this year's and last year's."""
    units = ["%" if f.endswith("%") else f.partition(" ")[2] for f in counts(text)]
    return len(units) > len(set(units))


def _unnamed(name: str, query: Query, sentence: Sentence, library: Library) -> bool:
    """Tell whether the article of a sentence has no word of a name that is asked about, nor another for it.

    What an abbreviation stands for may be written out there.
    """
    other = CALENDAR | STOP_WORDS | {w for by in query.publishers for w in tokens(by)}
    words = [w for w in tokens(name) if w not in other and not w.isdigit()]
    article = library.article(sentence.article_id)
    held = held_stems(f"{article.title or ''} {article.text}")
    nation = {word_root(word.lower()) for word in nation_words(name)}
    return (
        bool(words)
        and not (name.isupper() or nation & held)
        and not any(_held(word, held) for word in words)
    )


def _elsewhere(name: str, query: Query, sentence: Sentence, library: Library) -> bool:
    """Tell whether a sentence is of a place that is not asked about, and not of the one named."""
    asked = places(name)
    here = places(without_dateline(sentence.text))
    others = here - frozenset().union(*map(places, query.named))
    near = here if others else places(_around(sentence, library))
    return bool(asked and here) and not asked & near


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
