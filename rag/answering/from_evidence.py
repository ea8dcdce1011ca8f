"""The answer in the articles' own words: a person's statements, else the sentences that fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.library import Library
from index.text.names import is_person_name, same_person
from index.text.words import content_stems, counts, names
from rag.answering.citations import AnswerBuilder, Checked
from rag.answering.conflicts import correction_of, dated, of_one_time, other_figure
from rag.answering.extractive import MOST_WORDS, best_sentences, may_answer, own_sentence
from rag.answering.quoted import worded
from rag.answering.yes_or_no import proof
from rag.contract import Answer
from rag.events import AnswerEvent
from rag.evidence.by_others import words_of_another
from rag.evidence.context import repeats
from rag.evidence.select import Scored
from rag.statements.statement import Statement
from rag.verdict import answerability
from rag.verdict.decision import Verdict, judged
from rag.verdict.found import Found
from rag.verdict.refusal import refusal

# A second statement is shown when it fits nearly as well as the first.
NEARLY_AS_GOOD = 0.6
MOST_SIDES = 3
# As many as are read in one go where all were asked for.
MOST_LISTED = 10
MOST_CLOSEST, MOST_OF_PARTS = 3, 4


def in_own_words(found: Found, verdict: Verdict, frame: Answer) -> Iterator[AnswerEvent]:
    """Yield the articles' sentences that answer, or the refusal.

    Args:
        found: what is known about the question.
        verdict: whether it can be answered; of low confidence, only what is closest is shown.
        frame: the answer so far.
    """
    frame = with_verdict(frame, verdict)
    each = [_of_part(part) for part in found.parts]
    lacking = [p.query.standalone for p, own in zip(found.parts, each, strict=True) if not own]
    if lacking:
        asked = "; ".join(f"“{question}”" for question in lacking)
        frame = frame.noted(f"Not found in the articles: {asked}.")
    own = _firsts(each)
    if verdict.confidence == "low":
        more = [c for c in _closest(replace(found, parts=())) if c not in own]
        own = [*own, *more][: max(len(own), MOST_OF_PARTS if own else MOST_CLOSEST)]
    if verdict.refusal is not None:
        yield frame.refused(verdict.refusal)
    elif own := own or own_words(found):
        yield from finished(frame, own, found.library)
    else:
        yield frame.refused(refusal(found, "not_answered"))


def with_verdict(frame: Answer, verdict: Verdict) -> Answer:
    """Return the answer so far with how sure it is.

    Args:
        frame: the answer so far.
        verdict: how likely it answers, and how it is shown.
    """
    probability = round(verdict.probability, 4)
    return replace(frame, confidence=verdict.confidence, probability=probability)


def finished(
    frame: Answer, sentences: Sequence[Checked], library: Library
) -> Iterator[AnswerEvent]:
    """Yield sentences that need no further check, then the answer.

    Args:
        frame: the answer so far.
        sentences: in the order in which they are shown.
        library: the index that the citations are of.
    """
    builder = AnswerBuilder(library)
    yield from map(builder.add, sentences)
    yield builder.built(frame)


def own_words(found: Found) -> list[Checked]:
    """Return the articles' own sentences that answer; none where none has what is asked for."""
    if found.parts:
        return _firsts([_of_part(part) for part in found.parts])
    if found.settled is not None and not (found.says and found.settled.how == "yes"):
        return [proof(found.settled, found.library)]
    if in_their_words(found):
        return [worded(statement, found) for statement in _shown(found)]
    own = of_one_time(found, best_sentences(found, _not_by_others(found)))
    if own and (error := correction_of(found)) is not None:
        return [*own[:1], error]
    other = other_figure(found, own)
    return dated(found, own if other is None else [*own, other])


def _firsts(each: Sequence[Sequence[Checked]]) -> list[Checked]:
    """Return the best answer to each of the questions that one holds, in order, none twice."""
    chosen: list[Checked] = []
    for able in each:
        chosen += [checked for checked in able if checked not in chosen][:1]
    return chosen


def _of_part(part: Found) -> list[Checked]:
    """Return what answers one of several questions; where that is not sure, only what is on its subject."""
    confidence = judged(part, None).confidence
    if confidence != "low":
        return own_words(part) if confidence else []
    topic = content_stems(part.query.topic)
    return [c for c in _closest(part) if not topic or topic & content_stems(c.text)]


def _closest(found: Found) -> list[Checked]:
    """Return the two or three sentences that most likely answer, where none is sure to.

    What would be the answer if it were sure, then the sentences that the reader likes best, none
    that only repeats another and none in which it sees no answer at all.
    """
    chosen = own_words(found)[:MOST_CLOSEST]
    if found.settled is not None:
        return chosen
    held = {(e.article_id, e.start) for checked in chosen for e in checked.evidence}
    words = sum(len(checked.text.split()) for checked in chosen)
    seen = [content_stems(checked.text) for checked in chosen]
    # The names of those compared stand in much that they say about other things.
    topic = content_stems(found.query.topic) if found.query.kind == "comparison" else frozenset()
    for item in _not_by_others(found):
        if len(chosen) >= MOST_CLOSEST:
            break
        stems, length = content_stems(item.sentence.text), len(item.sentence.text.split())
        known = (item.sentence.article_id, item.sentence.start) in held or repeats(stems, seen)
        beside = bool(topic) and not topic & stems
        if known or beside or not may_answer(item) or words + length > MOST_WORDS:
            continue
        chosen.append(own_sentence(item, found))
        seen.append(stems)
        words += length
    return chosen


def _not_by_others(found: Found) -> Sequence[Scored]:
    """Return the sentences found but those of others than are asked about, by their words or their figures."""
    query = found.query
    people = [name for name in query.speakers if is_person_name(name)]
    if query.kind != "quote" or not query.names_speaker or not people:
        return _of_the_named(found)
    return [i for i in found.scored if not words_of_another(people, i.sentence, found.library)]


def _of_the_named(found: Found) -> Sequence[Scored]:
    """Return the sentences found but figures of articles without a name of the question that the best one's has.

    A figure of Savo Rengas is no answer to who asks for one of Norrland Däck; a comparison has one of each.
    """
    if found.query.kind == "comparison" or not found.scored:
        return found.scored
    ids = list(dict.fromkeys(item.sentence.article_id for item in found.scored))
    texts = {i: f"{(a := found.library.article(i)).title} {a.text}" for i in ids}
    asked = [name for name in names(found.query.standalone) if name in texts[ids[0]]]
    lacking = {i for i in ids if any(name not in texts[i] for name in asked)}
    return [
        item
        for item in found.scored
        if item.sentence.article_id not in lacking or not counts(item.sentence.text)
    ]


def in_their_words(found: Found) -> bool:
    """Tell whether the ledger answers: a person's words, or the report that fits best anyway."""
    if not found.statements:
        return False
    if found.says or found.query.kind == "comparison":
        return True
    best = found.statements[0]
    if answerability.outread(found.query, best, found.scored):
        return False
    asked = [name for name in found.query.speakers if is_person_name(name)]
    person = best.speaker is not None and (
        is_person_name(best.speaker) or any(same_person(best.speaker, name) for name in asked)
    )
    return person or (bool(found.scored) and found.scored[0].sentence in best.sentences)


def _shown(found: Found) -> list[Statement]:
    if found.query.kind == "quote" and found.query.wants_all:
        return sorted(found.statements[:MOST_LISTED], key=lambda s: s.published or "")
    best, *rest = found.statements
    if found.says:
        rest = [s for s in rest if s.says == best.says]
    query = found.query
    # In "Huang on Trump's tariffs" two are named, and one is asked about.
    asked_of = query.names_speaker or query.filters.speaker is not None
    if asked_of and (sides := _of_each(query.speakers, [best, *rest])):
        return sides
    if query.kind == "comparison":
        return _side_by_side(found.statements)
    others = [s for s in rest if s.score >= best.score - NEARLY_AS_GOOD]
    second = [s for s in others if best.length + s.length <= MOST_WORDS]
    return [best, *second[:1]]


def _side_by_side(in_turn: Sequence[Statement]) -> list[Statement]:
    """Return the first statements, one of each side and more as long as they are read at a glance."""
    shown = list(in_turn[:2])
    for statement in in_turn[2 : 2 * MOST_SIDES]:
        if sum(s.length for s in shown) + statement.length <= MOST_WORDS:
            shown.append(statement)
    return shown


def _of_each(speakers: Sequence[str], ranked: Sequence[Statement]) -> list[Statement]:
    """Return the best statement of each person asked about, where several are and have one."""
    people: list[str] = []
    for name in filter(is_person_name, speakers):
        if not any(same_person(name, other) for other in people):
            people.append(name)
    best = (
        next((s for s in ranked if same_person(s.speaker or "", name)), None) for name in people
    )
    found = [statement for statement in best if statement is not None]
    return found[:MOST_SIDES] if len(people) > 1 and len(found) > 1 else []
