"""Who said what: direct quotations and reported speech, with the speaker where he is known.

Precision before recall: a speaker is named only where a rule ties the words to him, and a
pronoun only where the article leaves one person to be meant; else the speaker is None. Every
quote carries the rule that chose its speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from index.grammar.cues import Cue, cues
from index.grammar.marks import Marked, marked
from index.grammar.noun_phrases import is_verb
from index.grammar.tokens import Paragraph, paragraph, paragraphs
from index.people.in_article import people
from index.people.mentions import People
from index.quotes.attribution import NEAR
from index.quotes.coreference import Discourse
from index.quotes.direct import direct, nested
from index.quotes.reported import reported
from index.quotes.transcripts import RULE, turns
from index.quotes.wrapping import unwrapped
from index.types import Quote


def extract_quotes(text: str) -> list[Quote]:
    """Return direct and reported speech in order; ``text[q.start:q.end] == q.text``.

    Never raises, whatever the text; takes time linear in its length.
    """
    if not re.search(r"\w", text):
        return []
    flat = unwrapped(text)
    known = People(people(flat))
    labelled, taken = turns(flat, known)
    parts = paragraphs(flat, [_closed(flat, quotation) for quotation in marked(flat)])
    found = [cues(part) for part in parts]
    discourse = Discourse(flat, parts, found, known)
    spoken = [*direct(discourse), *nested(discourse)]
    told = reported(discourse, len(spoken))
    others = [q for q in [*spoken, *told] if not _within(q, taken)]
    ordered = sorted([*labelled, *others], key=lambda q: (q.start, q.end))
    return [replace(q, text=text[q.start : q.end]) for q in _regrouped(ordered)]


def _closed(text: str, quotation: Marked) -> Marked:
    """End a quotation whose closing mark was forgotten before the attribution that it holds."""
    if quotation.closed:
        return quotation
    inside = paragraph(text, quotation.start, quotation.end, ())
    end = _attributed_at(inside, cues(inside))
    return quotation if end is None else replace(quotation, end=end)


def _attributed_at(paragraph: Paragraph, cues: Sequence[Cue]) -> int | None:
    """Return where words end that a sentence's last "…, said Li" or "…? Li asked" follows."""
    tokens = paragraph.tokens
    for cue in cues:
        first, last = paragraph.bounds(cue.verb)
        before = tokens[cue.start - 1] if cue.start else None
        rest = tokens[cue.end : last - 1]
        if (
            cue.shape in {"before", "after"}
            and before is not None
            and (before.kind == "," or (cue.start == first and before.low in {"?", "!"}))
            and (tokens[cue.subject[0]].capital or tokens[cue.subject[1] - 1].capital)
            and len(rest) < NEAR
            and all(t.kind == "w" and t.low != "that" and not is_verb(t) for t in rest)
        ):
            return before.end
    return None


def _within(quote: Quote, lines: Sequence[tuple[int, int]]) -> bool:
    number = bisect_right(lines, (quote.start, len(quote.text) + quote.end)) - 1
    return number >= 0 and quote.start < lines[number][1]


def _regrouped(quotes: Sequence[Quote]) -> list[Quote]:
    """Number the groups 0, 1, 2 in order of appearance, those of a joint statement speaker by speaker."""
    numbers: dict[tuple[object, ...], int] = {}
    return [
        replace(
            q,
            group=numbers.setdefault((q.kind, q.group, q.speaker, q.rule == RULE), len(numbers)),
        )
        for q in quotes
    ]
