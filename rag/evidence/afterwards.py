"""What the next sentences make of one: they take it back, or somebody disputes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grammar.marks import marked
from index.library import Library
from index.quotes.afterwards import disowns
from index.types import Sentence
from rag.checks.negation import NOT_DONE

AFTER = 2
_TAKES_BACK = re.compile(
    r"^\W*(?:(?:he|she|they)|(?:[^\W\d_]+ ){0,4}(?P<name>[^\W\d_]+)) (?:has |had |have |later |also )*(?:den(?:y|ies|ied)|"
    r"never|did not|didn['’]t|disput\w+|disown\w+|reject\w+)\b",
    re.IGNORECASE,
)
# "The club disputes that": nothing but what was told before is denied.
_CONTESTS = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e[sd]?)|contest(?:s|ed)?|reject(?:s|ed)?|contradict(?:s|ed)?|refut(?:e[sd]?))\s+"
    r"(?:(?:that|this|it)|(?:that|this|the) (?:claim|account|figure|report|version|charge|allegation)s?)\s*(?=[,.;:–—]|$)",
    re.IGNORECASE,
)


def taken_back(sentence: Sentence) -> bool:
    """Tell whether a sentence begins with somebody who denies, or never said it, or quotes him so."""
    text = sentence.text
    return bool(_TAKES_BACK.match(text)) or any(
        disowns(text[m.start : m.end]) for m in marked(text)
    )


def contested(sentence: Sentence, library: Library) -> list[Sentence]:
    """Return the next sentence of a paragraph, where somebody disputes in it what this one tells.

    Args:
        sentence: what may be disputed.
        library: the index.
    """
    after = [
        s for s in sentences_after([sentence], library)[:1] if s.paragraph == sentence.paragraph
    ]
    contests = (_CONTESTS.search(s.text) for s in after)
    plain = any(m and not NOT_DONE.search(after[0].text[: m.start()]) for m in contests)
    return after if plain else []


def sentences_after(sentences: Sequence[Sentence], library: Library) -> Sequence[Sentence]:
    """Return the next two sentences of the article.

    Args:
        sentences: of one article, in order.
        library: the index.
    """
    last = sentences[-1]
    return library.sentences(last.article_id)[last.number + 1 : last.number + 1 + AFTER]


def with_next(sentences: Sequence[Sentence], library: Library) -> list[Sentence]:
    """Return sentences with the next of their paragraph, or more, up to one that takes them back.

    Args:
        sentences: of one article, in order.
        library: the index.
    """
    after = list(sentences_after(sentences, library))
    back = next((n for n, s in enumerate(after) if taken_back(s)), 0)
    near = [s for s in after[: back + 1] if s.paragraph == sentences[-1].paragraph or back]
    return [*sentences, *near]
