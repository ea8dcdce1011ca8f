"""Which cue governs which quotation of a paragraph: rules in order, the first that fits wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.cues import Cue, governing_subject
from index.lexicon import ANSWERING, SPEECH
from index.phrases import Phrase, is_adverb
from index.speakers import can_speak
from index.tokens import Paragraph, Token

NEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The speaker's phrase for a quotation, the verb if there is one, and the rule in words."""

    subject: Phrase
    verb: int | None
    rule: str


def attributions(paragraph: Paragraph, cues: Sequence[Cue]) -> dict[int, Attribution]:
    """Return, by token position of each quotation, who said it as far as its paragraph tells."""
    found: dict[int, Attribution] = {}
    at_quotes = [at for at, token in enumerate(paragraph.tokens) if token.kind == "q"]
    for at in at_quotes:
        told = _after(paragraph, cues, at) or _before(paragraph, cues, at)
        if told is not None:
            found[at] = told
    _go_on(paragraph, at_quotes, found)
    for at in at_quotes:
        if at not in found:
            told = _introduced(paragraph, cues, at) or _clause(paragraph, cues, at)
            if told is not None:
                found[at] = told
    _go_on(paragraph, at_quotes, found)
    return found


def _told(cue: Cue, rule: str) -> Attribution:
    return Attribution(subject=cue.subject, verb=cue.verb, rule=rule)


def _after(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """“…,” Li said: nothing but a comma stands between the words and the cue."""
    tokens = paragraph.tokens
    cue = next((c for c in cues if c.start > at and c.shape != "noun"), None)
    if cue is None or cue.start - at > 4:
        return None
    if not all(t.kind in ",-" or is_adverb(t) or t.low == "as" for t in tokens[at + 1 : cue.start]):
        return None
    if paragraph.sentence_of[cue.verb] != paragraph.sentence_of[at]:
        asked = tokens[at].low in "?!" and tokens[cue.verb].low in ANSWERING
        if not asked or not _closes_sentence(tokens, cue):
            return None
    return _told(cue, "named right after the words")


def _closes_sentence(tokens: Sequence[Token], cue: Cue) -> bool:
    """ "…?” Barrett asked the lawyer.": no words of its own follow the verb."""
    following = tokens[cue.end : cue.end + 8]
    return not any(token.low in {"that", "if", "whether"} for token in following[:1]) and not (
        following and following[0].kind == "q"
    )


def _before(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Li said “…”: the last cue of the sentence before the words."""
    sentence = paragraph.sentence_of[at]
    ahead = [
        cue for cue in cues if cue.end <= at and paragraph.sentence_of[cue.verb] == sentence
        and (cue.shape != "noun" or at - cue.end <= NEAR)
    ]  # fmt: skip
    if ahead:
        return _told(ahead[-1], "named before the words")
    later = [cue for cue in cues if cue.start > at and paragraph.sentence_of[cue.verb] == sentence
             and cue.shape in {"according", "before", "after"}]  # fmt: skip
    if later and not is_whole(paragraph.tokens, at):
        return _told(later[0], "named later in the sentence")
    return None


def is_whole(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether quoted words are a sentence of their own rather than a part of another."""
    words = tokens[at].text.split()
    if len(words) < 2:
        return False
    starts = words[0].strip("'‘“\"[(")[:1].isupper() or words[0][:1].isdigit()
    return starts and (words[-1][-1] in ".!?,…" or len(words) > 4)


def stands_alone(paragraph: Paragraph, at: int) -> bool:
    """Tell whether a quotation is all that its sentence consists of."""
    first, last = paragraph.bounds(at)
    return all(token.kind in "q.,-" for token in paragraph.tokens[first:last])


def _go_on(paragraph: Paragraph, at_quotes: Sequence[int], found: dict[int, Attribution]) -> None:
    """“…,” Li said. “…”: words that stand alone go with those before them, else after them."""
    tokens = paragraph.tokens
    for before, at in zip(at_quotes, at_quotes[1:], strict=False):
        close = paragraph.sentence_of[at] - paragraph.sentence_of[before] <= 1
        if at not in found and before in found and close and _continues(paragraph, at):
            told = found[before]
            found[at] = Attribution(subject=told.subject, verb=told.verb, rule="goes on")
    for at, after in reversed(list(zip(at_quotes, at_quotes[1:], strict=False))):
        if at not in found and after in found and stands_alone(paragraph, at):
            told = found[after]
            if "after" in told.rule and is_whole(tokens, at):
                found[at] = Attribution(subject=told.subject, verb=told.verb, rule="goes before")


def _continues(paragraph: Paragraph, at: int) -> bool:
    first, _ = paragraph.bounds(at)
    return first == at or stands_alone(paragraph, at)


def _introduced(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Li told reporters. “…”: the sentence before ends in a cue, the words stand alone."""
    if not stands_alone(paragraph, at) or not is_whole(paragraph.tokens, at):
        return None
    sentence = paragraph.sentence_of[at]
    ahead = [cue for cue in cues if paragraph.sentence_of[cue.verb] == sentence - 1
             and cue.shape in {"before", "participle"}]  # fmt: skip
    if ahead:
        return _told(ahead[0], "speaks in the sentence before")
    if sentence:
        end = paragraph.firsts[sentence]
        subject = governing_subject(paragraph, end - 1, ())
        if subject is not None and can_speak(paragraph.tokens, subject):
            return Attribution(subject=subject, verb=None, rule="subject of the sentence before")
    return None


def _clause(paragraph: Paragraph, cues: Sequence[Cue], at: int) -> Attribution | None:
    """Li is “…”: words inside a sentence whose subject is somebody who may have said them."""
    if stands_alone(paragraph, at):
        return None
    subject = governing_subject(paragraph, at, cues)
    if subject is None or not can_speak(paragraph.tokens, subject):
        return None
    verb = next(
        (i for i in range(subject[1], at) if paragraph.tokens[i].low in SPEECH), None
    )  # fmt: skip
    return Attribution(subject=subject, verb=verb, rule="subject of the clause")
