"""Is it all, most or some; the only one; the first or one of the first?"""

from __future__ import annotations

import re

from index.text.words import NUMBER_WORDS
from rag.checks.claim import Case, wanted

_ALL = re.compile(
    r"(?<!after )(?<!above )(?<!at )(?<!almost )(?<!nearly )(?<!not )\b(?:all|every|each|the entire)\b(?!-)",
    re.IGNORECASE,
)
_MOST = re.compile(r"(?<!the )\bmost\b|\bmajority of\b", re.IGNORECASE)
_SOME = re.compile(
    r"\b(?:some|several|many|a few|a number of|parts?|half|not all|(?:almost|nearly) all)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"(?<!not )\b(?:only|sole|solely|exclusively)\b(?! (?:after|if|when|once|until|by)\b)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:only|sole|solely|exclusive(?:ly)?|alone|just|no other|nobody else|unique|single|nothing but|"
    r"merely|except|last|lone|remaining)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:first|(?!(?:interest|request|forest|harvest|protest|invest|contest|arrest|suggest|honest|modest)\b)"
    r"[a-z]{4,}est)\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"(?:\b(?:one|some|two|three|among|several) (?:of )?(?:the |its |their )?(?:[\w’'-]+ )?|\bamong the |"
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|\d+(?:nd|rd|th))[ -])$",
    re.IGNORECASE,
)
# "Four in 2024" counts nothing out of 2024; no count has ten digits.
_COUNT = "|".join([r"\d{1,9}", *NUMBER_WORDS])
_COUNTED = re.compile(
    rf"\b(?P<part>{_COUNT}) (?:out )?of (?:the |its |their |his |her )?(?P<whole>{_COUNT})\b",
    re.IGNORECASE,
)
_NEAR = 40


def overstated(case: Case) -> str | None:
    """Notice "all" for most or some, "most" for some, and "only" for one among others."""
    claim = case.claim
    near = "\n".join(case.fullest)
    for pattern, fewer in ((_ALL, (_MOST, _SOME)), (_MOST, (_SOME,))):
        of, stated = _of(pattern, claim), pattern.search(claim)
        if stated and not pattern.search(near) and any(of & _of(other, near) for other in fewer):
            return f"the passages do not say “{stated.group().lower()}”"
    only = _ONLY.search(claim)
    if only and near and not _ALONE.search(case.whole):
        return f"the passages do not say “{only.group().lower()}”"
    return None


def only_part(claim: str, text: str) -> bool:
    """Tell whether a claim is of all, and a text counts fewer: "two of the three".

    Args:
        claim: what is claimed.
        text: what is told.
    """
    if not _ALL.search(claim) or _ALL.search(text):
        return False
    return any(_number(m["part"]) < _number(m["whole"]) for m in _COUNTED.finditer(text))


def _number(word: str) -> int:
    return int(NUMBER_WORDS.get(word.lower(), word))


def _of(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """Return the stems of what an "all" or "some" is about."""
    after = (re.split(r"[,;.]", text[m.end() : m.end() + _NEAR])[0] for m in pattern.finditer(text))
    return frozenset().union(*map(wanted, after))


def promoted(case: Case) -> str | None:
    """Notice "the first" for one of the first, "the largest" for the second-largest."""
    for match in _FIRST.finditer(case.claim):
        if _ONE_OF.search(case.claim[: match.start()]):
            continue
        same = list(re.finditer(rf"\b{match.group()}\b", case.whole, re.IGNORECASE))
        if same and all(_ONE_OF.search(case.whole[: other.start()]) for other in same):
            return f"in the passages it is not “the {match.group().lower()}”"
    return None
