"""Direct speech: words inside quotation marks, with the speaker of their paragraph or the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.grammar.clauses import phrase_after
from index.grammar.cues import Cue, cues, governing_subject, near
from index.grammar.marks import Marked, within
from index.grammar.noun_phrases import Phrase, can_speak
from index.grammar.subjects import named_in
from index.grammar.tokens import Paragraph, paragraph
from index.quotes.attribution import AFTER, BEFORE, Attribution, attributions, is_whole
from index.quotes.coreference import Discourse
from index.quotes.speakers import NOBODY, Speaker, is_pronoun, named
from index.quotes.stance import stance_of
from index.text.lexicon import PREPOSITIONS
from index.types import Quote, Stance

# So many words are a heading between paragraphs at most.
HEADING = 12
SHORT = 4
_SMALL = PREPOSITIONS | {"the", "a", "an", "and", "or", "but"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Whose words they are and why; ``group`` where they go on with a quotation before."""

    speakers: tuple[Speaker, ...] = (NOBODY,)
    verb: str | None = None
    rule: str | None = None
    group: int | None = None
    stance: Stance = "said"


def direct(discourse: Discourse) -> list[Quote]:
    """Return the direct quotations of an article in order, parts of one in one group."""
    found: list[list[Quote]] = []
    before: Quote | None = None
    for number in range(len(discourse.paragraphs)):
        found.append(_in_paragraph(discourse, number, before, sum(map(len, found))))
        before = found[-1][-1] if found[-1] else before
    for number in range(len(found) - 2, -1, -1):
        if found[number] and _runs_on(discourse, number) and (after := found[number + 1]):
            found[number][-1] = _with_next(found[number][-1], after[0])
    return [quote for here in found for quote in here]


def _runs_on(discourse: Discourse, number: int) -> bool:
    """Tell whether a paragraph's last marks stay open and the next begins with some: one speaks on."""
    part, following = discourse.paragraphs[number : number + 2]
    opens = any(token.kind == "q" for token in following.tokens[:1])
    return opens and bool(part.quotes) and not part.quotes[-1].closed


def _with_next(quote: Quote, after: Quote) -> Quote:
    """Return words of nobody as those of who is named only behind the words that go on with them."""
    if quote.speaker is not None or after.speaker is None:
        return quote
    told = replace(quote, speaker=after.speaker, mention=after.mention, role=after.role)
    return replace(told, verb=after.verb, group=after.group, rule="goes on")


def _in_paragraph(
    discourse: Discourse, number: int, before: Quote | None, count: int
) -> list[Quote]:
    part = discourse.paragraphs[number]
    found = attributions(part, discourse.cues[number])
    kept: list[tuple[Marked, _Source, int]] = []
    previous: Attribution | None = None
    positions = [at for at, token in enumerate(part.tokens) if token.kind == "q"]
    for marks, at in zip(part.quotes, positions, strict=True):
        told = found.get(at)
        source = _source(discourse, number, told, at)
        if told is None and part.stands_alone(at):
            last = kept[-1][1] if kept else _Source()
            if last.rule is not None and last.stance == "said":
                # Words alone after others of the paragraph are the same speaker's.
                source = replace(last, rule="goes on", group=kept[-1][2])
            else:
                source = _outside(discourse, number, at, before) or source
        if source.rule or _is_speech(part, at, None):
            if told is not None and not _is_speech(part, at, told):
                continue
            group = count + len(kept) if source.group is None else source.group
            if kept and told and previous:
                same = (told.subject, told.verb) == (previous.subject, previous.verb)
                group = kept[-1][2] if same else group
            kept.append((marks, source, group))
            previous = told
    return [quote for found in kept for quote in _quotes(discourse.text, *found)]


def nested(discourse: Discourse) -> list[Quote]:
    """Return quotations inside others whose speaker the outer words name.

    “When my boss said, ‘You are fired,’ I laughed,” said Li: the boss's words are kept too. A
    pronoun inside somebody's words could be anybody; such words stay with the outer speaker.
    """
    text = discourse.text
    return [
        quote
        for outer in discourse.paragraphs
        for around in outer.quotes
        if (inside := within(text, around.start, around.end))
        for quote in _inner(discourse, paragraph(text, around.start, around.end, inside))
    ]


def _inner(discourse: Discourse, part: Paragraph) -> Iterator[Quote]:
    found = attributions(part, cues(part))
    positions = [at for at, token in enumerate(part.tokens) if token.kind == "q"]
    for marks, at in zip(part.quotes, positions, strict=True):
        told = found.get(at)
        if (
            told is None
            or told.rule not in {AFTER, BEFORE}
            or is_pronoun(part.tokens, told.subject)
        ):
            continue
        speaker = named(discourse.text, part.tokens, told.subject, discourse.known)
        verb = part.tokens[told.verb].text if told.verb is not None else None
        rule = f"{told.rule}, within another quotation"
        if len(discourse.text[marks.start : marks.end].split()) > 2:
            source = _Source(speakers=(speaker,), verb=verb, rule=rule)
            yield from _quotes(discourse.text, marks, source, -1 - marks.start)


def _source(
    discourse: Discourse, number: int, told: Attribution | None, at: int | None = None
) -> _Source:
    """Return whose words stand at a token of a paragraph, or below it where no token is given."""
    if told is None:
        return _Source()
    tokens = discourse.paragraphs[number].tokens
    verb = tokens[told.verb].text if told.verb is not None else None
    if at is None:
        speaker = discourse.speaker(number, told.subject)
        return _Source(speakers=(speaker,), verb=verb, rule=told.rule)
    speakers = discourse.speakers(number, told.subject, tokens[at].text)
    stance = stance_of(discourse.paragraphs[number : number + 3], told.subject, told.verb, at)
    return _Source(speakers=tuple(speakers), verb=verb, rule=told.rule, stance=stance)


def _outside(discourse: Discourse, number: int, at: int, before: Quote | None) -> _Source | None:
    """Return who says a paragraph of words alone: its neighbours tell.

    They do not tell of a heading between them, which most often quotes what comes below.
    """
    parts = discourse.paragraphs
    if number + 1 < len(parts) and (signed := _signature(parts[number + 1])) is not None:
        return _Source(speakers=(discourse.speaker(number + 1, signed),), rule="signed below")
    if not number or _is_heading(parts[number], at):
        return None
    if before is not None and before.start >= parts[number - 1].start:
        if before.rule is None:
            return None
        speaker = Speaker(name=before.speaker, mention=before.mention, role=before.role)
        return _Source(speakers=(speaker,), verb=before.verb, rule="goes on", group=before.group)
    told = _introduction(parts[number - 1], discourse.cues[number - 1])
    return _source(discourse, number - 1, told) if told is not None else None


def _signature(paragraph: Paragraph) -> Phrase | None:
    """Return the name in a line of its own under somebody's words ("— Li Chenggang")."""
    tokens = paragraph.tokens
    # "- ENDS -": what stands between two dashes is a mark of the page.
    if not 2 <= len(tokens) <= 12 or tokens[0].kind != "-" or tokens[-1].kind == "-":
        return None
    subject = phrase_after(tokens, 1, len(tokens))
    return subject if subject is not None and tokens[subject[0]].capital else None


def _introduction(paragraph: Paragraph, cues: Sequence[Cue]) -> Attribution | None:
    """Return whom a paragraph lets speak in the next: who speaks in its last sentence."""
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
        return Attribution(ahead[0].subject, ahead[0].verb, "speaks in the paragraph before")
    if tokens[-1].kind != ":":
        return None
    subject = governing_subject(paragraph, len(tokens) - 1, ()) or named_in(
        tokens, first, len(tokens)
    )
    if subject is None or not can_speak(tokens, subject):
        return None
    return Attribution(subject, None, "subject before a colon")


def _is_heading(part: Paragraph, at: int) -> bool:
    """Tell whether a paragraph of words alone is a heading: few of them, and no mark at their end."""
    words = part.tokens[at].text
    return len(part.tokens) == 1 and len(words.split()) <= HEADING and words[-1:].isalnum()


def _quotes(text: str, marks: Marked, source: _Source, group: int) -> Iterator[Quote]:
    """Yield the words as each speaker's who said them together."""
    for speaker in source.speakers:
        yield Quote(
            start=marks.start,
            end=marks.end,
            text=text[marks.start : marks.end],
            speaker=speaker.name,
            mention=speaker.mention,
            role=speaker.role,
            verb=source.verb,
            kind="direct",
            group=group,
            rule=source.rule,
            stance=source.stance,
        )


def _is_speech(part: Paragraph, at: int, told: Attribution | None) -> bool:
    """Tell somebody's words from titles and scare quotes."""
    words = part.tokens[at].text.split()
    if told is None:
        return len(words) > SHORT and (part.stands_alone(at) or is_whole(part.tokens[at]))
    if told.rule == AFTER and (words[0][:1].isupper() or words[0][-1:] in ".!?"):
        return True
    return len(words) > 1 and not _is_title(words)


def _is_title(words: Sequence[str]) -> bool:
    """Titles capitalise every word that counts and end in no full stop."""
    counting = [word for word in words if word.lower() not in _SMALL]
    return words[-1][-1].isalnum() and all(word[:1].isupper() for word in counting)
