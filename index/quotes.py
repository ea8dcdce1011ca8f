"""Who said what: direct quotations and reported speech, with the speaker where he is known.

Precision before recall: a speaker is named only where a cue verb ties the words to him, and a
pronoun only where the article leaves one person to be meant; else the speaker is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.cues import SPEAKING_NOUNS, Cue, cues
from index.marks import Marked, marked
from index.people import NOT_SPEAKERS, Person, people, plain, resolve, split_role
from index.types import Quote

_REPORTING = frozenset(
    """said says told tells added noted notes noting stated states announced announces confirmed
    confirms warned warns argued argues claimed claims explained insisted insists stressed
    emphasized emphasised declared predicted acknowledged admitted denied suggested urged pledged
    vowed promised criticized criticised condemned condemns accused accuses blamed denounced
    rejected threatened echoed described expects expected believes reiterated maintained
    estimated complained demanded welcomed hailed wrote""".split()
)
_PERSONAL = frozenset({"he", "she"})
_UNRESOLVED = frozenset({"they", "it", "i", "we"})
_MASK = "\x01"
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|No|vs))(?<!Mrs)[.!?][”\"’)]?\s+(?=[“\"A-Z\x01])"
)
LONGEST_REPORT = 1500
SHORT = 4
REACH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    start: int
    end: int
    masked: str
    quotes: tuple[Marked, ...]
    cues: tuple[Cue, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    name: str | None
    mention: str | None
    role: str | None
    verb: str | None


def extract_quotes(text: str) -> list[Quote]:
    """Return direct and reported speech in order; ``text[q.start:q.end] == q.text``.

    Never raises, whatever the text.
    """
    if not re.search(r"\w", text):
        return []
    known = people(text)
    blocks = _blocks(text)
    direct = _direct(text, blocks, known)
    reported = _reported(text, blocks, known, direct)
    return _regrouped(sorted([*direct, *reported], key=lambda q: (q.start, q.end)))


def _blocks(text: str) -> list[_Paragraph]:
    """Cut the text into paragraphs; inside marks everything is masked, so that no cue is found."""
    found = marked(text)
    blocks = []
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        inside = tuple(m for m in found if start <= m.start and m.end <= end)
        masked = list(text[start:end])
        for m in inside:
            masked[m.start - start : m.end - start] = _MASK * (m.end - m.start)
        hidden = "".join(masked)
        blocks.append(
            _Paragraph(
                start=start,
                end=end,
                masked=hidden,
                quotes=inside,
                cues=tuple(cues(hidden, start)),
                ends=_sentence_ends(hidden, start),
            )
        )
    return blocks


# -- direct -----------------------------------------------------------------------


def _direct(text: str, blocks: Sequence[_Paragraph], known: Sequence[Person]) -> list[Quote]:
    quotes: list[Quote] = []
    last_person: Person | None = None
    for block in blocks:
        previous: Quote | None = (
            quotes[-1] if quotes and not _closed_before(quotes, text, block) else None
        )
        for m in block.quotes:
            cue = _cue_for(text, m, block)
            whole = _is_whole(text, m)
            if cue is None and previous is not None and whole:
                quote = _quote(text, m, _speaker_of(previous), previous.group)
            elif cue is None:
                if not whole or m.end - m.start < 25:
                    continue
                quote = _quote(text, m, _Speaker(None, None, None, None), len(quotes))
            else:
                speaker, last_person = _resolved(cue, known, last_person, text)
                same = previous is not None and previous.speaker == speaker.name
                group = previous.group if same and previous and whole else len(quotes)
                quote = _quote(text, m, speaker, group)
                quotes = _backfilled(quotes, quote, block)
            quotes.append(quote)
            previous = quote
        for cue in block.cues:
            person = resolve(split_role(cue.mention)[1] or cue.mention, known)
            last_person = person or last_person
    return quotes


def _closed_before(quotes: Sequence[Quote], text: str, block: _Paragraph) -> bool:
    """Tell whether the last quotation ended for good before this paragraph."""
    end = quotes[-1].end
    return end < block.start and bool(re.match(r"[”\"’»]", text[end : end + 1]))


def _backfilled(quotes: list[Quote], quote: Quote, block: _Paragraph) -> list[Quote]:
    """Give the speaker to parts of the same paragraph that stood before his name."""
    return [
        replace(q, speaker=quote.speaker, mention=quote.mention, role=quote.role, verb=quote.verb)
        if q.speaker is None and q.mention is None and q.start >= block.start
        else q
        for q in quotes
    ]


def _quote(text: str, m: Marked, speaker: _Speaker, group: int) -> Quote:
    return Quote(
        start=m.start,
        end=m.end,
        text=text[m.start : m.end],
        speaker=speaker.name,
        mention=speaker.mention,
        role=speaker.role,
        verb=speaker.verb,
        kind="direct",
        group=group,
    )


def _speaker_of(quote: Quote) -> _Speaker:
    return _Speaker(quote.speaker, quote.mention, quote.role, quote.verb)


def _is_whole(text: str, m: Marked) -> bool:
    """Tell whether the words are a sentence of their own rather than a scrap in another."""
    words = text[m.start : m.end].split()
    if len(words) < 2:
        return False
    starts = words[0][:1].isupper() or words[0][:1].isdigit()
    before = text[max(0, m.start - 3) : m.start - 1].rstrip()
    ends = words[-1][-1:] in ".!?,"
    return (starts and (ends or len(words) > SHORT)) or len(words) > 8 or before.endswith(",")


def _cue_for(text: str, m: Marked, block: _Paragraph) -> Cue | None:
    """Return the cue that governs a quotation: right after it, else before it in its sentence."""
    after = [c for c in block.cues if min(c.verb_start, c.mention_start) >= m.end]
    if after and _adjoins(block, m.end, min(after[0].verb_start, after[0].mention_start)):
        return after[0]
    before = [c for c in block.cues if max(c.verb_end, c.mention_end) <= m.start]
    if before and _leads(block, max(before[-1].verb_end, before[-1].mention_end), m):
        return before[-1]
    return None


def _adjoins(block: _Paragraph, end: int, at: int) -> bool:
    """Only a mark, a comma and a few office words may stand between words and their cue."""
    between = block.masked[end - block.start : at - block.start]
    return len(between) < 90 and not re.search(r"[.;!?]\s|[“„«\x01]|\n", between[1:])


def _leads(block: _Paragraph, end: int, m: Marked) -> bool:
    """The cue and the words stand in one sentence, or the cue's sentence ends right before."""
    between = block.masked[end - block.start : m.start - block.start - 1]
    if re.search(r"[.!?][”\"’)]?\s+\S.*[.!?]\s", between):
        return False
    if re.search(r"[.!?][”\"’)]?\s+\S", between):
        return False
    own_sentence = bool(re.search(r"[.!?]\s*$", between))
    if own_sentence:
        return len(between) < 40 and _is_long(m)
    return len(between) < 250


def _is_long(m: Marked) -> bool:
    return m.end - m.start > 30


# -- reported ---------------------------------------------------------------------


def _reported(
    text: str, blocks: Sequence[_Paragraph], known: Sequence[Person], direct: Sequence[Quote]
) -> list[Quote]:
    quotes: list[Quote] = []
    last_person: Person | None = None
    for block in blocks:
        for cue in block.cues:
            speaker, last_person = _resolved(cue, known, last_person, text)
            span = _reported_span(text, block, cue)
            if span is None or speaker.name is None or _mostly_marked(block, span):
                continue
            start, end = span
            quotes.append(
                Quote(
                    start=start,
                    end=end,
                    text=text[start:end],
                    speaker=speaker.name,
                    mention=speaker.mention,
                    role=speaker.role,
                    verb=speaker.verb,
                    kind="reported",
                    group=len(direct) + len(quotes),
                )
            )
    return quotes


def _reported_span(text: str, block: _Paragraph, cue: Cue) -> tuple[int, int] | None:
    """Return the clause that carries what was said."""
    verb = cue.verb.lower()
    if verb not in _REPORTING and not verb.startswith(("according", "in the words")):
        return None
    start, end = _sentence_around(block, cue.verb_start)
    after_start = max(cue.verb_end, cue.mention_end)
    rest = text[after_start:end]
    lead = re.match(
        r"(?:\s+(?:reporters|lawmakers|CNN|him|them|us|the \w+))?,?(?:\s+that\b)?\s*", rest
    )
    content_start = after_start + (lead.end() if lead else 0)
    content = text[content_start:end].strip(' .”"')
    if len(content.split()) >= 3 and not verb.startswith("according"):
        return content_start, content_start + len(text[content_start:end].rstrip(' .”"'))
    before = text[start : min(cue.verb_start, cue.mention_start)].rstrip(" ,")
    if len(before.split()) >= 4:
        return start, start + len(before)
    if len(content.split()) >= 3:
        stop = content_start + len(text[content_start:end].rstrip(' .”"'))
        trimmed = text[content_start:stop].lstrip(" ,")
        return stop - len(trimmed), stop
    return None


def _sentence_around(block: _Paragraph, at: int) -> tuple[int, int]:
    """Return the bounds of the sentence, cut to ``LONGEST_REPORT`` on either side."""
    number = bisect_right(block.ends, at)
    start = block.ends[number - 1] if number else block.start
    end = block.ends[number] if number < len(block.ends) else block.end
    return max(start, at - LONGEST_REPORT), min(end, at + LONGEST_REPORT)


def _sentence_ends(masked: str, offset: int) -> tuple[int, ...]:
    """Return where sentences end in a masked paragraph; abbreviations do not end one."""
    return tuple(offset + match.end() for match in _SENTENCE_END.finditer(masked))


def _mostly_marked(block: _Paragraph, span: tuple[int, int]) -> bool:
    inside = block.masked[span[0] - block.start : span[1] - block.start]
    return inside.count(_MASK) > 0.5 * max(1, len(inside))


# -- speakers ---------------------------------------------------------------------


def _resolved(
    cue: Cue, known: Sequence[Person], last: Person | None, text: str
) -> tuple[_Speaker, Person | None]:
    """Return who a cue's mention means, and the person a later "he" would mean."""
    mention = cue.mention.strip(" ,")
    low = plain(mention)
    if low in _PERSONAL:
        last = last or _only_one_before(cue, known, text)
        meant = last if last is not None and _may_be(low, last.name, text) else None
        role = meant.role if meant else None
        return _Speaker(meant.name if meant else None, mention, role, cue.verb), last
    if low in _UNRESOLVED:
        return _Speaker(None, mention, None, cue.verb), last
    if re.match(r"(?:an?|one|the)\s", low) and re.search(r"\b(?:for|of|at|from)\b", low):
        return _Speaker(_bare(mention), mention, None, cue.verb), last
    role, name = split_role(_capitals(mention))
    person = resolve(name, known) if name else None
    if person is not None:
        return _Speaker(person.name, mention, person.role or role, cue.verb), person
    if not name and role:
        holder = _by_role(role, known)
        if holder is not None:
            return _Speaker(holder.name, mention, holder.role, cue.verb), holder
    return _Speaker(_bare(mention), mention, role if name else None, cue.verb), last


def _only_one_before(cue: Cue, known: Sequence[Person], text: str) -> Person | None:
    """Return the person named earlier in the cue's paragraph, if it names just one."""
    start = text.rfind("\n", 0, cue.mention_start) + 1
    before = text[max(start, cue.mention_start - 600) : cue.mention_start]
    named = [person for person in known if person.name.split()[-1] in before]
    return named[0] if len(named) == 1 else None


def _may_be(pronoun: str, name: str, text: str) -> bool:
    """Tell whether the article ever speaks of a person as the other of "he" and "she".

    Counted right after each mention of the surname; the other one must not prevail.
    """
    near = "".join(
        text[match.end() : match.end() + REACH].lower()
        for match in re.finditer(rf"\b{re.escape(name.split()[-1])}\b", text)
    )
    he = len(re.findall(r"\b(?:he|his|him|mr)\b", near))
    she = len(re.findall(r"\b(?:she|her|mrs|ms)\b", near))
    return he >= she if pronoun == "he" else she >= he


def _capitals(mention: str) -> str:
    """Return the mention from its first capital letter on."""
    match = re.search(r"[A-Z]", re.sub(r"^(?:The|A|An)\s+", "", mention))
    bare = re.sub(r"^(?:The|A|An)\s+", "", mention)
    return bare[match.start() :] if match else bare


def _bare(mention: str) -> str | None:
    """Return an institution or unnamed source without its article; None if it is neither."""
    bare = re.sub(r"^(?:[Tt]he|But|And|While|When|If|As|Although|Meanwhile)\s+", "", mention)
    words = [plain(word) for word in bare.split()]
    if (
        not words
        or len(words) > 10
        or words[-1] in NOT_SPEAKERS
        or words[0] in NOT_SPEAKERS - _COUNTING
    ):
        return None
    if re.search(r"['’](?:s|re|ve|ll|t)$", words[-1]) or bare.isdigit():
        return None
    if bare[:1].islower() or words[0] in {"a", "an", "one", "some", "several", "many"}:
        return bare if _UNNAMED.match(bare) else None
    _role, name = split_role(bare)
    return name if name and name != bare and " " in name else bare


_COUNTING = frozenset("a an one some several many two other his her its their".split())
_UNNAMED = re.compile(
    r"^(?:(?:an?|one|some|several|many|two|other|his|her|its|their)\s+)?(?:[\w’'.-]+\s+){0,3}?"
    rf"(?:{'|'.join(sorted(SPEAKING_NOUNS))})s?(?:\s+(?:for|of|at|from|with|in)\s+.+)?$",
    re.IGNORECASE,
)


def _by_role(role: str, known: Sequence[Person]) -> Person | None:
    """Return the one person of that office ("the minister")."""
    words = {plain(word) for word in role.split()}
    holders = [p for p in known if p.role and words <= {plain(w) for w in p.role.split()}]
    return holders[0] if len(holders) == 1 else None


def _regrouped(quotes: Sequence[Quote]) -> list[Quote]:
    """Number the groups 0, 1, 2 in order of appearance."""
    numbers: dict[tuple[str, int], int] = {}
    return [replace(q, group=numbers.setdefault((q.kind, q.group), len(numbers))) for q in quotes]
