"""Reported speech: the clause that carries what somebody said, without marks of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.coreference import Discourse
from index.cues import Cue
from index.lexicon import AUXILIARIES, BE, JUDGING_BASES, PREPOSITIONS, SPEECH, STATING, TIMES
from index.phrases import is_verb
from index.tokens import Paragraph, Token
from index.types import Quote

LONGEST = 1500
SHORTEST = 3
FARTHEST = 150
_OPENING_CLAUSES = frozenset(
    """asked when after before while if as although though speaking writing in on at during
    according responding""".split()
)
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
    if verb not in STATING and cue.shape != "according":
        return None
    first, last = part.bounds(cue.verb)
    first, last = max(first, cue.verb - FARTHEST), min(last, cue.verb + FARTHEST)
    if part.tokens[max(first, cue.verb - 1)].low in BE and not verb.endswith("ing"):
        return None
    for start, end in _pieces(part.tokens, cue, first, last):
        if end - start >= SHORTEST and _tells(part.tokens, start, end, verb):
            return _offsets(part.tokens, start, end)
    return None


def _pieces(tokens: Sequence[Token], cue: Cue, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield where the clause may stand, the likelier place first."""
    after = _trimmed(tokens, _content_start(tokens, cue, last), last)
    that = tokens[after[0] - 1].low == "that"
    if that:
        yield after
    if any(token.kind == "q" for token in tokens[max(0, cue.start - 2) : cue.start]):
        return  # the words in quotation marks are what was said
    interrupts = cue.end < last and tokens[cue.end].kind == ","
    if tokens[first].low not in _OPENING_CLAUSES and (
        interrupts or cue.shape in {"according", "after"} or cue.end + 1 >= last
    ):
        yield _trimmed(tokens, first, cue.start)
    if not that and cue.shape not in {"after", "participle"} and not interrupts:
        yield after
    if cue.shape == "according":
        yield after
    elif cue.start > first and tokens[cue.start - 1].kind == ",":
        yield _trimmed(tokens, first, cue.start)


def _tells(tokens: Sequence[Token], start: int, end: int, verb: str) -> bool:
    """A clause has a verb of its own, unless it says who was judged ("accused Beijing of")."""
    words = tokens[start:end]
    if _mostly_quoted(words) or (words[0].low in PREPOSITIONS and words[0].low != "to"):
        return False
    return SPEECH.get(verb) in JUDGING_BASES or any(
        token.low in AUXILIARIES or is_verb(token) or token.low.endswith("s") for token in words
    )


def _content_start(tokens: Sequence[Token], cue: Cue, last: int) -> int:
    """Skip who was told, when and where, a comma and "that" after the cue."""
    at = cue.end
    if at < last and tokens[at].low in _HEARERS:
        at += 1
    elif tokens[cue.verb].low in {"told", "tells"}:
        while at < last and (tokens[at].capital or (at == cue.end and tokens[at].low == "the")):
            at += 1
    if at < last and (tokens[at].low in PREPOSITIONS or tokens[at].low in TIMES):
        at = _after_adverbial(tokens, at, last)
    if at < last and tokens[at].kind in ",:":
        at += 1
    return at + 1 if at < last and tokens[at].low == "that" else at


def _after_adverbial(tokens: Sequence[Token], at: int, last: int) -> int:
    """ "said in a statement on Monday that": go to "that", or past the day that is named."""
    for i in range(at, min(last, at + 12)):
        if tokens[i].low == "that" or tokens[i].kind in ",:":
            return i
    return at + 2 if at + 1 < last and tokens[at + 1].low in TIMES else at


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
