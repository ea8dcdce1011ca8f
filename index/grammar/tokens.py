"""A paragraph as tokens in which each quotation is one token, so that no rule looks inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.grammar.marks import Marked
from index.text import word_lists
from index.text.lexicon import CONJUNCTIONS, CONTRACTED, DETERMINERS, OFFICES, PREPOSITIONS
from index.text.names import GIVEN, is_capital
from index.text.sentences import run_in

_ABBREVIATIONS = "|".join(map(re.escape, word_lists.word_lists("lexicon")["abbreviations"].split()))
_TOKEN = re.compile(
    rf"""(?P<abbreviation>(?:{_ABBREVIATIONS})\.(?!\.)|(?:[A-Za-z]\.){{2,}}|[A-Z]\.(?=\s+[A-Z]))
    |(?P<word>[@#$£€]?(?:\d{{1,3}}(?:,\d{{3}})+|\w)\w*(?:[’'&/-]\w+|\.(?!(?<=[a-z]{{2}}\.)[A-Z][a-z])\w+)*(?:(?<=[sS])[’'](?=\s))?)
    |(?P<stop>[.!?…]+)
    |(?P<other>--+|\S)""",
    re.VERBOSE,
)
_DATELINE = 14
NEAR = 12
"""What stands farther than this from words in marks tells nothing of them."""
_SMALL = frozenset("of de the and".split())
_OPENERS = word_lists.words("lexicon", "opening_a_sentence")
# These pronouns are Chinese surnames too.
_SURNAMES = frozenset({"He", "She", "You"})
_NAMED = re.compile(r" [A-Z][a-z]")
_KINDS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")"}
_DASHES = frozenset("—–―-")


class Token(NamedTuple):
    """A word ("w"), a quotation ("q"), a full stop ("."), a dash ("-") or other punctuation.

    Attributes:
        low: the text in lower case; for a quotation the last character of its words.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.kind == "w" and is_capital(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Tokens, and for each token the number of its sentence; ``firsts`` are sentence starts."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    quotes: tuple[Marked, ...]
    sentence_of: tuple[int, ...]
    firsts: tuple[int, ...]

    def bounds(self, at: int) -> tuple[int, int]:
        """Return first and one past last token of the sentence that holds a token."""
        number = self.sentence_of[at]
        last = self.firsts[number + 1] if number + 1 < len(self.firsts) else len(self.tokens)
        return self.firsts[number], last

    def stands_alone(self, at: int) -> bool:
        """Tell whether a quotation is all that its sentence consists of."""
        first, last = self.bounds(at)
        around = self.tokens[max(first, at - NEAR) : min(last, at + NEAR)]
        return all(token.kind in "q.,-" for token in around)


def paragraphs(text: str, quotes: Sequence[Marked]) -> list[Paragraph]:
    """Cut a text at line ends and each line into tokens; quotations are given in order.

    Args:
        text: the whole.
        quotes: of all of it, in order; one may reach over line ends.
    """
    found = []
    number = 0
    for match in re.finditer(r"[^\n]+", text):
        first = number
        while number < len(quotes) and quotes[number].start <= match.end():
            number += 1
        found.append(paragraph(text, *match.span(), quotes[first:number]))
    return found


def paragraph(text: str, start: int, end: int, quotes: Sequence[Marked]) -> Paragraph:
    """Return a stretch of text, with the quotations inside it, as one paragraph.

    Args:
        text: the whole.
        start: of the stretch.
        end: the place behind it.
        quotes: those that lie inside, in order.
    """
    tokens = _tokens(text, start, end, quotes)
    sentence_of, firsts = _sentences(tokens, run_in(text))
    return Paragraph(start, end, tokens, tuple(quotes), sentence_of, firsts)


def _tokens(text: str, start: int, end: int, quotes: Sequence[Marked]) -> tuple[Token, ...]:
    tokens: list[Token] = []
    at = start
    for quote in quotes:
        _add_words(tokens, text, at, quote.start - 1)
        width = (2 if text.startswith("''", quote.end) else 1) if quote.closed else 0
        at = min(end, quote.end + width)
        words = text[quote.start : quote.end].rstrip()
        tokens.append(Token("q", words, words[-1:], quote.start - 1, at))
    _add_words(tokens, text, at, end)
    return tuple(tokens)


def _add_words(tokens: list[Token], text: str, start: int, end: int) -> None:
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        kind = match.lastgroup
        if kind == "word" and ("’" in word or "'" in word):
            tokens += _split(word, match.start())
        elif kind in {"word", "abbreviation"}:
            low = _read(word, tokens)
            if word in _SURNAMES and (_NAMED.match(text, match.end()) or _is_surname(tokens)):
                low += "’"
            tokens.append(Token("w", word, low, match.start(), match.end()))
        elif kind == "stop":
            tokens.append(Token(".", word, word, match.start(), match.end()))
        else:
            shape = "-" if word[0] in _DASHES else _KINDS.get(word, "w" if word == "&" else "?")
            tokens.append(Token(shape, word, word, match.start(), match.end()))


def _split(word: str, start: int) -> list[Token]:
    """ "he’s" is a pronoun and a verb; other words with an apostrophe stay one."""
    cut = max(word.rfind("’"), word.rfind("'"))
    if word[:cut].lower() not in CONTRACTED:
        return [Token("w", word, word.lower(), start, start + len(word))]
    middle = start + cut
    return [
        Token("w", word[:cut], word[:cut].lower(), start, middle),
        Token("w", word[cut:], word[cut:].lower(), middle, start + len(word)),
    ]


def _read(word: str, before: Sequence[Token]) -> str:
    """Return the lower case; "May" after a given name and "Will" in a sentence are names."""
    low = word.lower()
    if word == "US":
        return "u.s."  # the country, not the pronoun
    if word == "May" and before and before[-1].low in GIVEN:
        return "may’"
    if word == "Will" and before and before[-1].kind not in ".?":
        return "will’"
    return low


def _is_surname(before: Sequence[Token]) -> bool:
    """ "Vice Premier He said", "“…,” She said": the surname, as no sentence begins there."""
    if not before:
        return False
    last = before[-1]
    in_office = last.capital and last.low in OFFICES
    return in_office or last.kind == "," or (last.kind == "q" and last.low == ",")


def _sentences(
    tokens: Sequence[Token], begun: frozenset[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Number the sentences; one ends at a stop, or at a quotation that ends in one.

    A dateline, and a heading that has been run into its paragraph, are sentences of their own.
    """
    numbers: list[int] = []
    firsts = [0] if tokens else []
    dateline = _dateline(tokens)
    for at, token in enumerate(tokens):
        numbers.append(len(firsts) - 1)
        if at + 1 < len(tokens) and (
            at + 1 == dateline
            or tokens[at + 1].start in begun
            or _ends(token, tokens[at + 1])
            or _is_run_in(tokens, at + 1)
        ):
            firsts.append(at + 1)
    return tuple(numbers), tuple(firsts)


def _dateline(tokens: Sequence[Token]) -> int:
    """Return where the story begins after "OSLO, May 2 (Agency) - "; 0 if there is no dateline."""
    end = 0
    for at, token in enumerate(tokens[:_DATELINE]):
        placed = (
            token.capital or token.text.isdigit() or token.kind in ",()." or token.low in _SMALL
        )
        dated = any(t.text.isdigit() or t.kind == ")" for t in tokens[:at])
        if at and (token.kind == "-" or (token.kind == ":" and dated)):
            end = at + 1
        elif not placed:
            break
    opens = end and (tokens[0].text.isupper() or any(t.text.isdigit() for t in tokens[:end]))
    return end if opens and tokens[0].capital else 0


def _is_run_in(tokens: Sequence[Token], at: int) -> bool:
    """ "… not a rival In her speech, Li": a capital that only a sentence's beginning explains."""
    token, before = tokens[at], tokens[at - 1]
    if _is_shouted(before, 6) and token.capital and not token.text.isupper():
        return _is_shouted(tokens[at - 2 - (at > 2 and tokens[at - 2].kind in ",:")], 6) and at > 1
    # "said He Jianming": a name opens no sentence.
    if token.text not in _OPENERS or token.low.endswith("’") or before.kind != "w":
        return False
    # "… into the U.S. The other three": the stop of an abbreviation ends the sentence too.
    stopped = before.text.endswith(".") and before.text.count(".") > 1
    # "File photo: VCG The deal …": letters that sign a picture.
    agency = token.low == "the" and _is_shouted(before, 3)
    if not before.text[:1].islower() and not agency and not stopped:
        return False
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    named = follows is None or (follows.capital and token.low in {"the", "a", "an"})
    return not named and before.low not in PREPOSITIONS | DETERMINERS | CONJUNCTIONS


def _is_shouted(token: Token, least: int) -> bool:
    """Tell whether a word of so many letters is set in capitals."""
    return token.text.isupper() and token.text.isalpha() and len(token.text) >= least


def _ends(token: Token, after: Token) -> bool:
    starts = after.capital or after.kind == "q" or (after.kind == "w" and after.text[0].isdigit())
    if token.kind == ".":
        return starts and "…" not in token.text
    if token.kind == "q" and token.low in ".!?":
        return starts
    return False
