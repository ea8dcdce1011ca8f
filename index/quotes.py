"""Who said what: direct quotations and reported speech, with the speaker where he is known.

Precision before recall: a speaker is named only where a rule ties the words to him, and a
pronoun only where the article leaves one person to be meant; else the speaker is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.attribution import AFTER, Attribution, attributions, is_whole, stands_alone
from index.coreference import Discourse
from index.cues import cues
from index.lexicon import PREPOSITIONS
from index.marks import Marked, marked
from index.people import People, people
from index.reported import reported
from index.speakers import NOBODY
from index.tokens import Paragraph, paragraphs
from index.types import Quote


def extract_quotes(text: str) -> list[Quote]:
    """Return direct and reported speech in order; ``text[q.start:q.end] == q.text``.

    Never raises, whatever the text.
    """
    if not re.search(r"\w", text):
        return []
    parts = paragraphs(text, marked(text))
    told = [cues(part) for part in parts]
    discourse = Discourse(text, parts, told, People(people(text)))
    direct = _direct(discourse)
    other = reported(discourse, len(direct))
    return _regrouped(sorted([*direct, *other], key=lambda q: (q.start, q.end)))


def _direct(discourse: Discourse) -> list[Quote]:
    quotes: list[Quote] = []
    carried: Quote | None = None
    for number, part in enumerate(discourse.paragraphs):
        here = _in_paragraph(discourse, number, carried, len(quotes))
        quotes += here
        carried = _carried(discourse, number, here)
    return quotes


def _in_paragraph(
    discourse: Discourse, number: int, carried: Quote | None, count: int
) -> list[Quote]:
    part = discourse.paragraphs[number]
    found = attributions(part, discourse.cues[number])
    here: list[Quote] = []
    before: Attribution | None = None
    positions = (at for at, token in enumerate(part.tokens) if token.kind == "q")
    for marks, at in zip(part.quotes, positions, strict=True):
        told = found.get(at)
        if told is None and carried is not None and stands_alone(part, at):
            here.append(_same_speaker(discourse.text, marks, carried))
        elif _is_speech(part, at, told):
            group = here[-1].group if here and _same_cue(told, before) else count + len(here)
            here.append(_quote(discourse, number, marks, told, group))
        before = told
    return here


def _same_cue(told: Attribution | None, before: Attribution | None) -> bool:
    return told is not None and before is not None and (
        (told.subject, told.verb) == (before.subject, before.verb)
    )  # fmt: skip


def _carried(discourse: Discourse, number: int, here: list[Quote]) -> Quote | None:
    """Return the quotation that words alone in the next paragraph would go on with."""
    part = discourse.paragraphs[number]
    if not here or not part.quotes:
        return None
    return here[-1]


def _same_speaker(text: str, marks: Marked, carried: Quote) -> Quote:
    words = text[marks.start : marks.end]
    return replace(carried, start=marks.start, end=marks.end, text=words, rule="goes on")


def _quote(
    discourse: Discourse, number: int, marks: Marked, told: Attribution | None, group: int
) -> Quote:
    speaker = discourse.speaker(number, told.subject) if told else NOBODY
    tokens = discourse.paragraphs[number].tokens
    return Quote(
        start=marks.start,
        end=marks.end,
        text=discourse.text[marks.start : marks.end],
        speaker=speaker.name,
        mention=speaker.mention,
        role=speaker.role,
        verb=tokens[told.verb].text if told and told.verb is not None else None,
        kind="direct",
        group=group,
        rule=told.rule if told else None,
    )


def _is_speech(part: Paragraph, at: int, told: Attribution | None) -> bool:
    """Tell somebody's words from titles and scare quotes."""
    words = part.tokens[at].text.split()
    if told is None:
        return len(words) > 4 and (stands_alone(part, at) or is_whole(part.tokens, at))
    if told.rule == AFTER:
        return len(words) > 1 or words[0][:1].isupper() or words[0][-1:] in ".!?"
    if len(words) < 2:
        return False
    return not _is_title(words)


def _is_title(words: Sequence[str]) -> bool:
    """Titles capitalise every word that counts and end in no full stop."""
    counting = [w for w in words if w.lower() not in PREPOSITIONS | {"the", "a", "an", "and"}]
    return words[-1][-1].isalnum() and all(word[:1].isupper() for word in counting)


def _regrouped(quotes: Sequence[Quote]) -> list[Quote]:
    """Number the groups 0, 1, 2 in order of appearance."""
    numbers: dict[tuple[str, int], int] = {}
    return [replace(q, group=numbers.setdefault((q.kind, q.group), len(numbers))) for q in quotes]
