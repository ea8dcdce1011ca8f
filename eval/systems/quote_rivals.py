"""Other ways to find quotations, as functions of the same shape as ``extract_quotes``."""

from __future__ import annotations

import importlib.util
import re

from eval.types import Extract
from index.types import Quote

SPACY_MODEL = "en_core_web_sm"
_NAME = r"(?P<name>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,4})"
_WORDS = r"[“\"](?P<words>[^“”\"\n]{2,2000})[”\"]"
_NAIVE = [
    re.compile(rf"{_WORDS},?\s+(?:said|says|told|added|wrote)\s+{_NAME}"),
    re.compile(rf"{_WORDS},?\s+{_NAME}\s+(?:said|says|told|added|wrote)\b"),
    re.compile(rf"{_NAME}\s+(?:said|says|added|wrote)[,:]?\s+(?:that\s+)?{_WORDS}"),
]


def naive(text: str) -> list[Quote]:
    """Return what a first regular expression finds: a name, "said", and words between marks."""
    found: dict[int, Quote] = {}
    for pattern in _NAIVE:
        for match in pattern.finditer(text):
            start, end = match.span("words")
            found.setdefault(start, _quote(text, start, end, match["name"]))
    return [found[start] for start in sorted(found)]


def textacy() -> Extract | None:
    """Return textacy's ``direct_quotations`` over spaCy, where both are installed."""
    if not all(importlib.util.find_spec(name) for name in ("textacy", "spacy", SPACY_MODEL)):
        return None
    import spacy
    from textacy.extract.triples import direct_quotations

    pipeline = spacy.load(SPACY_MODEL)

    def extract(text: str) -> list[Quote]:
        found = []
        for triple in direct_quotations(pipeline(text)):
            speaker = " ".join(token.text for token in triple.speaker)
            start, end = triple.content.start_char, triple.content.end_char
            found.append(_quote(text, start, end, speaker or None))
        return found

    return extract


def _quote(text: str, start: int, end: int, speaker: str | None) -> Quote:
    return Quote(
        start=start,
        end=end,
        text=text[start:end],
        speaker=speaker,
        mention=speaker,
        role=None,
        verb=None,
        kind="direct",
        group=0,
    )
