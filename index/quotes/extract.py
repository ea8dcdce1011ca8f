"""Who said what: direct quotations and reported speech, with the speaker where he is known.

Precision before recall: a speaker is named only where a rule ties the words to him, and a
pronoun only where the article leaves one person to be meant; else the speaker is None. Every
quote carries the rule that chose its speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.grammar.cues import Cue, cues
from index.grammar.marks import Marked, marked
from index.grammar.noun_phrases import is_verb
from index.grammar.tokens import NEAR, Paragraph, Token, paragraph, paragraphs
from index.people.in_article import people
from index.people.mentions import People
from index.quotes.coreference import Discourse
from index.quotes.direct import direct, nested
from index.quotes.reported import reported
from index.quotes.speakers import PRONOUNS
from index.quotes.transcripts import RULE, turns
from index.text.lexicon import DETERMINERS, NOUNLIKE, STATING
from index.types import Quote

_WIDEST = 100
_FULL = 0.6
_LINE = re.compile(r"[^\n]*\n?")
_LINE_OF_ITS_OWN = re.compile(r"\s{2,}\S|\t|[-–•*·―—]\s|\d{1,2}[.)]\s")
_ENDS_SENTENCE = re.compile(r"[.!?:][\"”’'»)\]]*\s*$")
_OWN = frozenset("i we my our me us".split())
_Line = tuple[int, int]


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
            and _another_tells(tokens, cue, last)
            and len(rest) < NEAR
            and all(t.kind == "w" and t.low != "that" for t in rest)
            and not any(map(is_verb, _without_nouns(rest)))
        ):
            return before.end
    return None


def _without_nouns(tokens: Sequence[Token]) -> list[Token]:
    """Return words without those that are nouns behind an article, whatever else they may be ("with a laugh")."""
    before = [None, *tokens]
    return [
        token
        for lead, token in zip(before, tokens, strict=False)
        if not (lead and lead.low in DETERMINERS and token.low in NOUNLIKE)
    ]


def _another_tells(tokens: Sequence[Token], cue: Cue, last: int) -> bool:
    """Tell whether a name attributes the words before it, or "she added" where nobody goes on with "I"."""
    start, end = cue.subject
    if tokens[start].low in PRONOUNS:
        goes_on = any(token.low in _OWN for token in tokens[last:])
        return tokens[cue.verb].low in STATING and not goes_on
    return tokens[start].capital or tokens[end - 1].capital


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


def unwrapped(text: str) -> str:
    """Return the text with spaces for the line ends that only wrap a paragraph.

    Every other character stays where it was, so offsets hold in both. A block of lines, none
    wider than ``_WIDEST``, is wrapped if most of its lines are full and do not end a sentence;
    a short line, or one before an indented one, still ends its paragraph.
    """
    ends = [end for block in _blocks(text) for end in _wraps(text, block)]
    if not ends:
        return text
    characters = list(text)
    for end in ends:
        characters[end] = " "
    return "".join(characters)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield the lines between blank ones, each without its line end."""
    block: list[_Line] = []
    for match in _LINE.finditer(text):
        line = match.group()
        if line.strip():
            block.append((match.start(), match.start() + len(line.rstrip("\n"))))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _wraps(text: str, block: list[_Line]) -> list[int]:
    """Return the positions of the line ends that only wrap."""
    width = max(end - start for start, end in block)
    if len(block) < 2 or width > _WIDEST:
        return []
    full = [end - start > _FULL * width for start, end in block[:-1]]
    runs_on = sum(
        is_full and not _ENDS_SENTENCE.search(text, max(start, end - 20), end)
        for is_full, (start, end) in zip(full, block[:-1], strict=True)
    )
    if 2 * runs_on < len(block) - 1:
        return []
    return [
        end
        for is_full, (_, end), (following, _) in zip(full, block[:-1], block[1:], strict=True)
        if is_full and not _LINE_OF_ITS_OWN.match(text, following)
    ]
