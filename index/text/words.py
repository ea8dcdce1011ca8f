"""Words as the checks see them: tokens, stems, figures, names. Pure functions of a string."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from index.text import word_lists
from index.text.calendar_words import MONTH_PATTERN

STOP_WORDS = word_lists.words("words", "stop_words")
# Words that ask rather than name: an article need not hold them to answer.
ASKING = word_lists.words("questions", "asking")
NUMBER_WORDS = word_lists.pairs("words", "numbers")
IRREGULAR = word_lists.pairs("words", "irregular")
_TOKEN = re.compile(r"\bU\.S\.(?:A\.)?|[^\W_]+(?:[.,]\d+)*(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPACED = re.compile(r"(?<=\d,) (?=\d{3}(?!\d))|(?<=\d\.) (?=\d)")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|pct\b|percent(?:age)?\b)|-percent\b", re.IGNORECASE)
_SCALE = re.compile(r"\s?-?(thousand|million|billion|trillion|bn|m|b|k|tn)\b", re.IGNORECASE)
_SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion", "tn": "trillion"}
_NAME = re.compile(
    r"\b[A-Z][\w’'&.-]*(?:\s+(?:of|de|van|von|bin|al)\s+[A-Z][\w’'&-]*|\s+[A-Z][\w’'&.-]*)*"
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the Porter stem of a lower-case word; irregular past forms count as the present."""
    bare = word.replace("’", "'").removesuffix("'s")
    return porter(IRREGULAR.get(bare, bare))


def porter(word: str) -> str:
    """Return the Porter stem of a lower-case word, as a word index has it."""
    return str(_stemmer().stemWord(word))


# A stemmer keeps the word that it works on: threads that shared one would mix theirs.
_of_thread = threading.local()


def _stemmer() -> Any:
    if not hasattr(_of_thread, "porter"):
        import snowballstemmer

        _of_thread.porter = snowballstemmer.stemmer("porter")
    return _of_thread.porter


def tokens(text: str) -> list[str]:
    """Return the lower-case words and figures of a text, in order."""
    return list(map(_plain, _TOKEN.findall(text)))


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    """Lower a word without what is contracted behind it; the country keeps apart from the pronoun "us"."""
    if word in {"US", "USA", "U.S.", "U.S.A."}:
        return "u.s."
    return re.sub(r"['’](?:s|m|d|re|ve|ll)$", "", word.lower()).replace(",", "")


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, lower case, each once, in order."""
    return list(
        dict.fromkeys(
            t for t in tokens(text) if t not in STOP_WORDS and (len(t) > 1 or t.isdigit())
        )
    )


@lru_cache(maxsize=16_384)
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(stem(word) for word in content_words(text))


def all_stems(text: str) -> frozenset[str]:
    """Return the stems of all words."""
    return frozenset(stem(word) for word in tokens(text))


def figures(text: str) -> frozenset[str]:
    """Return figures in one form each: ``145%``, ``34 billion``, ``2025``; words up to 100 too.

    A percentage never equals a bare number, nor a million a billion.
    """
    found = set()
    for match in _NUMBER.finditer(text):
        value = match.group().replace(",", "")
        value = value.rstrip("0").rstrip(".") if "." in value else value.lstrip("0") or "0"
        rest = text[match.end() : match.end() + 12]
        if _PERCENT.match(rest):
            found.add(f"{value}%")
        elif scale := _SCALE.match(rest):
            name = scale.group(1).lower()
            found.add(f"{value} {_SCALES.get(name, name)}")
        else:
            found.add(value)
    return frozenset(found)


def closed_up(text: str) -> str:
    """Return a text with its spaced figures closed up: ``235, 000`` and ``98. 7``, as some feeds have.

    A list ("on May 9, 145 ships") would be closed up as well: use it beside the text itself.
    """
    return _SPACED.sub("", text)


def figure_words(text: str) -> frozenset[str]:
    """Return the values of numbers written as words ("two", "ninety")."""
    return frozenset(NUMBER_WORDS[t] for t in tokens(text) if t in NUMBER_WORDS)


def named_in(name: str, text: str) -> bool:
    """Tell whether a text names somebody by the last name or by all of the name.

    Args:
        name: of a person or a body, in full.
        text: of any length.
    """
    words = tokens(name)
    present = set(tokens(text))
    return bool(words) and (words[-1] in present or set(words) <= present or words[0] in present)


@lru_cache(maxsize=8192)
def counts(text: str) -> frozenset[str]:
    """Return the figures of a text that are no dates, number words above one included."""
    undated = _DATE.sub(" ", text)
    return figures(undated) | (figure_words(undated) - {"0", "1"})


_DATE = re.compile(
    rf"\b{MONTH_PATTERN} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH_PATTERN}|\b(?:19|20)\d\d\b"
)


def names(text: str) -> list[str]:
    """Return capitalised names, without one-word sentence openers that are common words."""
    found = []
    for match in _NAME.finditer(text):
        name = match.group().strip(" .'’-")
        name = re.sub(r"['’]s$", "", name)
        words = name.split()
        while words and words[0].lower() in _NO_NAMES:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


_OPENERS = word_lists.words("words", "openers")
_NO_NAMES = STOP_WORDS | _OPENERS | frozenset(NUMBER_WORDS)


_FAMILY = 5


def word_coverage(claim: str, text: str, given: str = "") -> float:
    """Return the share of the claim's content words that a text holds, 0 to 1.

    Words that are ``given`` are left out, as long as others remain.

    Args:
        claim: a sentence.
        text: of any length.
        given: words that do not count, such as the question's.
    """
    wanted = content_stems(claim)
    wanted = (wanted - content_stems(given)) or wanted
    if not wanted:
        return 0.0
    held = all_stems(text)
    return sum(word in held or kin(word, held) for word in wanted) / len(wanted)


def kin(word: str, held: Collection[str]) -> bool:
    """Tell whether a word of the same family is held ("china" and "chines", "agre" and "agreement").

    Args:
        word: a stem.
        held: stems.
    """
    if len(word) < _FAMILY:
        return False
    return any(len(other) >= _FAMILY and other[:_FAMILY] == word[:_FAMILY] for other in held)


def normal(text: str) -> str:
    """Return a text with one form of quotation marks, dashes and spaces, lower case."""
    text = re.sub(r"[“”„«»]", '"', text)
    text = re.sub(r"[‘’‚`]", "'", text)
    text = re.sub(r"[‐-―]", "-", text)
    return re.sub(r"\s+", " ", text).lower().strip()
