"""What a sentence is beside others: a heading, one that leans on the sentence before, a repetition."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from index.library import Library
from index.text.names import name_words, surnames
from index.text.words import tokens
from index.types import Sentence, overlap

# The share of words from which a sentence only repeats another.
SAME_WORDS = 0.9
# Sentences before and after, and at the head of the article, that tell what one is about.
BEFORE, AFTER, HEAD = 6, 1, 3
_MARKED = re.compile(r"[“\"][^”\"]*\s[^”\"]*\s[^”\"]*[”\"]")
_DATELINE = re.compile(
    r"^[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ -])+(?:, [A-Z][a-z.]+ \d{1,2})? *(?:\([^)]*\))? *[-–—]+ "
)
# What was said, and is said no more.
_WITHDRAWN = re.compile(
    r"\b(?:withdr(?:aws?|ew|awn)|retract(?:s|ed)?|recant(?:s|ed)?|t(?:akes?|ook|aken) back)\s+(?:(?:it|them|both)\b|"
    r"(?:the|his|her|their|this|that|these|those)\s+(?:words?|remarks?|statements?|comments?|claims?|sentences?))|"
    r"\b(?:words?|remarks?|statements?|comments?) (?:has|have|had|was|were) (?:since |later )?(?:been )?"
    r"(?:withdrawn|retracted)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^[“\"‘']?(?:He|She|They|It|This|That|These|Those|His|Her|Their|But|However|And|In response|"
    r"The (?:move|measure|measures|company|firm|ministry|minister|official|group|plan|agreement|deal|"
    r"latter|former|two|three|four|analyst|economist|bank|agency))\b"
)


def is_heading(text: str) -> bool:
    """Tell whether a text is a headline or byline rather than a sentence."""
    return len(text) < 110 and not re.search(r"[.!?:…][”\"’')]*$", text)


def without_dateline(text: str) -> str:
    """Return a sentence without the "OSLO, May 2 (Agency) — " before it."""
    return _DATELINE.sub("", text)


def asks(text: str) -> bool:
    """Tell whether an article itself asks something: that answers nothing; what somebody asked may."""
    return text.rstrip().endswith("?")


def leaning_on(
    sentence: Sentence, library: Library, taken: Container[tuple[str, int]] = ()
) -> list[Sentence]:
    """Return the sentence before, if this one cannot be understood without it.

    Args:
        sentence: that may lean on it.
        library: the index.
        taken: (article id, number) of those that need not be returned again.
    """
    if sentence.number == 0 or not _BACK.match(sentence.text):
        return []
    before = library.sentences(sentence.article_id)[sentence.number - 1]
    if before.paragraph < sentence.paragraph - 1 or (before.article_id, before.number) in taken:
        return []
    return [before]


def retold(sentence: Sentence, library: Library) -> list[Sentence]:
    """Return the sentence behind one whose words in marks do not stand as it has them ("It is a forgery").

    So it is where the ledger has them disputed, or has nobody say them, and where the next sentence
    tells that they were withdrawn.

    Args:
        sentence: of any article; without words in marks nothing stands behind it.
        library: the index, which has the article's quotes.
    """
    after = library.sentences(sentence.article_id)[sentence.number + 1 : sentence.number + 2]
    after = [s for s in after if s.paragraph == sentence.paragraph]
    if not after or not _MARKED.search(sentence.text):
        return []
    quotes = [q.quote for q in library.quotes_in(sentence.article_id) if overlap(q.quote, sentence)]
    disputed = any(q.stance == "disputed" for q in quotes)
    withdrawn = bool(_WITHDRAWN.search(after[0].text))
    return after if disputed or withdrawn or not quotes else []


def told_by_another(people: Sequence[str], sentence: Sentence, library: Library) -> bool:
    """Tell whether somebody else says what one of some people said: "Li says that Ma promised it".

    Args:
        people: the names of those who are asked about.
        sentence: of any article.
        library: the index, which has the article's quotes.
    """
    last = {word for name in people for word in surnames(name_words(name) or ("",))}
    return any(
        found.quote.kind == "reported"
        and overlap(found.quote, sentence)
        and bool(last & set(tokens(found.quote.text)))
        and not last & set(tokens(found.quote.speaker or ""))
        for found in library.quotes_in(sentence.article_id)
    )


def whole(sentence: Sentence, library: Library) -> str:
    """Return a sentence's text behind that of the one it leans on, if it does.

    Args:
        sentence: that may lean on another.
        library: the index.
    """
    return " ".join(s.text for s in (*leaning_on(sentence, library), sentence))


def surroundings(sentence: Sentence, library: Library) -> str:
    """Return what tells what a sentence is about: the title, the article's head, those near it.

    Args:
        sentence: of any article.
        library: the index.
    """
    every = library.sentences(sentence.article_id)
    near = every[max(0, sentence.number - BEFORE) : sentence.number + AFTER + 1]
    title = library.article(sentence.article_id).title or ""
    return " ".join([title, *(s.text for s in dict.fromkeys([*every[:HEAD], *near]))])


def repeats(
    words: frozenset[str],
    seen: Sequence[frozenset[str]],
    same_words: float = SAME_WORDS,
) -> bool:
    """Tell whether a sentence says nothing that an earlier one does not say in the same words.

    Args:
        words: stems of the sentence.
        seen: those of each earlier sentence.
        same_words: the share of the words of both that two must have in common.
    """
    return any(len(words & other) >= same_words * len(words | other) > 3 for other in seen)
