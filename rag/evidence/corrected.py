"""Corrections before errors: what an article, or the next sentence, calls wrong is put right by what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.text.words import counts
from index.types import Sentence
from rag.evidence.context import without_dateline
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
        if not _is_error(item.sentence, library) or held(item) < held(scored[0]) - AS_MUCH:
            continue
        right = _right(item.sentence, library)
        if right is None:
            continue
        wrong = counts(item.sentence.text) - counts(right.text)
        # What puts an error right answers whatever the error would have answered.
        corrected = replace(item, sentence=right, span=None, score=scored[0].score)
        others = [
            i
            for i in scored
            if i.sentence not in {right, item.sentence}
            and not (wrong & counts(i.sentence.text) and held(i) >= held(item) - AS_MUCH)
        ]
        return [corrected, *others]
    return list(scored)


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
