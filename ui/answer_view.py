"""Evidence, checked sentences, answers and refusals as safe HTML. Pure: values in, strings out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rag.events import EvidenceCard
from rag.types import Answer, AnswerSentence, Citation, Refusal
from ui.view import day, passage, place, text, where

CARDS = 4
MARKS = {"verbatim": "word for word", "supported": "supported"}
Where = Callable[[str], str]
"""Tells of an article id, in one line, which article it is."""


def cards(found: Sequence[EvidenceCard]) -> str:
    """Return the evidence, best first, as it lies on the table before the answer is there."""
    if not found:
        return ""
    rows = "".join(
        f"<li class='card'>{_speaker(card.speaker)}"
        f"{passage(card.article_id, card.start, card.end, card.text)}"
        f"<span class='where'>{text(where(card.title, card.publisher, card.published))}</span></li>"
        for card in found[:CARDS]
    )
    return f"<h3>Evidence</h3><ul class='cards'>{rows}</ul>"


def sentence(
    value: AnswerSentence, known: Mapping[int, Citation], reasons: Sequence[str], name: str
) -> str:
    """Return one checked sentence with its numbers, its mark, and why it may stand there.

    Args:
        value: the sentence.
        known: the citations so far, by number.
        reasons: what the checks found, one phrase each.
        name: tells the sentence from all others of the page.
    """
    numbers = "".join(f"[{number}]" for number in value.citations)
    words = value.text.removesuffix(numbers).rstrip()
    cited = [known[n] for n in value.citations if n in known]
    links = "".join(_link(citation) for citation in cited)
    mark = (
        f"<button type='button' class='mark {value.support}' aria-expanded='false' "
        f"aria-controls='{text(name)}'>{MARKS[value.support]}<span class='unseen'>: why?</span></button>"
    )
    why = "".join(f"<li>{text(reason)}</li>" for reason in reasons)
    return (
        f"<div class='sentence {value.support}'><p>{text(words)}<sup>{links}</sup> {mark}</p>"
        f"<ul class='why' id='{text(name)}' hidden>{why}</ul></div>"
    )


def _link(c: Citation) -> str:
    """Return a number that opens the article; what a pointer over it shows goes along as data."""
    known = " · ".join(p for p in (c.publisher, c.author, day(c.published)) if p)
    return (
        f"<a class='cite' href='#{place(c.article_id, c.start, c.end)}' data-quote='{text(c.quote)}' "
        f"data-title='{text(c.title or c.article_id)}' data-where='{text(known)}' "
        f"aria-label='Source {c.number}: {text(c.title or c.article_id)}'>{c.number}</a>"
    )


def waiting(ahead: int) -> str:
    """Say how long the line before the model is."""
    if ahead == 1:
        return "One question is ahead of yours …"
    return f"{ahead} questions are ahead of yours …"


def after(value: Answer, where_of: Where) -> str:
    """Return what stands below the sentences of a finished answer: sources, refusal, failure."""
    if value.status == "failed":
        return (
            f"<div class='failed' role='alert'>{text(value.error or 'This question failed.')}</div>"
        )
    if value.refusal is not None:
        return _refusal(value.refusal, where_of)
    if not value.sentences:
        return f"<div class='talk'><p>{text(value.text)}</p></div>"
    return _sources(value.citations)


def _sources(citations: Sequence[Citation]) -> str:
    rows = "".join(
        f"<li value='{c.number}'>{passage(c.article_id, c.start, c.end, c.quote)}"
        f"<span class='where'>{text(where(c.title, c.publisher, c.published))}</span></li>"
        for c in citations
    )
    return f"<h3>Sources</h3><ol class='sources'>{rows}</ol>"


def _speaker(name: str | None) -> str:
    return f"<b class='speaker'>{text(name)}</b>" if name else ""


def _refusal(refusal: Refusal, where_of: Where) -> str:
    said = "".join(
        f"<li>{passage(s.article_id, s.start, s.end, s.quote)}"
        f"<span class='where'>{text(where_of(s.article_id))}</span></li>"
        for s in refusal.instead
    )
    near = "".join(
        f"<li>{passage(n.article_id, 0, 0, n.title or n.article_id)}</li>" for n in refusal.nearest
    )
    # The nearest articles follow as links; their names need not stand there twice.
    message = refusal.message.split(" Nearest: “")[0]
    parts = [f"<p class='no'><b>No answer in your articles.</b> {text(message)}</p>"]
    if said:
        parts.append(f"<h3>What they do say</h3><ul class='instead'>{said}</ul>")
    if near:
        parts.append(f"<h3>Nearest articles</h3><ul class='nearest'>{near}</ul>")
    return f"<div class='refusal'>{''.join(parts)}</div>"


def foot(value: Answer) -> str:
    """Return the line that tells who answered, how long it took, and how it was understood."""
    parts = [f"{_who(value)}, {_seconds(value.timings_ms.total or 0)}"]
    if value.standalone_question.strip() != value.question.strip():
        parts.append(f"Understood as: {value.standalone_question}")
    if value.note:
        parts.append(value.note)
    return text(" · ".join(parts))


def _who(value: Answer) -> str:
    if value.model:
        return f"Answered by {value.model}"
    if value.status == "answered":
        return "In the articles’ own sentences"
    return "Without a language model"


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= 50 else "at once"
