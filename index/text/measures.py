"""What a figure measures: a share, money, or a count; and which of them a question wants."""

from __future__ import annotations

import re
from typing import Literal

from index.text.words import counts, figures

Measure = Literal["share", "money", "count"]

# "What tariff", "how high is the rate", but no "tariff revenue" and no exchange rate.
_SHARE_WANTED = re.compile(
    r"\b(?:what|which|how (?:high|large|big|steep))\b[^,;?]{0,40}?\b(?<!exchange )"
    r"(?:tariff|duty|levy|rate|percentage|percent|per cent|share|surcharge)\b"
    r"(?! (?:revenue|income|savings?|lines?|items?|bills?|lists?|costs?|payments?|barriers?|quotas?|of exchange|"
    r"prices?))",
    re.IGNORECASE,
)
_MONEY_WANTED = re.compile(
    r"\bhow much (?:money|cash|revenue|aid|funding)\b|"
    r"\b(?:how much|what)\b(?! of\b).*\b(?:costs?|pay|paid|spend|spent|owes?|owed|invest|invested|earn|earned|"
    r"worth|fortune|refund|refunded)\b|\bwhat (?:price|sum|amount)\b",
    re.IGNORECASE,
)
_COUNT_WANTED = re.compile(
    r"\bhow many\b(?! (?:percent|per cent|%|percentage|points?|dollars|yuan|euros|pounds|yen|billions?|millions?)\b)",
    re.IGNORECASE,
)
# How far something moved is told in per cent as well as in money or pieces.
_CHANGE = re.compile(
    r"\bby how (?:much|many)\b|\b(?:rise|rose|risen|fall|fell|fallen|drop|dropped|grow|grew|grown|increased?|"
    r"decreased?|jump|jumped|shrank|shrink|change[ds]?|more|less|higher|lower)\b",
    re.IGNORECASE,
)
_SCALE = r"(?:\s?-?(?:thousand|million|billion|trillion|bn|bln|mln|m|b|k|tn)\b)?"
_CURRENCY = (
    r"(?:(?:U\.?S\.?|NZ|New Zealand|Canadian|Australian|Hong Kong) )?(?:dollars?|yuan|renminbi|euros?|pounds?|yen|"
    r"won|rupees?|rubles?|francs?|cents?|USD|RMB|CNY|EUR|GBP)\b"
)
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?:[$€£¥￥]|\b(?:USD|RMB|CNY|EUR|GBP)) ?{_NUMBER}{_SCALE}|"
    rf"{_NUMBER}{_SCALE}[\s-]?(?:{_CURRENCY})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"{_NUMBER}(?:(?:\s?%|[\s-]?(?:per\s?cent|percent|pct))?(?:\s?(?:to|or|and|–|-)\s?){_NUMBER})?"
    r"(?:\s?%|[\s-]?(?:per\s?cent|percent|pct|percentage points?|basis points?)\b)",
    re.IGNORECASE,
)
_SHARE_IN_WORDS = re.compile(
    r"\b(?:zero|half|third|thirds|quarter|fifth|tenth|duty[- ]free|tariff[- ]free|doubl\w+|tripl\w+)\b",
    re.IGNORECASE,
)
# "0.05 yuan per kilowatt-hour", "10 dollars a ton" are rates as well.
_PER_UNIT = re.compile(
    rf"(?:{_MONEY.pattern})\s?(?:\([^)]*\) )?(?:per|an?|each|/)\b", re.IGNORECASE
)


def measure_wanted(clause: str) -> Measure | None:
    """Return what the figure that a clause of a question asks for must measure; None if it may be any."""
    if _COUNT_WANTED.search(clause):
        return "count"
    if _CHANGE.search(clause):
        return None
    if _SHARE_WANTED.search(clause):
        return "share"
    return "money" if _MONEY_WANTED.search(clause) else None


def figures_of(measure: Measure | None, text: str) -> frozenset[str]:
    """Return the figures of a text that measure what is wanted; all but dates where any would do.

    Args:
        measure: what is wanted: money, a count or a share; None for any.
        text: a sentence.
    """
    if measure is None:
        return counts(text)
    if measure == "money":
        return frozenset().union(*(figures(match.group()) for match in _MONEY.finditer(text)))
    if measure == "count":
        return counts(_MONEY.sub(" ", _SHARE.sub(" ", text)))
    shares = [*_SHARE.finditer(text), *_PER_UNIT.finditer(text)]
    in_words = {match.group().lower() for match in _SHARE_IN_WORDS.finditer(text)}
    return frozenset(in_words).union(*(figures(match.group()) for match in shares))
