"""The figures of a sentence, with their kind and with what stands beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.calendar_words import MONTH_PATTERN
from index.text.words import figures

_FIGURE = re.compile(
    rf"(?P<day>\b{MONTH_PATTERN} \d{{1,2}}\b(?:,? (?:19|20)\d\d\b)?|\b\d{{1,2}} {MONTH_PATTERN}(?: (?:19|20)\d\d\b)?)"
    r"|(?P<year>\b(?:19|20)\d\d\b(?!%|,\d))"
    r"|(?P<part>\b(?:a )?(?:half|third|quarter)\b(?! of (?:19|20)\d\d))"
    r"|(?P<money>US\$|[$€£¥])?(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?"
    r"(?P<points>(?:\s|-)(?:percentage |basis )?points?\b)?"
    r"(?P<percent>\s?%|\s?-?per\s?cent\b)?"
    r"(?P<scale>[\s-]?(?:thousand|million|billion|trillion|bn|tn)\b)?(?P<coin>\s(?:dollars|euros|yuan|yen|pounds)\b)?",
)  # fmt: skip
_JUST_BEFORE = r"(?:\s+(?:a|an|the|about|around|roughly|some|US\$))?\s*[$€£]?\s*$"
_MORE = re.compile(
    r"\b(?:more than|over|above|at least|exceed(?:s|ed|ing)?|upwards of|in excess of|topp(?:ed|ing)|"
    rf"surpass(?:es|ed|ing)?|(?:no|not) (?:fewer|less) than|a minimum of){_JUST_BEFORE}",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:less than|fewer than|under|below|nearly|almost|close to|just short of|up to|at most|"
    rf"as (?:much|many|high) as|(?:no|not) more than|a maximum of){_JUST_BEFORE}",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"^(?:\+|-plus\b| or more\b| or higher\b)")
_LASTING = re.compile(r"^[\s-](?:years?|months?|weeks?|days?|hours?|decades?)\b")
_WAY = re.compile(rf"(?<!up )\b(?P<way>from|to|by){_JUST_BEFORE}", re.IGNORECASE)
_ENDS = dict.fromkeys("since from starting beginning".split(), "from")
_ENDS |= dict.fromkeys("until till through".split(), "until")
_END = re.compile(rf"\b(?P<end>{'|'.join(_ENDS)})(?: in| on)?\s*$", re.IGNORECASE)
SHARES = frozenset({"percent", "points"})
_AMOUNTS = SHARES | {"money", "scaled"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure where it stands.

    Attributes:
        value: in one form for comparing: ``145%``, ``34 billion``, ``2025``.
        kind: what figures beside it are compared with it: days with days, shares with shares.
        before, after: the text around it within its sentence.
    """

    value: str
    kind: str
    before: str
    after: str
    start: int
    end: int

    @property
    def rounded(self) -> str | None:
        """Return "more" or "less" where the figure is a bound."""
        if _LASTING.match(self.after) and re.search(r"\bover\W*$", self.before, re.I):
            return None
        if _MORE.search(self.before) or _OR_MORE.match(self.after):
            return "more"
        return "less" if _LESS.search(self.before) else None

    @property
    def way(self) -> str | None:
        """Return "from", "to" or "by" where it stands before an amount, "from" or "until" before a time."""
        if self.kind in {"day", "year"}:
            end = _END.search(self.before)
            return _ENDS[end["end"].lower()] if end else None
        way = _WAY.search(self.before)
        return way["way"].lower() if way and self.kind in _AMOUNTS else None


def figures_in(sentence: str) -> list[Figure]:
    """Return the figures of a sentence, in order."""
    return [
        Figure(
            value=_value(match),
            kind=_kind(match),
            before=sentence[: match.start()],
            after=sentence[match.end() :],
            start=match.start(),
            end=match.end(),
        )
        for match in _FIGURE.finditer(sentence)
    ]


def _value(match: re.Match[str]) -> str:
    text = match.group().replace("-", " ")
    if match["part"]:
        return text.removeprefix("a ")
    if match["day"]:
        day = re.sub(r"\b(?:19|20)\d\d\b", "", text)
        return " ".join((*re.findall(r"[A-Z][a-z]{2}", day), *re.findall(r"\d+", day)))
    return " ".join(figures(text))


def _kind(match: re.Match[str]) -> str:
    for kind in ("day", "year", "part", "points", "percent"):
        if match[kind]:
            return kind
    if match["money"] or match["coin"]:
        return "money"
    return "scaled" if match["scale"] else "number"
