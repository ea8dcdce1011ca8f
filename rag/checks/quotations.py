"""Are quoted words the article's, letter by letter, and is the speaker the one who spoke?"""

from __future__ import annotations

import re

from index.quotes.extract import extract_quotes
from index.text.names import same_person
from index.text.places import nation_words
from index.text.words import content_stems, figures, normal
from rag.checks.claim import Case

_QUOTED = re.compile(r"[“\"]([^“”\"]{2,})[”\"]")
_LEFT_OUT = re.compile(r"\[?(?:\.\.\.|…)\]?")
_TITLE_WORDS = frozenset("a an and at by for from in of on or the to v vs with".split())
_PARTICLES = frozenset("al bin da de del der di du la le of van von".split())
_SAME_WORDS = 0.5


def foreign_quote(case: Case) -> str | None:
    """Notice quoted words that stand in no passage; what marks leave out may be left out.

    The title of a book or a film is no quotation: its words are a name's.
    """
    text = normal(case.whole)
    for words in quoted(case.claim):
        parts = [normal(part).strip(" .,;") for part in _LEFT_OUT.split(words)]
        if not _is_title(words) and not all(part in text for part in parts):
            return f"the words “{words}” do not stand in the passages"
    return None


def quoted(sentence: str) -> list[str]:
    """Return what stands in quotation marks in a sentence."""
    return _QUOTED.findall(sentence)


def _is_title(words: str) -> bool:
    """Tell whether marks hold a title: two words or more, all but the small ones capitalised."""
    large = [
        w
        for w in re.findall(r"[^\W\d_][\w’'.-]*", words)
        if w.lower().rstrip(".") not in _TITLE_WORDS
    ]
    return len(large) > 1 and all(word[0].isupper() for word in large)


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
        # Two who speak on one subject are told apart by their figures.
        held = figures(quote.text)
        matching = [q for q in matching if held <= figures(q.text)] or matching
        speakers = [q.speaker for q in matching if q.speaker]
        if any(_same(quote.speaker or "", speaker) for speaker in speakers):
            continue
        others = [speaker for speaker in speakers if _is_name(speaker)]
        if others and _is_name(quote.speaker or ""):
            return f"{others[0]}, not {quote.speaker}, is the speaker"
    return None


def _is_name(speaker: str) -> bool:
    """Tell a name from an office: "a spokesman" may be the man whom the passages name."""
    return all(word[0].isupper() for word in speaker.split() if word not in _PARTICLES)


def _same(claimed: str, speaker: str) -> bool:
    if nation_words(claimed) & nation_words(speaker):
        return True
    return same_person(claimed, speaker) or normal(claimed) in normal(speaker)
