"""What an archive is about, in words that stand in its titles: topics to begin with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.text.lexicon import SPEECH
from index.text.words import content_words

MOST = 8
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s\b")
_PAUSE = re.compile(r"[:;,.!?–—|“”\"()]")
# Words of the trade of writing news, and what somebody says or urges, name no topic.
_NO_TOPIC = SPEECH.keys() | set(
    "news analysis opinion take takes effect live updates update here know what".split()
)


def topics(titles: Iterable[str]) -> list[str]:
    """Return the pairs of words that most titles share, each in a few titles at least."""
    titles = _without_series([_POSSESSIVE.sub("", title) for title in titles])
    counts: Counter[str] = Counter()
    for title in titles:
        counts.update(set(_pairs(title)))
    found: list[str] = []
    for pair, n in counts.most_common(4 * MOST):
        if n > 1 and not any(set(pair.split()) & set(other.split()) for other in found):
            found.append(pair)
    names = _names(titles)
    return [" ".join(names.get(word, word) for word in pair.split()) for pair in found[:MOST]]


def _without_series(titles: Sequence[str]) -> list[str]:
    """Return titles without the words before a colon that several share: they name a series of articles."""
    begun = Counter(title.partition(":")[0].lower() for title in titles if ":" in title)
    return [
        title.partition(":")[2] if begun[title.partition(":")[0].lower()] > 1 else title
        for title in titles
    ]


def _pairs(title: str) -> Iterator[str]:
    for part in _PAUSE.split(title):
        for first, second in pairwise(_WORD.findall(part.lower())):
            if {first, second} & _NO_TOPIC or first == second:
                continue
            if all(len(w) > 2 and content_words(w) for w in (first, second)):
                yield f"{first} {second}"


def _names(titles: Iterable[str]) -> dict[str, str]:
    """Return the words that no title writes small, as they are written."""
    written = {word for title in titles for word in _WORD.findall(title)}
    return {
        word.lower(): word
        for word in written
        if word != word.lower() and word.lower() not in written
    }
