"""What a yes-or-no question claims, word by word, and what a sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.text.lexicon import OFFICES
from index.text.names import is_person_name
from index.text.places import nation_words
from index.text.synonyms import CONTRARIES, CONVERSES, UNDONE, alike, counterparts, word_root
from index.text.words import STOP_WORDS, figure_words, figures, kin, names, tokens
from rag.types import Predicate

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’-][^\W\d_]+)*")
# Words that ask, or stress, and claim nothing by themselves.
_EMPTY = frozenset(
    "still already ever yet really actually indeed also just even now again anybody anyone anything there "
    "somebody someone currently officially finally never none neither nobody nothing without cannot".split()
)
DAY = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b|"
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is claimed, and of what time: done, to come, or simply so.

    ``said`` tells that only somebody's words are compared: when a thing is done does not matter then.
    ``predicate`` is its verb with its subject, where those are known.
    """

    text: str
    time: Literal["done", "ahead", "so"] = "so"
    said: bool = False
    predicate: Predicate | None = None

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Return its content words in order, without figures and what only asks."""
        found = list(WORD.finditer(self.text))
        made = []
        for at, match in enumerate(found):
            low = tokens(match.group())[0]
            after = found[at + 1].group() if at + 1 < len(found) else ""
            title = low in OFFICES and after[:1].isupper()
            month = match.group() == "May"  # no "may" begins with a capital inside a question
            empty = low in STOP_WORDS | _EMPTY and not month
            if empty or low[0].isdigit() or figure_words(low) or title:
                continue
            before = found[at - 1].group().lower() if at else ""
            made.append(Word(text=match.group(), before=before, after=after.lower()))
        return tuple(made)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Return its figures, years included, words for numbers too."""
        return figures(DAY.sub(" ", self.text)) | figure_words(self.text)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Return the full names of people in it."""
        return tuple(name for name in names(self.text) if is_person_name(name))


@dataclass(frozen=True, kw_only=True)
class Word:
    """A content word with the words beside it."""

    text: str
    before: str
    after: str

    @cached_property
    def stem(self) -> str:
        """Return the form in which it is compared."""
        return word_root(tokens(self.text)[0])

    @cached_property
    def forms(self) -> frozenset[str]:
        """Return the stems that say the same, other names of a country included."""
        # What a stemmer keeps apart: "agree" and "agreement", "decide" and "decision".
        nouns = {f"{self.stem}ment", f"{self.stem}ement", re.sub("d$", "s", self.stem)}
        return alike(self.stem) | _stems(nation_words(self.text)) | nouns

    @property
    def named(self) -> bool:
        """Tell whether it is written as a name."""
        return self.text[:1].isupper()

    def held(self, stems: frozenset[str]) -> bool:
        """Tell whether it is among some stems, in this form or another."""
        return bool(self.forms & stems) or kin(self.stem, stems)

    @cached_property
    def converse(self) -> frozenset[str]:
        """Return the stems of what the other side does where one side does this: "sell" for "buy"."""
        return counterparts(self.stem, CONVERSES)

    def opposed(self, stems: frozenset[str]) -> bool:
        """Tell whether some stems say the opposite of it, and none says the same."""
        opposites = counterparts(self.stem, (*CONTRARIES, *UNDONE))
        return self.stem not in stems and bool(opposites & stems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence of an article.

    Attributes:
        sentence: the sentence.
        before: what stands before it: the title, the head of its article.
        when: the year in which it was told, and the years that it speaks of.
        whole: all of the article, where the reader holds the sentence nearest to the question.
    """

    sentence: str
    before: str = ""
    when: str = ""
    whole: str = ""


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word_root(word.lower()) for word in words)


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text's words, and of the other names of the nations in it."""
    return _stems(tokens(text)) | _stems(nation_words(text))
