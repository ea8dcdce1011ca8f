"""Answer or refuse: the judge's verdict on what was found, and the refusal that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.text.names import is_person_name, name_words, same_person, surnames
from index.text.words import content_stems, names, tokens
from rag.evidence.select import held_stems
from rag.evidence.standing import of_another_time
from rag.evidence.welded import welded
from rag.statements.matching import holds
from rag.types import Confidence, Query, Refusal, RefusalReason
from rag.verdict import answerability
from rag.verdict.found import Found
from rag.verdict.others import others_on_it
from rag.verdict.refusal import refusal
from rag.verdict.yes_no.settled import refuted

MOSTLY_MISSING, UNLIKELY = 0.4, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a question.

    Attributes:
        probability: that what would be shown answers it.
        confidence: "high" shows the answer, "low" the sentences closest to one; None refuses.
        refusal: what is said then.
    """

    probability: float
    confidence: Confidence | None
    refusal: Refusal | None = None


def judged(found: Found, model_says: float | None) -> Verdict:
    """Return whether the articles answer a question, may answer it, or do not.

    Args:
        found: what is known about the question.
        model_says: the model's own probability; None where no model was asked.
    """
    if found.parts:
        return _of_parts(found.parts)
    query, candidates = found.query, found.retrieval.candidates
    seen = answerability.signs(query, found.scored, found.statements, found.weights, found.library)
    likely = answerability.answerability(seen, model_says) if candidates else 0.0
    if query.whether is not None and query.whether.judgement:
        said_no = refusal(found, "not_answered")
        return Verdict(
            probability=min(likely, answerability.NEAR), confidence=None, refusal=said_no
        )
    if found.settled is not None:
        if found.settled.sure:
            return Verdict(probability=max(likely, answerability.SURE), confidence="high")
        return Verdict(probability=min(likely, answerability.SURE), confidence="low")
    if found.says and query.kind in {"quote", "who_said"}:
        return Verdict(probability=max(likely, answerability.SURE), confidence="high")
    everything = query.kind == "quote" and query.wants_all
    if found.statements and (query.kind == "comparison" or everything):
        # Each side has been judged by itself; all that somebody says is what the ledger holds.
        return Verdict(probability=max(likely, answerability.SURE), confidence="high")
    if (reason := _plain_no(found, seen, likely)) is not None:
        missing = _missing(query, seen) if reason == "not_mentioned" else ()
        said_no = refusal(found, reason, missing)
        return Verdict(
            probability=min(likely, answerability.NEAR), confidence=None, refusal=said_no
        )
    # What is asked with yes or no is answered so, or not surely.
    sure = likely >= answerability.SURE and query.claim is None and query.whether is None
    # Whose words the ledger lacks may be spoken of rather than speak.
    sure = sure and query.unheard is None
    sure = sure and not welded(query, found.scored, found.library) and not _hearsay(found)
    sure = sure and not _of_another_time(found) and not _of_anothers_topic(found)
    return Verdict(probability=likely, confidence="high" if sure else "low")


def answered_at_once(found: Found) -> bool:
    """Tell whether a question is one, or asks for yes or no, or its best sentence surely answers all of it."""
    parts = found.query.parts
    if not parts.questions or not found.scored or found.query.whether is not None:
        return True
    if not parts.apart and judged(found, None).confidence == "high":
        return True
    each = [content_stems(part) for part in parts.questions]
    own = [part - frozenset.intersection(*each) for part in each]
    held = held_stems(found.scored[0].sentence.text)
    # "From 5 in 2017 to 4 in 2018" tells of both years; who names two sides need not speak of each.
    return all(words <= held and any(map(str.isdigit, words)) for words in own)


def _of_parts(parts: Sequence[Found]) -> Verdict:
    """Return the verdict on a question that holds several: sure where each is."""
    each = [judged(part, None) for part in parts]
    sure = all(verdict.confidence == "high" for verdict in each)
    likely = min(verdict.probability for verdict in each)
    return Verdict(probability=likely, confidence="high" if sure else "low")


def _plain_no(found: Found, seen: answerability.Signs, likely: float) -> RefusalReason | None:
    """Return why nothing can be shown, not even as the closest; None where something can."""
    query = found.query
    if not found.retrieval.candidates:
        return "weak_retrieval"
    if query.unheard is not None and query.kind == "quote" and not _is_named(found):
        return "not_mentioned"
    if (
        _words_of_nobody(found)
        or _silent_then(found)
        or _unsaid(found)
        or answerability.left_unsaid(query, found.scored)
    ):
        return "not_answered"
    lost = seen.missing >= MOSTLY_MISSING and likely < UNLIKELY
    if seen.missing_words and (seen.missing_name >= 1 or lost or _nowhere(query, seen)):
        return "not_mentioned"
    if refuted(query, found.scored[:1]) is not None:
        return "false_premise"
    if _bettered(found) and others_on_it(found):
        # The person asked about is not quoted on it, and another is.
        return "not_answered"
    return "not_answered" if likely < answerability.NEAR else None


def _nowhere(query: Query, seen: answerability.Signs) -> bool:
    """Tell whether no word of what a question is about stands in any article."""
    return bool(query.topic) and set(query.topic.split()) <= set(seen.missing_words)


def _bettered(found: Found) -> bool:
    """Tell whether the reader prefers a sentence, of others, to what the person asked about says."""
    query = found.query
    if query.kind != "quote" or found.says:
        return False
    read = {item.logit: item for item in found.scored if item.logit is not None}
    if read and _names_one(query.speakers, read[max(read)].sentence.text):
        return False
    if query.claim is not None or not found.statements:
        return True
    return answerability.outread(query, found.statements[0], found.scored)


def _names_one(people: Sequence[str], text: str) -> bool:
    """Tell whether a sentence has the last name of one of some people, and not in a namesake's name."""
    for name in names(text):
        if is_person_name(name) and not any(same_person(name, one) for one in people):
            text = text.replace(name, " ")
    last = {word for name in people for word in surnames(name_words(name) or ("",))}
    return bool(last & set(tokens(text)))


def _silent_then(found: Found) -> bool:
    """Tell whether somebody's words of a time are asked for from which there are none."""
    query = found.query
    return query.kind == "quote" and bool(query.speakers and query.periods) and not found.statements


def _of_another_time(found: Found) -> bool:
    """Tell whether a figure, day or fact of a time is asked for, and the best sentence is of another."""
    if found.query.kind not in {"number", "date", "fact"} or not found.scored:
        return False
    return of_another_time(found.query, found.scored[0].sentence, found.library)


def _of_anothers_topic(found: Found) -> bool:
    """Tell whether somebody's words are asked for, and those at hand stand behind another's on the topic."""
    query = found.query
    if query.kind not in {"quote", "who_said"} or not found.statements:
        return False
    topic = answerability.of_topic(query, found.weights)
    return answerability.topic_of_another(topic, found.statements[0], found.library)


def _hearsay(found: Found) -> bool:
    """Tell whether it is asked who used words that the ledger has nobody say."""
    return found.query.kind == "who_said" and bool(found.query.phrases) and not found.statements


def _unsaid(found: Found) -> bool:
    """Tell whether it is asked what somebody said, no more, and the ledger has him say nothing."""
    query = found.query
    bare = query.kind == "quote" and bool(query.speakers) and not query.topic
    return bare and not found.statements and query.claim is None


def _is_named(found: Found) -> bool:
    """Tell whether a sentence found has the whole name of whose words the ledger lacks."""
    return any(found.query.names_unheard(item.sentence.text) for item in found.scored)


def _missing(query: Query, seen: answerability.Signs) -> tuple[str, ...]:
    """Return what is missing, as asked: the whole name where somebody unknown is asked about."""
    return seen.missing_words if query.unheard is None else (query.unheard,)


def _words_of_nobody(found: Found) -> bool:
    """Tell whether it is asked who used words that no sentence found has."""
    query = found.query
    if query.kind != "who_said" or not query.phrases:
        return False
    return not any(holds(query.phrases[0], item.sentence.text) for item in found.scored)
