"""What is claimed of a thing may be only wished, feared, alleged or conditional, or still to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rag.checks.modality import UNSURE, WILL
from rag.verdict.yes_no.claimed import Claim, Word, stems_of

_ALLEGED = re.compile(
    r"\b(?:accus\w+|alleg\w+|rumou?r\w*|reportedly|suspect\w*|fak(?:e|ed)|forge(?:d|ry)|falsely|hoax|"
    r"(?<!it is )(?<!it was )(?:false|untrue)|"
    r"asked|imagine|suppose|draft|"
    r"(?:talk|fear|hope|rumou?r|report|risk|sign|threat)s?(?= of\b)|close to|nearly|almost|about to|on the verge of)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:without|(?-i:Had|Were))\b|"
    r"\b(?:if|unless|whether|lest|should|were \w+ to|provided that|in case|once|pending|until)\b",
    re.I,
)
# Next to nothing, and next to never.
_SCARCELY = re.compile(
    r"\b(?:hardly|barely|scarcely|seldom|rarely)\b|(?<!\ba )(?<!\bthe )\b(?:few|little)\b(?! by little)",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(r"\b(?:postpon(?:e[sd]?|ing)|delay(?:s|ed|ing)?) (?=[^\W\d_]+ing\b)", re.I)
_COULD_NOT = re.compile(r"could(?: not|n['’]t)", re.IGNORECASE)
_DECIDED = re.compile(r"\bdecid(?:e[sd]?|ing) to\b", re.IGNORECASE)
_CAN = re.compile(r"\bcan\b", re.IGNORECASE)
# A relative clause tells of what was wished what became of it.
_OTHER_CLAUSE = re.compile(r", (?:which|who|whom|whose)\b|;", re.IGNORECASE)
# A proposal that was rejected is open no more.
_REJECTING = re.compile(r"\b(?:reject|dismiss)\w*\b[^,;]{0,40}$", re.IGNORECASE)


def hedged(
    claim: Claim, text: str, held: Sequence[Word], turned: Sequence[Word]
) -> Literal["ahead", "open"] | None:
    """Tell whether what is claimed is "ahead", still to come, or "open": wished, feared, alleged, conditional.

    Args:
        claim: what is claimed.
        text: the sentence.
        held: the words of the claim that it holds.
        turned: those that it holds the opposite of.
    """
    words = [w for w in (*held, *turned) if not w.named]
    # "Has shelved its planned route": what is planned is the route, not the shelving.
    governed = verb_of(claim, words) or words
    asked = stems_of(claim.text)

    def governs(match: re.Match[str]) -> bool:
        if _COULD_NOT.match(text, match.start()):
            return False  # that is a no
        if stems_of(match.group()) & asked or _REJECTING.search(text[: match.start()]):
            return False
        behind = stems_of(_OTHER_CLAUSE.split(text[match.end() :])[0])
        return any(w.held(behind) or w.opposed(behind) for w in governed)

    patterns = [
        _ALLEGED,
        _CONDITION,
        _SCARCELY,
        _PUT_OFF,
        *([] if claim.time == "ahead" else [_CAN]),
    ]
    patterns += [p for name, p in UNSURE if not (name == "planned" and claim.time == "ahead")]
    if any(governs(m) for pattern in patterns for m in pattern.finditer(text)):
        return "open"
    if claim.said or claim.time == "ahead":
        return None
    ahead = claim.time == "done" and any(
        governs(m) for pattern in (WILL, _DECIDED) for m in pattern.finditer(text)
    )
    return "ahead" if ahead else None


def verb_of(claim: Claim, words: Sequence[Word]) -> list[Word]:
    """Return those of some words that are a claim's verb.

    Args:
        claim: what is claimed.
        words: of it.
    """
    return [w for w in words if claim.predicate and w.text == claim.predicate.verb]
