"""What a figure is a figure of: the tariff in "a 25% tariff", the deficit in "a deficit of $77 billion"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.grammar.clauses import phrase_after
from index.grammar.noun_phrases import SUBJECTS, Phrase, is_adverb, is_verb, phrase_before
from index.grammar.subjects import subject_before
from index.grammar.tokens import Token, paragraph
from index.text.lexicon import AUXILIARIES, DETERMINERS, PREPOSITIONS
from index.text.numbers import Figure, figures_in

_COINS = {"dollar": "dollars", "euro": "euros", "pound": "pounds", "yuan": "yuan", "yen": "yen"}
_SYMBOLS = {"$": "dollars", "€": "euros", "£": "pounds"}
_IN_WORDS = re.compile(r"(dollar|euro|pound|yuan|yen)s?$")
# "3 billion U.S. dollars", "60-billion-dollar imports".
_BEHIND = re.compile(r"[\s-]*(?:(?:U\.?S\.?|[A-Z][a-z]+)[\s-])?(dollar|euro|pound|yuan|yen)s?\b")
_AMOUNT = frozenset({"percent", "money", "scaled"})
# Words that stand between a preposition and its figure: "of about 25%", "of more than $3 billion".
_BOUNDS = frozenset(
    "about around roughly some nearly almost over more less than up to at least".split()
)
# So many words may stand between a subject and the figure that is told of it: "rose sharply to about".
_NEAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure as it is written, with its unit ("percent", "billion dollars") and the noun that it measures."""

    words: str
    value: float
    unit: str
    subject: str | None


def measured(sentence: str) -> list[Measured]:
    """Return the amounts of a sentence, in order: shares, money, and counts from a thousand on."""
    amounts = [figure for figure in figures_in(sentence) if figure.kind in _AMOUNT]
    if not amounts:
        return []
    tokens = paragraph(sentence, 0, len(sentence), ()).tokens
    return [_read(figure, sentence, tokens) for figure in amounts]


def _read(figure: Figure, sentence: str, tokens: Sequence[Token]) -> Measured:
    number, _space, scale = figure.value.removesuffix("%").partition(" ")
    share = figure.kind == "percent"
    coin, end = ("", figure.end) if share else _coin(figure, sentence)
    unit = "percent" if share else " ".join(filter(None, (scale, coin)))
    after = next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens))
    counted, subject = _named_after(tokens, after, share=share)
    if counted and not (coin or share):
        unit = f"{unit} {counted}"
    before = next((i for i, token in enumerate(tokens) if token.end > figure.start), 0)
    subject = subject or _named_before(tokens, before) or _told_of(tokens, before)
    words = sentence[figure.start : figure.end]
    return Measured(words=words, value=float(number), unit=unit, subject=subject)


def _coin(figure: Figure, sentence: str) -> tuple[str, int]:
    """Return the currency of a figure, and where it ends with it; empty for a plain count."""
    words = sentence[figure.start : figure.end]
    for symbol, name in _SYMBOLS.items():
        if symbol in words:
            return name, figure.end
    if inside := _IN_WORDS.search(words):
        return _COINS[inside[1]], figure.end
    if behind := _BEHIND.match(sentence, figure.end):
        return _COINS[behind[1]], behind.end()
    return "", figure.end


def _named_after(tokens: Sequence[Token], at: int, *, share: bool) -> tuple[str | None, str | None]:
    """Return what is counted and the subject: "tons" and "steel" of "tons of steel"."""
    counted = None
    if at < len(tokens) and tokens[at].low not in PREPOSITIONS | DETERMINERS:
        phrase = phrase_after(tokens, at, len(tokens))
        if phrase is None:
            return None, None
        first = _head(tokens, phrase)
        at = next((i for i in range(*phrase) if tokens[i].low in PREPOSITIONS), phrase[1])
        if at >= len(tokens) or tokens[at].low != "of":
            return None, None if first == "worth" else first
        counted = None if first == "worth" else first
    if at >= len(tokens) or tokens[at].low != "of":
        return None, None
    start = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].low in DETERMINERS)
    phrase = phrase_after(tokens, start, len(tokens))
    subject = _head(tokens, phrase) if phrase else None
    if share:
        return None, counted or (f"share of {subject}" if subject else None)
    return counted, subject


def _named_before(tokens: Sequence[Token], at: int) -> str | None:
    """Return the noun before "of" or "at": the deficit in "a deficit of nearly $800 billion"."""
    while at > 0 and (tokens[at - 1].low in _BOUNDS - {"at"} or is_adverb(tokens[at - 1])):
        at -= 1
    if at == 0 or tokens[at - 1].low not in {"of", "at"}:
        return None
    phrase = phrase_before(tokens, at - 1, 0)
    return _head(tokens, phrase) if phrase else None


def _told_of(tokens: Sequence[Token], at: int) -> str | None:
    """Return the subject of the verb that leads to the figure: the duty in "the duty rose to 25%"."""
    for verb in range(at - 1, max(-1, at - 1 - _NEAR), -1):
        if tokens[verb].kind != "w":
            return None
        if is_verb(tokens[verb]) or tokens[verb].low in AUXILIARIES:
            phrase = subject_before(tokens, verb, 0)
            return _head(tokens, phrase) if phrase else None
    return None


def _head(tokens: Sequence[Token], phrase: Phrase) -> str | None:
    """Return the main noun of a phrase; None for a name, which acts rather than measures."""
    head: Token | None = None
    for token in tokens[slice(*phrase)]:
        named = token.capital and head is not None and not head.capital
        if token.low in PREPOSITIONS or token.kind != "w" or named:
            break
        head = token
    if head is None or head.capital or head.low in SUBJECTS or not head.text.isalpha():
        return None
    return head.low
