"""Text to sentences, as spans: nothing is rewritten, every word belongs to one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from index.text.lexicon import FUNCTION_WORDS, PEOPLE_NOUNS, SPEECH
from index.text.names import is_acting, is_office
from index.text.word_lists import words
from index.types import Sentence

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

# Longer than any sentence of the press: a list without stops is cut here.
LONGEST = 1500

_Span = tuple[int, int]
_ABBREVIATIONS = words("words", "abbreviations")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ENDS_SENTENCE = re.compile(r"(\S*?)([.!?…:])[\"”’'»)\]]*$")
_NEW_LINE_OF_ITS_OWN = re.compile(r"\s{2,}\S|\t|[-–•*·]\s|\d{1,2}[.)]\s")
# Text wrapped by hand keeps its lines below this; a longer line is a paragraph.
_WRAPPED = 100
_CLOSERS_ONLY = re.compile(r"[\"”’'»)\].,;:!?…\s]+")
_GOES_ON = re.compile(r"[a-z]{2}|[a-z]\s|[,;]")
# The model does not know an abbreviation again behind an opening mark.
_TITLE_AT_END = re.compile(
    r"(?:^|.*[\s(\[\"“‘'])(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Lt|Col|Capt|Cpt|Prof|St|Hon)\.", re.DOTALL
)
_DATE_AT_END = re.compile(
    r"(?:^|.*\W)(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|Nos|Sec|Art|Fig)\.", re.DOTALL
)
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[A-Za-z])[.)]|[-–•*·]")
# A heading that has run into its paragraph: a capital that only a sentence's beginning explains.
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_WITHIN = re.compile(r"(?<=[a-z] )[A-Z][a-z]{2,}\b")
_AFTER_HEADING = re.compile(
    r"\b(?P<before>[a-z][a-z’'-]*) (?P<opens>[A-Z][a-z]+) (?:(?P<noun>[a-z]+) )?"
    r"(?:[A-Z][\w’'.-]+ ){2,3}(?P<verb>[a-z]+)"
)


def sentences(article_id: str, text: str) -> list[Sentence]:
    """Return the sentences of a text in order.

    They do not overlap, do not cross paragraphs, hold every character that is no space, are
    at most ``LONGEST`` characters long, and neither begin nor end with a space.

    Args:
        article_id: whose they will be.
        text: the whole article, clean.
    """
    found = [
        (number, span)
        for number, paragraph in enumerate(_paragraphs(text))
        for whole in _sentence_spans(text, paragraph)
        for span in _cut(text, whole)
    ]
    return [
        Sentence(
            article_id=article_id,
            number=number,
            paragraph=paragraph,
            start=start,
            end=end,
            text=text[start:end],
        )
        for number, (paragraph, (start, end)) in enumerate(found)
    ]


@cache
def _tokenizer() -> PunktSentenceTokenizer:
    """Load the sentence model, once, and teach it the press's abbreviations."""
    import nupunkt

    tokenizer = nupunkt.load("default")
    tokenizer.add_abbreviations(sorted(_ABBREVIATIONS))
    return tokenizer


def _paragraphs(text: str) -> Iterator[_Span]:
    """Yield paragraphs: blocks between blank lines, divided where a single line stands alone."""
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        yield from _divided(text, start, gap.start())
        start = gap.end()
    yield from _divided(text, start, len(text))


def _divided(text: str, start: int, end: int) -> Iterator[_Span]:
    lines = text[start:end].split("\n")
    width = max(map(len, lines))
    begin = at = start
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        at += len(line) + 1
        if at > end or _stands_alone(line, following, width):
            if span := _trimmed(text, begin, min(at, end)):
                yield span
            begin = at


def _stands_alone(line: str, following: str, width: int) -> bool:
    """Tell whether a single line end closes a paragraph, or only wraps it."""
    if width > _WRAPPED or _NEW_LINE_OF_ITS_OWN.match(following):
        return True
    line = line.rstrip()
    if ending := _ENDS_SENTENCE.search(line[-80:]):
        return not (ending[2] == "." and _is_abbreviation(ending[1]))
    is_short = len(line) <= 0.6 * width
    return is_short and following.lstrip()[:1].isupper()


def _is_abbreviation(word: str) -> bool:
    word = word.lstrip("(\"“‘'[").lower()
    return len(word) == 1 or word in _tokenizer().abbreviations


def _sentence_spans(text: str, paragraph: _Span) -> list[_Span]:
    """Return the sentences of a paragraph; they cover it, spaces between them apart."""
    start, end = paragraph
    starts = [start + first for first, _ in _tokenizer().span_tokenize(text[start:end])]
    bounds = sorted({start, end, *starts, *run_in(text).intersection(range(start, end))})
    spans: list[_Span] = []
    for first, last in pairwise(bounds):
        span = _trimmed(text, first, last)
        if span and spans and _belongs_to_previous(text, spans[-1], span):
            spans[-1] = (spans[-1][0], span[1])
        elif span:
            spans.append(span)
    return spans


@lru_cache(maxsize=8)
def run_in(text: str) -> frozenset[int]:
    """Return where sentences begin in "… at a low Refinery head Jukka Salo", "… in short supply Grower Tim Roche".

    A capital that only a sentence's beginning explains: elsewhere the text writes the word small, or it is
    a noun for one who acts before a full name.
    """
    named = Counter(_WITHIN.findall(text))
    common = {word for word in _SMALL.findall(text) if named[word.capitalize()] < 2}
    found = (m for m in _AFTER_HEADING.finditer(text) if m["verb"] in SPEECH)
    return frozenset(
        m.start("opens")
        for m in found
        if m["before"] not in FUNCTION_WORDS | SPEECH.keys()
        and (
            m["noun"] in PEOPLE_NOUNS and m["opens"].lower() in common
            if m["noun"]
            else is_acting(m["opens"]) and not is_office(m["opens"])
        )
    )


def _belongs_to_previous(text: str, previous: _Span, span: _Span) -> bool:
    """Tell whether a break came too early: at an abbreviation, a number, before a closing mark."""
    before, here = text[max(previous[0], previous[1] - 20) : previous[1]], text[slice(*span)]
    return bool(
        _CLOSERS_ONLY.fullmatch(here)
        or _GOES_ON.match(here)
        or _TITLE_AT_END.fullmatch(before)
        or (here[0].isdigit() and _DATE_AT_END.fullmatch(before))
        or _ENUMERATOR.fullmatch(text[slice(*previous)])
    )


def _trimmed(text: str, start: int, end: int) -> _Span | None:
    """Return the span without the spaces around it, None if there is nothing else in it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None


def _cut(text: str, span: _Span) -> Iterator[_Span]:
    """Cut a sentence that is too long at a semicolon, a line end, a space, or anywhere."""
    start, end = span
    while end - start > LONGEST:
        at = start + _place_to_cut(text[start : start + LONGEST])
        if piece := _trimmed(text, start, at):
            yield piece
        start = at
    if rest := _trimmed(text, start, end):
        yield rest


def _place_to_cut(window: str) -> int:
    """Return how much of a window to keep, at least one character."""
    for mark in ("; ", "\n", " "):
        if (place := window.rfind(mark)) > 0:
            return place + len(mark)
    return len(window)
