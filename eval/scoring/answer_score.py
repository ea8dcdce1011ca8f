"""Is an answer right? One rule, the same for every system that is compared.

Everything works on the plain dict that ``rag.contract.Answer.to_dict`` gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from eval.questions.dataset import Question
from eval.scoring.text_match import recall, without_markers
from eval.types import AnswerDict
from index.errors import UnknownArticle
from index.text.names import same_person
from index.text.words import figures

TextOf = Callable[[str], str]
Verdict = Literal["correct", "wrong", "closest", "false_refusal", "failed"]

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " "})
_MARKED = re.compile(r'“([^“”]+)”|"([^"]+)"')
_RUN = 3
ENOUGH = 0.5
_DECLINES = (
    "do not say", "does not say", "don't say", "doesn't say",
    "do not mention", "does not mention", "don't mention", "doesn't mention",
    "do not state", "does not state", "not stated", "not mentioned", "no mention of",
    "don't know", "do not know", "cannot answer", "can't answer", "cannot find", "can't find",
    "no information", "not enough information", "not provided in", "do not contain",
    "does not contain", "do not answer", "does not answer", "do not specify",
    "does not specify", "not specified",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one answer is worth.

    Attributes:
        verdict: "correct"; "wrong" (answered for sure, and it should not have been, or not so);
            "closest" (shown as what may answer: neither right nor wrong);
            "false_refusal" (declined although the articles answer it); "failed" (no reply).
        declined: the reply was that the articles do not say.
        missing: groups of ``must_include`` that the text has no alternative of.
        forbidden: strings of ``must_not_include`` that the text has.
        citations: one flag per citation: the article has its quote exactly there.
        quotes: one flag per text in quotation marks and per listed quote: a cited article
            has these words.
        speaker: the quotation asked for is shown under the right name; None where the
            question asks for none, or nothing was answered.
        retrieved: a gold article is among those retrieved; None without gold evidence.
    """

    verdict: Verdict
    declined: bool
    missing: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    citations: tuple[bool, ...] = ()
    quotes: tuple[bool, ...] = ()
    speaker: bool | None = None
    retrieved: bool | None = None


def score(question: Question, answer: AnswerDict, text_of: TextOf) -> Score:
    """Score one answer.

    Args:
        question: what was asked, with what a right answer has.
        answer: an ``Answer.to_dict()``; of another system, at least ``text``.
        text_of: returns the stored, cleaned text of an article.
    """
    text = normalise(_text(answer))
    missing = _missing(question, text)
    forbidden = tuple(s for s in question.must_not_include if occurs(s, text))
    refused = declined(answer)
    return Score(
        verdict=_verdict(question, answer, refused, bool(missing), bool(forbidden)),
        declined=refused,
        missing=missing if question.answerable else (),
        forbidden=forbidden,
        citations=tuple(_stands(c, c.get("quote"), text_of) for c in answer.get("citations") or ()),
        quotes=() if refused else _quotes_exact(answer, text_of),
        speaker=None if refused else _speaker_right(question, answer),
        retrieved=_gold_retrieved(question, answer),
    )


def _missing(question: Question, text: str) -> tuple[tuple[str, ...], ...]:
    """Return the required facts that a normalised text lacks; see ``Question``."""
    if question.must_include or not question.answer:
        return tuple(g for g in question.must_include if not any(occurs(a, text) for a in g))
    lacking = sorted(figures(question.answer) - figures(text) - figures(question.question))
    if recall(text, question.answer, question.question) < ENOUGH:
        lacking.append(question.answer)
    return tuple((fact,) for fact in lacking)


def normalise(text: str) -> str:
    """Lower-case, straighten quotes, make every run of blanks one; one blank at both ends."""
    return f" {_folded(text).strip()} "


def occurs(wanted: str, normal: str) -> bool:
    """Tell whether a string occurs in a normalised text; its own outer blanks count.

    Args:
        wanted: the string.
        normal: a text as from ``normalise``.
    """
    return _folded(wanted) in normal


def declined(answer: AnswerDict) -> bool:
    """Tell whether the reply was that the articles do not say: by status, else by phrase."""
    if "status" in answer:
        return bool(answer["status"] == "refused")
    text = normalise(_text(answer))
    return any(phrase in text for phrase in _DECLINES)


def _quotes_exact(answer: AnswerDict, text_of: TextOf) -> tuple[bool, ...]:
    """Check every quotation of an answer that did not decline.

    Text in quotation marks must occur in a cited article (of a system that does not cite: in
    one it retrieved) once both are normalised; a comma or full stop that closes it and the
    citation markers do not count. A listed quote must stand exactly where it says.
    """
    sources = answer.get("citations") if "citations" in answer else answer.get("retrieved")
    cited = {source.get("article_id") for source in sources or ()}
    texts = [normalise(stored(text_of, article_id)) for article_id in sorted(map(str, cited))]
    marked = tuple(any(occurs(words, text) for text in texts) for words in _marked(_text(answer)))
    listed = tuple(_stands(q, q.get("text"), text_of) for q in answer.get("quotes") or ())
    return marked + listed


def _speaker_right(question: Question, answer: AnswerDict) -> bool | None:
    """Check that a shown quote sharing words with ``spoken`` goes with ``speaker``.

    Only for answered questions of type "quote" that name both, and for systems that list their
    quotes; showing no such quote is a miss.
    """
    if question.type != "quote" or not question.speaker or not question.spoken:
        return None
    if "quotes" not in answer or answer.get("status", "answered") != "answered":
        return None
    names = [
        quote.get("speaker")
        for quote in answer.get("quotes") or ()
        if overlaps(str(quote.get("text", "")), question.spoken)
    ]
    return any(bool(name) and same_person(name, question.speaker) for name in names)


def _gold_retrieved(question: Question, answer: AnswerDict) -> bool | None:
    """Tell whether an evidence article, or of ``evidence_any_of`` one whole set, was retrieved."""
    if not (question.evidence or question.evidence_any_of) or "retrieved" not in answer:
        return None
    found = {hit.get("article_id") for hit in answer.get("retrieved") or ()}
    if question.evidence_any_of:
        return any({p.article_id for p in chosen} <= found for chosen in question.evidence_any_of)
    return any(passage.article_id in found for passage in question.evidence)


def overlaps(shown: str, spoken: str) -> bool:
    """Tell whether two texts share a run of words: half of the shorter text, at least three.

    Two officials often use the same phrase; half of a quotation tells their words apart.

    Args:
        shown: words of an answer.
        spoken: words of a person.
    """
    one, other = (re.findall(r"\w+", normalise(text)) for text in (shown, spoken))
    shorter = min(len(one), len(other))
    shared = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    return 0 < max(min(_RUN, shorter), (shorter + 1) // 2) <= shared


def _verdict(
    question: Question, answer: AnswerDict, refused: bool, missing: bool, forbidden: bool
) -> Verdict:
    if answer.get("status") == "failed":
        return "failed"
    if question.answerable and refused:
        return "false_refusal"
    if answer.get("confidence") == "low":
        return "closest"
    required = question.must_include or (question.answerable and question.answer)
    corrects = bool(required) and not missing
    right = corrects or (refused and not question.answerable)
    return "correct" if right and not forbidden else "wrong"


def _text(answer: AnswerDict) -> str:
    return str(answer.get("text") or "")


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_STRAIGHT).lower())


def _stands(place: Mapping[str, Any], words: object, text_of: TextOf) -> bool:
    """Tell whether an article has exactly these words at ``start`` to ``end``."""
    start, end = place.get("start"), place.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        return False
    return stored(text_of, str(place.get("article_id")))[start:end] == words


def stored(text_of: TextOf, article_id: str) -> str:
    """Return the stored text of an article; of one that is not there, nothing.

    Args:
        text_of: the stored text of an article by id.
        article_id: as an answer gives it.
    """
    try:
        return text_of(article_id)
    except UnknownArticle:
        return ""


def _marked(text: str) -> list[str]:
    """Return what stands in quotation marks, without citation markers and closing comma."""
    found = (without_markers(curly or straight) for curly, straight in _MARKED.findall(text))
    return [words.strip().rstrip(",.") for words in found if re.search(r"\w", words)]
