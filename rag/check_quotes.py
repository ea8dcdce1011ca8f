"""Are quoted words the article's, letter by letter, and is the speaker the one who spoke?"""

from __future__ import annotations

import re

from index.people import same_person
from index.quotes import extract_quotes
from rag.case import Case
from rag.overlap import normal
from rag.words import content_stems

_QUOTED = re.compile(r"[“\"]([^“”\"]{2,})[”\"]")
_SAME_WORDS = 0.5


def foreign_quote(case: Case) -> str | None:
    """Notice quoted words that stand in no passage."""
    text = normal(case.whole)
    for quoted in _QUOTED.findall(case.claim):
        if normal(quoted).strip(" .,;") not in text:
            return f"the words “{quoted}” do not stand in the passages"
    return None


def wrong_speaker(case: Case) -> str | None:
    """Compare who is said to speak with who speaks in the passages, where both name one."""
    stated = [q for q in extract_quotes(case.claim) if q.speaker]
    if not stated:
        return None
    spoken = [q for q in extract_quotes(case.whole) if q.speaker]
    for quote in stated:
        words = content_stems(quote.text)
        matching = [
            q
            for q in spoken
            if words and len(words & content_stems(q.text)) >= _SAME_WORDS * len(words)
        ]
        speakers = [q.speaker for q in matching if q.speaker]
        if speakers and not any(_same(quote.speaker or "", speaker) for speaker in speakers):
            return f"{speakers[0]}, not {quote.speaker}, is the speaker"
    return None


def _same(claimed: str, speaker: str) -> bool:
    return same_person(claimed, speaker) or normal(claimed) in normal(speaker)
