"""The words of a question against the words of a passage: which to look for, and BM25.

The index finds passages by any of the words; how well each passage meets them is computed here,
for those found by meaning too, so that both kinds have scores that can be added up.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.ingest.chunking import TARGET
from index.library import Library
from index.store.full_text import phrase
from index.text.synonyms import american, related, word_root
from index.text.words import tokens
from rag.types import Query

K1, B = 1.2, 0.4
# A passage of the usual length, title included, in characters: what BM25 measures others by.
USUAL = TARGET
# Passages that the index may have to rank for one question: more words than this allows are
# looked for in what the rarer ones and the vectors find.
MOST_RANKED = 100_000
# No question has so many words that tell anything; a page that is pasted has.
MOST_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexical:
    """A question's words with their weight in this library.

    Attributes:
        weights: {stem: inverse document frequency}.
        expression: finds passages with any of them (FTS5), rare words first.
    """

    weights: dict[str, float]
    expression: str

    def bm25(self, title: str, text: str) -> float:
        """Return BM25 of a passage (Robertson & Zaragoza 2009), length measured in characters.

        Σ idf · tf · (k₁ + 1) ÷ (tf + k₁ · (1 − b + b · length ÷ usual length))

        Args:
            title: of the passage's article.
            text: of the passage.
        """
        held = _frequencies(f"{title} {text}")
        slack = K1 * (1 - B + B * (len(title) + len(text)) / USUAL)
        return sum(
            idf * held[word] * (K1 + 1) / (held[word] + slack)
            for word, idf in self.weights.items()
            if word in held
        )


def lexical(query: Query, library: Library) -> Lexical:
    """Weigh the words of a question; one that no article holds gives way to words like it.

    Args:
        query: the question.
        library: the index, which tells how rare a word is.
    """
    total = library.chunk_count()
    frequencies = {
        word: n
        for term in query.terms
        for word in _wanted(term, library)
        if (n := library.term_frequency(word))
    }
    weights: dict[str, float] = {}
    for word, n in frequencies.items():
        root = word_root(word)
        weights[root] = max(weights.get(root, 0.0), _idf(n, total))
    return Lexical(weights=weights, expression=" OR ".join(map(phrase, _affordable(frequencies))))


def _wanted(term: str, library: Library) -> Sequence[str]:
    own = tuple(dict.fromkeys((term, american(term))))
    return own if any(library.knows_word(word) for word in own) else related(term)


def _affordable(frequencies: dict[str, int]) -> list[str]:
    """Return the words that may be looked for together, the rarest first, at least one."""
    chosen: list[str] = []
    ranked = 0
    for word, n in sorted(frequencies.items(), key=lambda item: item[1]):
        ranked += n
        if chosen and (ranked > MOST_RANKED or len(chosen) == MOST_WORDS):
            break
        chosen.append(word)
    return chosen


def _idf(n: int, total: int) -> float:
    """Return how much a word tells: ln((N − n + ½) ÷ (n + ½)), never below a whisper."""
    return max(1e-6, math.log((max(total, n) - n + 0.5) / (n + 0.5)))


@lru_cache(maxsize=8192)
def _frequencies(text: str) -> Counter[str]:
    return Counter(map(word_root, tokens(text)))
