"""Which language a text is written in, by its script and its commonest small words.

Enough to tell English from what is not; a model of a hundred languages would weigh more than it
tells a reader of English trade news.
"""

from __future__ import annotations

import re
from collections import Counter

from index.text.word_lists import word_lists
from index.text.words import STOP_WORDS

_lists = word_lists("languages")
_SAMPLE = 5_000
_FEWEST_WORDS = 12
# In running English prose 35 to 50 words in a hundred are among these; tables have fewer.
_ENOUGH = 0.08
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_LATIN = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")
_KNOWN = {code: frozenset(words.split()) for code, words in _lists["small_words"].items()}
_SCRIPTS = [(str(code), re.compile(letters)) for code, letters in _lists["scripts"].items()]
# Japanese is told by its syllables among Chinese characters; they are a third of its text.
_SCRIPT_SHARE = {"ja": 0.1}
_OTHER_SHARE = 0.3

# What a question begins with, and the auxiliaries that tell it from a name.
_ASKS = {
    code: tuple(frozenset(part.split()) for part in words.split("|"))
    for code, words in _lists["asking"].items()
}
_ASKING = frozenset("what who when where why how which did does do say says tell".split())
_NAMES: dict[str, str] = _lists["names"]
LANGUAGES = tuple(sorted(_NAMES.values()))
"""The English names of the languages that are told apart."""


def name_of(code: str | None) -> str | None:
    """Return the English name of a language code; None for one not known here, and for English."""
    return _NAMES.get(code or "")


def foreign(code: str | None) -> str | None:
    """Say what a reader can expect of an article that is not in English; None for one that is."""
    if code in {"en", None}:
        return None
    name = name_of(code) or "a language not known here"
    return f"in {name}: found by its words; meaning and speakers are understood in English only"


def language_of(text: str) -> str | None:
    """Return an ISO 639-1 code, "und" for a language not known here, None for too few words."""
    sample = text[:_SAMPLE]
    letters = _LETTER.findall(sample) if _NOT_LATIN.search(sample) else []
    for code, script in _SCRIPTS if letters else ():
        if len(script.findall(sample)) > _SCRIPT_SHARE.get(code, _OTHER_SHARE) * len(letters):
            return code
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _FEWEST_WORDS:
        return None
    counts = Counter(words)
    shares = {
        code: sum(counts[word] for word in known) / len(words) for code, known in _KNOWN.items()
    }
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    return best if shares[best] >= _ENOUGH else "und"


def language_asked(question: str) -> str | None:
    """Return the name of a question's language if it is clearly not English, else None.

    A question is short: another script, "¿", a question word of another language at its head, or
    more of its small words than of English, two at least.
    """
    letters = _LETTER.findall(question)
    for code, script in _SCRIPTS:
        if letters and len(script.findall(question)) > _OTHER_SHARE * len(letters):
            return _NAMES[code]
    if "¿" in question or "¡" in question:
        return _NAMES["es"]
    words = [word.lower() for word in _WORD.findall(question)]
    if not words or set(words) & _ASKING:
        return None
    found = set(words)
    english = found & STOP_WORDS
    hits = {code: _hits(code, words[0], found - STOP_WORDS) for code in _KNOWN if code != "en"}
    best = max(hits, key=lambda code: hits[code])
    return _NAMES[best] if hits[best] > max(1, len(english)) else None


def _hits(code: str, first: str, words: set[str]) -> int:
    """Count a language's small words among those that are not English.

    Three are needed, as names hold two ("de la Torre"), or a question word at the head, or an
    auxiliary beside another.
    """
    asking, auxiliaries = _ASKS.get(code, (frozenset(), frozenset()))
    small = len(words & (_KNOWN[code] | asking | auxiliaries))
    head = (first in asking) + (first in asking - STOP_WORDS - {"comment"})
    asked = head or words & auxiliaries
    return small + head - (first in asking & words) if asked else small - 1
