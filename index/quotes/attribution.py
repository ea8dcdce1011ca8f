"""Which cue governs which quotation of a paragraph: rules in order, the first that fits wins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from index.grammar.clauses import joined, phrase_after
from index.grammar.cues import REACH, Cue, governing_subject, near
from index.grammar.noun_phrases import OWNING, Phrase, can_speak, is_adverb, is_verb, phrase_before
from index.grammar.subjects import has_person_name, named_in
from index.grammar.tokens import NEAR, Paragraph, Token
from index.grammar.verb_forms import is_passive
from index.text.lexicon import (
    ANSWERING,
    AUXILIARIES,
    CONJUNCTIONS,
    JUDGING_BASES,
    NOUNLIKE,
    SPEECH,
    STATING,
    TIMES,
)

AFTER = "named right after the words"
BEFORE = "named before the words"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker's phrase for a quotation, the verb if there is one, and the rule in words."""

    subject: Phrase
    verb: int | None
    rule: str


def attributions(paragraph: Paragraph, cues: Sequence[Cue]) -> dict[int, Attribution]:
    """Return, by token position of each quotation, who said it as far as its paragraph tells.

    Args:
        paragraph: each of its quotations is one token.
        cues: its verbs of speech, in order.
    """
    found: dict[int, Attribution] = {}
    at_quotes = [at for at, token in enumerate(paragraph.tokens) if token.kind == "q"]
    for rules in ((_after, _signed, _colon, _before, _any_verb_after), (_introduced, _clause)):
        for at in at_quotes:
            if at not in found:
                told = next(filter(None, (rule(paragraph, cues, at) for rule in rules)), None)
                if told is not None:
                    found[at] = told
        _go_on(paragraph, at_quotes, found)
    return found


def _after(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """“…,” Li said: nothing but a comma stands between the words and the cue."""
    tokens = paragraph.tokens
    cue = next((c for c in near(cues, at) if c.start > at), None)
    if cue is None:
        return None
    start = min(cue.verb, joined(tokens, cue.subject)[0][0])
    if start - at > NEAR or not _adjoins(tokens, at + 1, start):
        return None
    if _announced(paragraph, cues, at, own=tokens[cue.start].low in {"i", "we"}):
        return None
    if _judged_as(paragraph, cues, at):
        return None
    same = paragraph.sentence_of[cue.verb] == paragraph.sentence_of[at]
    says = tokens[cue.verb].low in ANSWERING and _says_no_more(paragraph, cue)
    return Attribution(cue.subject, cue.verb, AFTER) if same or says else None


def _announced(paragraph: Paragraph, cues: Sequence[Cue], at: int, *, own: bool) -> bool:
    """ "Li could say “…,” dealers wrote": a verb of speech stands right before the words.

    A comma may part the two where "I" or "we" comes behind the words (``own``).
    """
    tokens = paragraph.tokens
    end = at - (own and tokens[at - 1].kind in ",:") - (tokens[at - 1].low == "that")
    return any(
        end - 3 <= cue.verb_end <= end
        and cue.shape == "before"
        and (tokens[cue.verb].low in STATING or tokens[cue.verb].low in {"say", "tell"})
        and all(token.low in TIMES | {"on"} for token in tokens[cue.verb_end : end])
        # "Nothing the president said": the words are not what he said.
        and (own or _opens(paragraph, cue.subject[0]))
        for cue in near(cues, at)
    )


def _judged_as(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> bool:
    """ "Li described it as “…”, dealers said": the words are how the subject of the verb calls it.

    So it is after "as", and where a part of a sentence in marks stands behind the object ("called it “…”").
    """
    tokens = paragraph.tokens
    first, _ = paragraph.bounds(at)
    part = tokens[at - 1].low == "as" or not is_whole(tokens[at])
    return part and any(
        first <= cue.start
        and cue.verb_end < at
        and cue.shape == "before"
        and SPEECH[tokens[cue.verb].low] in JUDGING_BASES
        and all(token.kind == "w" for token in tokens[cue.verb_end : at])
        for cue in near(cues, at)
    )


def _opens(paragraph: Paragraph, at: int) -> bool:
    """Tell whether a clause opens at a token."""
    before = paragraph.tokens[at - 1]
    return at == paragraph.bounds(at)[0] or before.kind != "w" or before.low in CONJUNCTIONS


def _says_no_more(paragraph: Paragraph, cue: Cue) -> bool:
    """ "…?” Barrett asked the lawyer." and "….” Hua added.": no words of its own follow."""
    tokens = paragraph.tokens
    _, last = paragraph.bounds(cue.verb)
    following = tokens[cue.end : min(last, cue.end + REACH)]
    if not following or following[0].kind in ".,":
        return True
    asked = tokens[cue.verb].low in {"asked", "asks", "told", "tells"}
    return asked and following[0].low not in {"that", "if", "whether", "to"} and not any(
        token.kind in "q:" or token.low == "that" for token in following
    )  # fmt: skip


def _adjoins(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Only a comma, an adverb or an apposed noun may stand between the words and their cue."""
    between = tokens[start:end]
    if all(t.kind in ",-" or is_adverb(t) or t.low in {"as", "that"} for t in between):
        return end - start < 4
    if between[-1].kind != ",":
        return False
    apposed = phrase_before(tokens, end - 1, start)
    return apposed is not None and apposed[0] == start


def _any_verb_after(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """“…,” Li thundered: after whole words that end in a comma any verb will do."""
    tokens = paragraph.tokens
    if not is_whole(tokens[at]) or tokens[at].low not in ",?!":
        return None
    _, last = paragraph.bounds(at)
    subject = phrase_after(tokens, at + 1, last)
    if subject is None or subject[1] >= last or not can_speak(tokens, subject):
        return None
    if not is_verb(tokens[subject[1]]):
        return None
    return Attribution(subject, subject[1], AFTER)


def _signed(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """“…” — Li: a dash and a name; or a full name and who he is, without a verb."""
    tokens = paragraph.tokens
    rest = tokens[at + 1 : at + 1 + NEAR]
    if len(rest) < 2 or (rest[0].kind != "-" and at + 1 + len(rest) < len(tokens)):
        return None
    subject = phrase_after(tokens, at + 1 + (rest[0].kind == "-"), len(tokens))
    if subject is None or not tokens[subject[0]].capital:
        return None
    if rest[0].kind != "-" and (
        tokens[at].low not in ".!?"
        or not has_person_name(tokens, subject)
        or any(t.kind not in "w," or is_verb(t) or t.low in AUXILIARIES for t in rest)
    ):
        return None
    behind = tokens[subject[1] : subject[1] + 1]
    if behind and behind[0].kind not in ".,(":
        return None
    return Attribution(subject, None, "signed")


def _colon(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Li: “…”, or a clause that a colon ends."""
    tokens = paragraph.tokens
    first, _ = paragraph.bounds(at)
    if at <= first or tokens[at - 1].kind != ":":
        return None
    if any(cue.start >= first and cue.end <= at for cue in near(cues, at)):
        return None
    subject = phrase_before(tokens, at - 1, first)
    if subject is not None and tokens[subject[0]].capital and tokens[subject[1] - 1].capital:
        return Attribution(subject, None, "named before a colon")
    subject = governing_subject(paragraph, at - 1, cues)
    if subject is not None and (holder := _whose_words(tokens, subject)) is not None:
        return Attribution(holder, None, "whose answer a colon opens")
    if subject is None:
        subject = named_in(tokens, first, at - 1)
    if subject is None and tokens[at - 2].low.endswith(("s", "ed")) and at - 2 > first:
        subject = phrase_before(tokens, at - 2, first)  # "His sister Isla disagrees:"
    if subject is None or not can_speak(tokens, subject):
        return None
    return Attribution(subject, None, "subject before a colon")


def _whose_words(tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """ "Li's own view was shorter: “…”": a name that owns a noun of speech."""
    start, end = phrase
    owns = next((i for i in range(start, end) if tokens[i].low.endswith(OWNING)), end)
    noun = any(token.low in NOUNLIKE for token in tokens[owns + 1 : end + 2])
    named = all(token.capital for token in tokens[start : owns + 1])
    return (start, owns + 1) if owns < end and noun and named else None


def _before(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Li said “…”: the last verb of speech in the sentence before the words."""
    sentence = paragraph.sentence_of[at]
    own = [cue for cue in near(cues, at) if paragraph.sentence_of[cue.verb] == sentence]
    ahead = [cue for cue in own if cue.end <= at]
    if ahead:
        last = ahead[-1]
        told_of = _in_relative(paragraph.tokens, last, at)
        return None if told_of else Attribution(last.subject, last.verb, BEFORE)
    by = [cue for cue in own if cue.shape == "by" and cue.verb < at < cue.verb_end]
    if by:
        return Attribution(by[0].subject, by[0].verb, "named after “by”")
    later = next((cue for cue in own if cue.start > at
                  and cue.shape in {"according", "before", "after"}
                  and paragraph.tokens[cue.start - 1].kind == ","), None)  # fmt: skip
    return Attribution(later.subject, later.verb, "named later in the sentence") if later else None


def _in_relative(tokens: Sequence[Token], cue: Cue, at: int) -> bool:
    """ "Li left, rejecting a report that speaks of “…”": the words are of what is spoken of, not Li's."""
    for who in range(cue.end + 1, at - 1) if cue.shape != "according" else ():
        if tokens[who].low in {"that", "which"} and tokens[who - 1].low not in SPEECH:
            verbs = (t for t in tokens[who + 1 : at] if t.low not in AUXILIARIES)
            if next(verbs, tokens[who]).low in SPEECH:
                return True
    return False


def is_whole(quotation: Token) -> bool:
    """Tell whether quoted words are a sentence of their own rather than a part of another."""
    words = quotation.text.split()
    if len(words) < 2:
        return False
    starts = words[0].strip("'‘“\"[(")[:1].isupper() or words[0][:1].isdigit()
    return starts and (words[-1][-1] in ".!?,…" or len(words) > 4)


def _go_on(paragraph: Paragraph, at_quotes: Sequence[int], found: dict[int, Attribution]) -> None:
    """“…,” Li said. “…”: words that stand alone go with those before them, else after them."""
    for before, at in itertools.pairwise(at_quotes):
        told = found.get(before)
        if at not in found and told is not None and _continues(paragraph, at, before, told):
            found[at] = Attribution(told.subject, told.verb, "goes on")
    for at, after in reversed(list(itertools.pairwise(at_quotes))):
        told = found.get(after)
        if at not in found and told is not None and _precedes(paragraph, at, after, told):
            found[at] = Attribution(told.subject, told.verb, "goes before")


def _precedes(paragraph: Paragraph, at: int, after: int, told: Attribution) -> bool:
    close = paragraph.sentence_of[after] - paragraph.sentence_of[at] <= 1
    whole = is_whole(paragraph.tokens[at]) and paragraph.stands_alone(at)
    return close and whole and told.rule == AFTER


def _continues(paragraph: Paragraph, at: int, before: int, told: Attribution) -> bool:
    """Tell whether words open the sentence right after those of a known speaker."""
    ended = max(before, told.verb or 0)
    if paragraph.sentence_of[at] - paragraph.sentence_of[ended] > 1:
        return False
    first, last = paragraph.bounds(at)
    # A comma after the marks begins an attribution, be it one that cannot be read ("»…«, sagte Li").
    attributed = at + 1 < last and paragraph.tokens[at + 1].kind == ","
    return (first == at and not attributed) or paragraph.stands_alone(at)


def _introduced(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Li told reporters. “…”: the sentence before ends in a cue, the words stand alone."""
    if not paragraph.stands_alone(at) or not is_whole(paragraph.tokens[at]):
        return None
    sentence = paragraph.sentence_of[at]
    one = next((cue for cue in near(cues, at) if paragraph.sentence_of[cue.verb] == sentence - 1
                  and cue.shape in {"before", "participle"}), None)  # fmt: skip
    return Attribution(one.subject, one.verb, "speaks in the sentence before") if one else None


def _clause(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Words inside a sentence with a verb of speech whose subject stands farther off.

    Without such a verb they are nobody's: in "Li is a “…”" others say so of Li.
    """
    told = [cue for cue in near(cues, at) if cue.end <= at]
    if paragraph.stands_alone(at) or (told and _in_relative(paragraph.tokens, told[-1], at)):
        return None
    subject = governing_subject(paragraph, at, cues)
    if subject is None or not can_speak(paragraph.tokens, subject):
        return None
    between = range(max(subject[1], at - REACH), at)
    verb = next((i for i in between if paragraph.tokens[i].low in SPEECH), None)
    if verb is None or is_passive(paragraph.tokens, verb, subject[1]):
        return None
    return Attribution(subject, verb, "subject of the clause")
