"""Reported speech: the clause that carries what somebody said, without marks of its own."""

from __future__ import annotations

from collections.abc import Sequence

from index.coreference import Discourse
from index.cues import Cue
from index.lexicon import STATING
from index.tokens import Paragraph, Token
from index.types import Quote

LONGEST = 1500
_HEARERS = frozenset("reporters lawmakers him them us me her journalists".split())


def reported(discourse: Discourse, first_group: int) -> list[Quote]:
    """Return a quote for each cue that reports something and whose speaker is known."""
    quotes: list[Quote] = []
    for number, part in enumerate(discourse.paragraphs):
        for cue in discourse.cues[number]:
            span = _span(part, cue)
            if span is None:
                continue
            speaker = discourse.speaker(number, cue.subject)
            if speaker.name is None:
                continue
            start, end = span
            quotes.append(
                Quote(
                    start=start,
                    end=end,
                    text=discourse.text[start:end],
                    speaker=speaker.name,
                    mention=speaker.mention,
                    role=speaker.role,
                    verb=_verb(discourse.text, part, cue),
                    kind="reported",
                    group=first_group + len(quotes),
                    rule=f"subject of “{part.tokens[cue.verb].text}”",
                )
            )
    return quotes


def _verb(text: str, part: Paragraph, cue: Cue) -> str:
    return text[part.tokens[cue.verb].start : part.tokens[cue.verb_end - 1].end]


def _span(part: Paragraph, cue: Cue) -> tuple[int, int] | None:
    """Return the offsets of the clause: after the cue, else before it in its sentence."""
    verb = part.tokens[cue.verb].low
    if cue.shape == "noun" or (verb not in STATING and cue.shape != "according"):
        return None
    first, last = part.bounds(cue.verb)
    after = _trimmed(part.tokens, _content_start(part.tokens, cue, last), last)
    before = _trimmed(part.tokens, first, cue.start)
    pieces = (before, after) if cue.shape == "according" else (after, before)
    for (start, end), least in zip(pieces, (3, 4), strict=True):
        if end - start >= least and not _mostly_quoted(part.tokens[start:end]):
            return _offsets(part.tokens, start, end)
    return None


def _content_start(tokens: Sequence[Token], cue: Cue, last: int) -> int:
    """Skip who was told, a comma and "that" after the cue."""
    at = cue.end
    if at < last and (tokens[at].low in _HEARERS or (tokens[cue.verb].low in {"told", "tells"}
                                                     and tokens[at].capital)):  # fmt: skip
        at += 1
    if at < last and tokens[at].kind in ",:":
        at += 1
    return at + 1 if at < last and tokens[at].low == "that" else at


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    while start < end and tokens[start].kind in ",;:.-?":
        start += 1
    while end > start and tokens[end - 1].kind in ",;:.-?":
        end -= 1
    return start, end


def _mostly_quoted(tokens: Sequence[Token]) -> bool:
    quoted = sum(token.end - token.start for token in tokens if token.kind == "q")
    return 2 * quoted > tokens[-1].end - tokens[0].start


def _offsets(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return where the clause stands, no longer than ``LONGEST`` characters."""
    begin = tokens[start].start
    while end > start + 1 and tokens[end - 1].end - begin > LONGEST:
        end -= 1
    return begin, min(tokens[end - 1].end, begin + LONGEST)
