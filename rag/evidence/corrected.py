"""Corrections before errors: what an article, or the next sentence, calls wrong is put right by what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.text.words import counts, figure_words
from index.types import Sentence
from rag.evidence.context import leaning_on, without_dateline
from rag.evidence.select import Scored, held

# So many of the best sentences are looked at; holding nearly as much of the question, one is of the same matter.
CONSIDERED, AS_MUCH = 10, 0.05
_ADMITS = re.compile(
    # So a desk heads what it puts right.
    r"^\W*(?:corrections?|clarifications?|corrigend(?:um|a)|errat(?:um|a))\s*:|"
    r"\b(?:erroneously|incorrectly|wrongly|mistakenly|in error|misstated|misreported|misidentified|"
    r"(?:earlier|previous) (?:version|edition) of this|corrects? (?:an?|the) (?:earlier|previous))\b",
    re.IGNORECASE,
)


# The former value stands right behind one of these, within so many characters.
FORMER = 16
_TO = re.compile(r"\bto\b")
_FORMER = re.compile(
    r"\b(?:instead of|rather than|not|from|up on|down on|compared with|against)\b", re.I
)
# "The story gave it as 17. That was wrong."
_WAS_WRONG = re.compile(
    r"\W*(?:that|this|it) (?:is|was) (?:wrong|incorrect|untrue|an error|a mistake)\W*",
    re.IGNORECASE,
)


def admits_error(text: str) -> bool:
    """Tell whether a sentence tells of an error of the article's own, or of an earlier one."""
    return bool(_ADMITS.search(without_dateline(text)))


def corrected_first(scored: Sequence[Scored], library: Library) -> list[Scored]:
    """Return sentences with a correction first and the error behind it, where an article admits one.

    Args:
        scored: the sentences, best first.
        library: the index.
    """
    for item in scored[:CONSIDERED]:
        error = item.sentence
        if not _is_error(error, library):
            error = error_before(error, library) or error
        right = _right(error, library) if _is_error(error, library) else None
        if right is None or held(item) < held(scored[0]) - AS_MUCH:
            continue
        # What puts an error right answers whatever the error would have answered, and what it answers itself.
        own = next((i for i in scored if i.sentence == right), replace(item, span=None))
        logits = [i.logit for i in (own, item) if i.logit is not None]
        corrected = replace(
            own, sentence=right, logit=max(logits, default=None), score=scored[0].score
        )
        told = {error, right}
        others = [
            i
            for i in scored
            if i.sentence not in told
            and not (held(i) >= held(item) - AS_MUCH and _brings(i.sentence, error, right, library))
        ]
        return [corrected, *others]
    return list(scored)


def _brings(sentence: Sentence, error: Sentence, right: Sentence, library: Library) -> bool:
    """Tell whether a sentence, or one that is shown with it, has what was put right."""
    shown = [*leaning_on(sentence, library), sentence]
    return any(_is_put_right(s, error, right, library) for s in shown)


def _is_put_right(sentence: Sentence, error: Sentence, right: Sentence, library: Library) -> bool:
    """Tell whether a sentence has the figure that was wrong: told as such, or another of an article before."""
    was, figures = former(right.text), counts(sentence.text)
    own = counts(right.text) - was
    if bare(figures) & (bare(was) | bare(counts(error.text)) - bare(own)):
        return True
    then, now = (library.article(s.article_id).published or "" for s in (sentence, right))
    before = sentence.article_id != right.article_id and "" < then <= now
    return before and not figures & own and bool(set(map(unit, figures)) & set(map(unit, own)))


def former(text: str) -> frozenset[str]:
    """Return the values that a sentence names as former ones."""
    # "From China to 145%" names no former value: what "to" opens is the new one.
    behind = (_TO.split(text[m.end() :][:FORMER])[0] for m in _FORMER.finditer(text))
    return frozenset(f for part in behind for f in values(part))


def values(text: str) -> frozenset[str]:
    """Return the figures of a text, those without a unit too."""
    return counts(text) | figure_words(text)


def bare(figures: frozenset[str]) -> set[str]:
    """Return figures without what they count."""
    return {figure.rstrip("%").partition(" ")[0] for figure in figures}


def unit(figure: str) -> str:
    """Return what a figure counts: "%", or the word behind the number."""
    return "%" if figure.endswith("%") else figure.partition(" ")[2]


def error_before(sentence: Sentence, library: Library) -> Sentence | None:
    """Return the sentence before, where it admits the error that this one puts right.

    Args:
        sentence: what may be a correction.
        library: the index.
    """
    before = library.sentences(sentence.article_id)[: sentence.number][-2:]
    return next(
        (s for s in before if _right(s, library) == sentence and _is_error(s, library)), None
    )


def _right(error: Sentence, library: Library) -> Sentence | None:
    """Return the sentence behind an admission, which tells what is right."""
    after = [s for s in _behind(error, library) if not _WAS_WRONG.fullmatch(s.text)][:1]
    return after[0] if after and counts(after[0].text) else None


def _is_error(sentence: Sentence, library: Library) -> bool:
    """Tell whether a sentence tells of an error, or the next one says that it was one."""
    after = _behind(sentence, library)[:1]
    return admits_error(sentence.text) or any(_WAS_WRONG.fullmatch(s.text) for s in after)


def _behind(sentence: Sentence, library: Library) -> Sequence[Sentence]:
    return library.sentences(sentence.article_id)[sentence.number + 1 : sentence.number + 3]
