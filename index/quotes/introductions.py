"""Who is named around words rather than beside them: under a paragraph, before it, at its end."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.clauses import phrase_after
from index.grammar.cues import Cue, governing_subject, near
from index.grammar.noun_phrases import Phrase, can_speak, is_verb
from index.grammar.subjects import named_in
from index.grammar.tokens import Paragraph
from index.quotes.attribution import NEAR, Attribution, told


def attributed_at(paragraph: Paragraph, cues: Sequence[Cue]) -> int | None:
    """Return where words end that a sentence's last "…, said Li" or "…? Li asked" follows.

    Args:
        paragraph: what stands behind an opening mark that nothing closes.
        cues: its verbs of speech, in order.
    """
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


def signature(paragraph: Paragraph) -> Phrase | None:
    """Return the name in a line of its own under somebody's words ("— Li Chenggang")."""
    tokens = paragraph.tokens
    if not 2 <= len(tokens) <= 12 or tokens[0].kind != "-":
        return None
    subject = phrase_after(tokens, 1, len(tokens))
    return subject if subject is not None and tokens[subject[0]].capital else None


def introduction(paragraph: Paragraph, cues: Sequence[Cue]) -> Attribution | None:
    """Return whom a paragraph lets speak in the next: who speaks in its last sentence.

    Args:
        paragraph: the one before the words.
        cues: its verbs of speech, in order.
    """
    tokens = paragraph.tokens
    if not tokens:
        return None
    first = paragraph.firsts[-1]
    ahead = [
        cue
        for cue in near(cues, len(tokens))
        if cue.verb >= first and cue.shape in {"before", "participle"}
    ]
    if ahead:
        return told(ahead[0], "speaks in the paragraph before")
    if tokens[-1].kind != ":":
        return None
    subject = governing_subject(paragraph, len(tokens) - 1, ()) or named_in(
        tokens, first, len(tokens)
    )
    if subject is None or not can_speak(tokens, subject):
        return None
    return Attribution(subject=subject, verb=None, rule="subject before a colon")
