"""Reported speech: the clause that carries what somebody said, without marks of its own.

It begins after its verb of saying, or ends before it; what stands around it (who was told, when
and where, the attribution, what opens the sentence) is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.grammar.clauses import clause_subjects, phrase_after
from index.grammar.cues import Cue, near
from index.grammar.noun_phrases import OWNING, SUBJECTS, can_speak
from index.grammar.tokens import Paragraph, Token
from index.quotes.asides import ASIDE, WITH_CLAUSE, before_apposed, may_be_verb, past_asides
from index.quotes.coreference import Discourse
from index.quotes.speakers import words_of
from index.quotes.stance import stance_of
from index.text import word_lists
from index.text.lexicon import (
    AUXILIARIES,
    BE,
    JUDGING_BASES,
    PREPOSITIONS,
    SHOWING,
    SPEECH,
    STATING,
)
from index.types import Quote

LONGEST = 1500
SHORTEST = 3
FARTHEST = 150
_OPENING_CLAUSES = word_lists.words("lexicon", "opening_clauses")
# "could announce": a verb that states, after an auxiliary.
_BARE = frozenset(SPEECH[form] for form in STATING)
_RELATIVE = frozenset("which that whom whose what where".split())
_NO_SUBJECT = frozenset("which and or nor but".split())
_ATTRIBUTING = frozenset("said says according".split())
_JOINING_ON = frozenset({",", "and", "but"})
_ADDING = frozenset({"added", "adds"})
_ANSWERS = frozenset({"respond", "reply"})
_COMPLETING = frozenset("for of against".split())
_JOINING = frozenset("and but as while though".split())


def reported(discourse: Discourse, first_group: int) -> list[Quote]:
    """Return a quote for each cue that reports something and whose speaker is known.

    Args:
        discourse: the article.
        first_group: the group of the first quote; the others count on from it.
    """
    quotes: list[Quote] = []
    for number, part in enumerate(discourse.paragraphs):
        for cue in discourse.cues[number]:
            span = _span(part, cue, discourse.cues[number])
            if span is None:
                continue
            start, end = _offsets(part.tokens, *span)
            around = discourse.paragraphs[number : number + 3]
            stance = stance_of(around, cue.subject, cue.verb, span[0])
            for speaker in discourse.speakers(number, cue.subject):
                if speaker.name is None:
                    continue
                quotes.append(
                    Quote(
                        start=start,
                        end=end,
                        text=discourse.text[start:end],
                        speaker=speaker.name,
                        mention=speaker.mention,
                        role=speaker.role,
                        verb=words_of(discourse.text, part.tokens, (cue.verb, cue.verb_end)),
                        kind="reported",
                        group=first_group + len(quotes),
                        rule=f"subject of “{part.tokens[cue.verb].text}”",
                        stance=stance,
                    )
                )
    return quotes


def _span(part: Paragraph, cue: Cue, cues: Sequence[Cue]) -> tuple[int, int] | None:
    """Return the tokens of the clause: after the cue, else before it in its sentence."""
    verb = part.tokens[cue.verb].low
    plain = cue.shape == "according" or verb in _ATTRIBUTING
    states = verb in STATING or (SPEECH.get(verb) in _BARE and not verb.endswith("ing"))
    if not plain and not (states and can_speak(part.tokens, cue.subject)):
        return None
    first, last = part.bounds(cue.verb)
    first, last = max(first, cue.verb - FARTHEST), min(last, cue.verb + FARTHEST)
    if part.tokens[max(first, cue.verb - 1)].low in BE and not verb.endswith("ing"):
        return None
    if verb == "expected" and cue.end < last and part.tokens[cue.end].low == "to":
        return None  # "Move expected to help": nobody is named who expects it
    others = [
        c for c in near(cues, cue.verb) if first <= c.start and c.end <= last and c is not cue
    ]
    for start, end in _pieces(part.tokens, cue, first, last, others):
        if end - start >= SHORTEST and _tells(part.tokens, start, end, cue, verb):
            return start, end
    return None


def _pieces(
    tokens: Sequence[Token], cue: Cue, first: int, last: int, others: Sequence[Cue]
) -> Iterator[tuple[int, int]]:
    """Yield where the clause may stand, the likelier place first."""
    past = past_asides(tokens, cue, last)
    start = past + (past < last and tokens[past].kind in ",:")
    start += start < last and tokens[start].low == "that"
    after = _trimmed(tokens, start, _content_end(tokens, start, last, cue, others))
    that = tokens[after[0] - 1].low == "that"
    if that:
        yield after
    if cue.shape == "by" or any(
        t.kind == "q" for t in tokens[max(first, cue.start - 2) : cue.start]
    ):
        return  # the words in quotation marks are what was said
    ends = past + 1 >= last
    closes = ends or tokens[past].kind == ","
    # "Urged for calm", "warned of a strike": what follows is the verb's own object; "said of" has it all before.
    says = tokens[cue.verb].low in _ATTRIBUTING
    closes = closes and (says or cue.end >= last or tokens[cue.end].low not in _COMPLETING)
    straddles = start < last and start > past and may_be_verb(tokens[start])
    may = _may_be_said(tokens, first, cue, others, closes=ends)
    if (closes or cue.shape in {"according", "after"}) and may:
        if straddles:
            return  # "Sales, Li said, rose": the cue stands in the middle of the clause
        yield _trimmed(tokens, _past_label(tokens, first), before_apposed(tokens, cue.start, first))
    if not that and start < last and _may_follow(tokens, cue, first, past):
        yield after


def _past_label(tokens: Sequence[Token], first: int) -> int:
    """ "Salem: The mill will close, officials said": a place that labels a note is no part of it."""
    ends = (i for i in range(first, min(first + 4, len(tokens))) if tokens[i].kind == ":")
    colon = next(ends, first)
    return colon + 1 if colon > first and all(t.capital for t in tokens[first:colon]) else first


def _may_follow(tokens: Sequence[Token], cue: Cue, first: int, past: int) -> bool:
    """Tell whether a clause without "that" may stand behind a cue."""
    if cue.shape == "according":
        return cue.start == first or tokens[cue.start - 1].kind not in ",-"
    # "arguing with each other, …" and "said on Monday, and …" go on with the sentence.
    hangs = cue.shape == "participle" and past > cue.end
    return cue.shape != "after" and not hangs and tokens[past].low not in _JOINING


def _may_be_said(
    tokens: Sequence[Token], first: int, cue: Cue, others: Sequence[Cue], *, closes: bool
) -> bool:
    """Tell whether words before a cue are what was said: no lead to it, nor another's words."""
    if tokens[cue.start - 1].low in _RELATIVE:
        return False  # "a plan which Li welcomes": the cue belongs to a relative clause
    opening = tokens[first].low
    # "Noting that duties rise, Li said": another verb of speech leads to the cue.
    asked = opening.endswith("ing") and opening in SPEECH
    asked = asked or (
        opening.endswith("ed") and (opening in SPEECH or tokens[first + 1].low in PREPOSITIONS)
    )
    another = any(
        c.end <= cue.start
        and (tokens[c.subject[0]].low not in SUBJECTS or tokens[c.verb].low in _ATTRIBUTING)
        for c in others
    )
    if opening in _OPENING_CLAUSES and not asked:
        # "If duties rise, prices will fall, Li said": a lead alone ("When asked, Li said") has no main clause.
        whole = closes and tokens[cue.start - 1].kind == ","
        return whole and not another and _has_main_clause(tokens, first, cue.start)
    return not asked and not another


def _has_main_clause(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether behind "in March", "if it rises" or "when to sign" a sentence goes on."""
    if tokens[first].low == "when" and tokens[first + 1].low == "to":
        return True
    lead = phrase_after(tokens, first + 1, last) if tokens[first].low in PREPOSITIONS else None
    # "During his Tuesday, Dec. 2, cabinet meeting": a participle makes no sentence.
    return any(
        main and not tokens[phrase[1]].low.endswith("ing")
        for phrase, main in clause_subjects(tokens, lead[1] if lead else first, last)
    )


def _tells(tokens: Sequence[Token], start: int, end: int, cue: Cue, verb: str) -> bool:
    """A clause has a verb of its own, unless it says who was judged ("accused Beijing of")."""
    words = tokens[start:end]
    aside = words[0].low in PREPOSITIONS and words[0].low != "to"
    led = aside and end <= cue.start and _has_main_clause(tokens, start, end)
    if _mostly_quoted(words) or (aside and not led):
        return False
    if words[0].low in AUXILIARIES | _NO_SUBJECT or words[0].low.endswith("ed"):
        return False  # "what he said are …": its subject stands elsewhere
    if words[0].low == "to" and SPEECH.get(verb) in _ANSWERS:
        return False  # "the state responds to deficits by cutting": a deed, no words
    # "The state added two firms to its list": so too where more than words may be added.
    thing = verb in _ADDING and start >= cue.end
    if (thing or verb in _BARE | WITH_CLAUSE) and tokens[start - 1].low != "that":
        # "Li said the adviser, Ma, had told him": before the other's verb there is no clause yet.
        return any(
            phrase[0] == start and any(map(may_be_verb, tokens[phrase[1] : end]))
            for phrase, _main in clause_subjects(tokens, start, end)
        )
    return SPEECH.get(verb) in JUDGING_BASES or any(
        may_be_verb(token) or (token.low.endswith("s") and not token.low.endswith(OWNING))
        for token in words
    )


def _content_end(
    tokens: Sequence[Token], start: int, last: int, cue: Cue, others: Sequence[Cue]
) -> int:
    """Return where the clause ends: before a semicolon or an attribution of its own or of others."""
    if start < last and tokens[start].kind == "q" and _ends_with_words(tokens, start, last):
        return start + 1
    ends = [at for other in others if (at := _before_other(tokens, cue, other)) > start]
    # "Li, who said so, is …": the main clause goes on after the relative one.
    in_relative = any(token.low == "who" for token in tokens[cue.subject[1] : cue.verb])
    # Who is judged is no clause that another could be joined to.
    judges = SPEECH.get(tokens[cue.verb].low) in JUDGING_BASES
    stops = (
        i
        for i in range(start + 1, last - 1)
        if tokens[i].kind == ";"
        or (tokens[i].kind == "," and _attributes(tokens, i + 1, last))
        or (tokens[i].low in _JOINING_ON and _same_form(tokens[i + 1], tokens[cue.verb]))
        or (judges and tokens[i].kind == "," and tokens[i + 1].low in _JOINING)
        or (in_relative and tokens[i].kind == "," and may_be_verb(tokens[i + 1]))
    )
    return min([*ends, next(stops, last)])


def _ends_with_words(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Tell whether words in marks are all that is said: a comma or, its stop forgotten, a new sentence."""
    following = tokens[at + 1] if at + 1 < last else None
    return tokens[at].low == "," or (
        following is not None and (following.kind == "," or following.capital)
    )


def _same_form(verb: Token, cue: Token) -> bool:
    """ "He blames China, advises people and has …": another verb of speech in the cue's form."""
    ending = next((e for e in ("ed", "s") if cue.low.endswith(e)), None)
    regular = ending is not None or cue.low in _BARE
    return (
        regular
        and verb.low in SPEECH
        and (verb.low.endswith(ending) if ending else SPEECH[verb.low] == verb.low)
    )


def _before_other(tokens: Sequence[Token], cue: Cue, other: Cue) -> int:
    """Return where another cue ends the clause: at a comma, or "and" before the same speaker's."""
    begin = other.verb if other.shape == "participle" else other.start
    joint = begin - (tokens[begin - 1].low in _JOINING)
    if tokens[joint - 1].kind in {",", "-"} or tokens[joint - 1].low == ",":
        return joint - (tokens[joint - 1].kind in {",", "-"})
    return joint if joint < begin and other.subject == cue.subject else -1


def _attributes(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Tell whether "says the archive", "according to Li", "as guides note" stand at a position."""
    ending = tokens[last - 1 - (tokens[last - 1].kind == ".")]
    tells = ending.low in SPEECH or ending.low in SHOWING or ending.low in SPEECH.values()
    as_told = tokens[at].low == "as" and last - at < ASIDE and tells
    return tokens[at].low in _ATTRIBUTING or as_told


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    while start < end and tokens[start].kind in ",;:.-?":
        start += 1
    while end > start and tokens[end - 1].kind in ",;:.-?" and tokens[end - 1].text != "%":
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
