"""Is a maybe kept a maybe? What is planned, feared, demanded or conditional is no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.synonyms import word_root
from index.text.words import IRREGULAR, content_words
from rag.checks.claim import Case, speaks_of, wanted

UNSURE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("in principle", r"\bin principle\b"),
        ("may", r"\b(?:(?-i:may)(?! \d)|might|could|possibly|perhaps)\b"),
        ("proposed", r"\bpropos(?:e|es|ed|al|als|ing)\b"),
        ("considering", r"\b(?:considers?|considered|considering|weighs?|weighing|mulls?|mulling)\b"),
        ("threatened", r"\bthreat(?:en|ens|ened|ening|s)?\b"),
        ("planned", r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|aim(?:s|ed|ing)? to)\b"),
        ("hoped", r"\bhop(?:e|es|ed|ing)\b"),
        ("expected", r"\bexpect(?:s|ed|ing)?\b"),
        ("alleged", r"\b(?:alleg(?:e|es|ed|edly|ing)|reportedly|rumou?red)\b"),
        ("likely", r"\b(?:likely|probably)\b"),
        ("urged", r"\b(?:urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for)|demand(?:s|ed|ing)? (?:that|to)|wants?|"
                  r"wanted|ask(?:s|ed|ing)? \w+(?: \w+)? to|seeks?|sought|would like)\b"),
    )
)  # fmt: skip
WILL = re.compile(
    r"\b(?:will|would|(?:is|are|was|were) (?:set |due )?to|set to|due to|agree[sd]? to|"
    r"(?:pledge|promise|vow)[sd]? to|shall|about to)\b|['’]ll\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"(?<!even )(?<!as )(?<!only )\b(?:if|unless|provided that|as long as|in case)\b(?! not\b| any\b| ever\b)"
    r"|^(?:If|Unless|Should|Provided that|As long as)\b"
)
# "Asked if …" and "it is unclear if …" set no condition.
_WHETHER = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|know|see|wonder\w*|doubt\w*|unclear|decide|say|sure)\s+if\b", re.I
)
_CONDITIONAL = re.compile(r"\b(?:would|could|should|warn\w*)\b", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:will|would|could|shall|can)\b|['’]ll\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:be|is|are|was|were|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_STOP = re.compile(r"[;:–—.]\s|,(?!\d)|\b(?:but|while|whereas|although|because|unless|if)\b")
_NEAR = 70
_SAME_IN_PAST = frozenset("cut put set let hit cost hurt shut quit split spread bid cast".split())
_PRESENT = re.compile(r"\b(?:is|are|be|being)\s+(?:\w+ly\s+|also\s+|now\s+)*$", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:has|have|had|was|were|been|did)\s+(?:\w+ly\s+|already\s+|been\s+)*$", re.I
)

_TOLD = re.compile(r"\b(?:sa(?:y|ys|id)|claim(?:s|ed|ing)?|accus\w+|according to)\b", re.I)

Scope = tuple[str, ...]
"""Stems of what a hedge is about, the first one first."""


def hardened(case: Case) -> str | None:
    """Notice what the passages hold possible, intended, wanted or to come, and the sentence for done."""
    if _is_hedged(case.claim):
        return None
    for part in case.fullest:
        for name, pattern in UNSURE:
            told = name == "alleged" and _TOLD.search(case.claim)
            if not told and any(_plain(pattern, part, case)):
                return f"it leaves out “{name}”"
        for scope in _plain(WILL, part, case):
            if _is_done(scope[0], case):
                return f"it says that this has happened, the passages that it will ({scope[0]})"
    return None


def unconditional(case: Case) -> str | None:
    """Notice a consequence that is told without its condition."""
    if _IF.search(case.claim) or _is_hedged(case.claim):
        return None
    for part in case.fullest:
        condition = _IF.search(_WHETHER.sub(" ", part))
        if condition and any(_plain(_MODAL, part, case)):
            return f"it leaves out the condition (“{condition.group().lower()}”)"
    return None


def _is_hedged(claim: str) -> bool:
    return any(p.search(claim) for p in (_CONDITIONAL, *(p for _name, p in UNSURE)))


def _plain(hedge: re.Pattern[str], part: str, case: Case) -> Iterator[Scope]:
    """Yield what is hedged in a sentence of the passages, plain in the claim and in no other sentence."""
    for scope in _scopes(hedge, part):
        if speaks_of(case.wanted, scope) and not _stated(scope, case):
            yield scope


def _scopes(pattern: re.Pattern[str], part: str) -> Iterator[Scope]:
    """Yield what stands behind each match up to the next break, or before it where it is passive."""
    for match in pattern.finditer(part):
        behind = _STOP.split(part[match.end() : match.end() + _NEAR])[0]
        if _is_passive(match) and not behind.lstrip().startswith("to "):
            behind = _PASSIVE.sub("", _STOP.split(part[: match.start()])[-1])
        scope = tuple(word_root(word) for word in content_words(behind))
        if scope:
            yield scope


def _is_passive(hedge: re.Match[str]) -> bool:
    """Tell "a quota is considered" from "they are considering a quota"."""
    before = hedge.string[: hedge.start()]
    return hedge.group().lower().endswith("ed") and bool(_PASSIVE.search(before))


def _stated(scope: Scope, case: Case) -> bool:
    """Tell whether some sentence says the same without a hedge, the words before one included."""
    for part in case.parts:
        marks = [m for p in _HEDGES for m in p.finditer(part)]
        first = min((m.start() for m in marks), default=len(part))
        free = wanted("" if _IF.search(part) or any(map(_is_passive, marks)) else part[:first])
        if scope[0] in free and 2 * len(free & case.wanted) >= len(case.wanted):
            return True
    return False


def _is_done(verb: str, case: Case) -> bool:
    """Tell whether the sentence has a verb as past, and nothing in it is to come."""
    if WILL.search(case.claim):
        return False
    for match in re.finditer(r"[^\W\d_]+", case.claim):
        word, before = match.group().lower(), case.claim[: match.start()]
        past = word in IRREGULAR or word in _SAME_IN_PAST or word.endswith("ed")
        done = (past or _DONE.search(before)) and not _PRESENT.search(before)
        if done and word_root(word) == verb:
            return True
    return False


_HEDGES = (*(pattern for _name, pattern in UNSURE), WILL)
