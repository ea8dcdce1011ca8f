"""Who said what: direct quotations and reported speech, with the speaker where he is known.

Precision before recall: a speaker is named only where a rule ties the words to him, and a
pronoun only where the article leaves one person to be meant; else the speaker is None. Every
quote carries the rule that chose its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.coreference import Discourse
from index.cues import cues
from index.direct import direct, nested
from index.marks import marked
from index.mentions import People
from index.people import people
from index.reported import reported
from index.tokens import paragraphs
from index.types import Quote
from index.wrapping import unwrapped


def extract_quotes(text: str) -> list[Quote]:
    """Return direct and reported speech in order; ``text[q.start:q.end] == q.text``.

    Never raises, whatever the text; takes time linear in its length.
    """
    if not re.search(r"\w", text):
        return []
    flat = unwrapped(text)
    parts = paragraphs(flat, marked(flat))
    found = [cues(part) for part in parts]
    discourse = Discourse(flat, parts, found, People(people(flat)))
    spoken = [*direct(discourse), *nested(discourse)]
    told = reported(discourse, len(spoken))
    ordered = sorted([*spoken, *told], key=lambda q: (q.start, q.end))
    return [replace(q, text=text[q.start : q.end]) for q in _regrouped(ordered)]


def _regrouped(quotes: Sequence[Quote]) -> list[Quote]:
    """Number the groups 0, 1, 2 in order of appearance, those of a joint statement speaker by speaker."""
    numbers: dict[tuple[str, int, str | None], int] = {}
    return [
        replace(q, group=numbers.setdefault((q.kind, q.group, q.speaker), len(numbers)))
        for q in quotes
    ]
