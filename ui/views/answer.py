"""Evidence, checked sentences, answers and refusals as safe HTML. Pure: values in, strings out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from rag.contract import Answer, AnswerSentence, Citation
from rag.events import EvidenceCard
from rag.types import Refusal
from ui.views.safe_html import (
    Source,
    day,
    label,
    labelled,
    passage,
    place,
    several,
    text,
    told,
    web_address,
    where,
)

CARDS = 4
_MARKS = {"verbatim": "word for word", "supported": "supported"}
_AS_IT_IS = {
    "verbatim": "Its words stand in the article as they are.",
    "supported": "Says in other words what its sources say.",
}
_WORD = re.compile(r"\w+")
# So much of a source's words in the answer's own sentence, and the source need not repeat them.
_MOSTLY = 0.7
CLOSEST = "This may answer it:"
About = Callable[[str], Source]
"""Tells of an article id which article it is."""

# "BEIJING, Sept. 24 (Xinhua) -- ", which nobody asks for.
_PLACE = r"[A-Z][A-Z.’'/-]+(?:[ ,]+[A-Z][A-Z.’'/-]+){0,3}"
_DAY = r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DAY},? ?\([^()]{{2,40}}\)|{_PLACE}{_DAY}|\([A-Z][A-Za-z ]{{1,30}}\))"
    r" ?(?:--|[-–—]) +(?=\S)"
)
# Questions that a figure, a day or a name alone answers.
_JUST_THAT = re.compile(
    r"(?:and |but |so |then )?(?:when|who|whose|whom|how (?:much|many|high|low|large|big|long|far|often)"
    r"|(?:by|for|since|until|on|in|at|from|to|with) (?:how|when|what|which|whom)"
    r"|(?:what|which) (?:[\w’'-]+ ){0,3}?(?:dates?|days?|years?|months?|rates?|percentage|share|figure|price"
    r"|number|amount|tariff|tariffs|duty|duties|level|value|total|cost|name|person|country|company))\b",
    re.IGNORECASE,
)


def cards(found: Sequence[EvidenceCard], about: About) -> str:
    """Return the evidence, best first, as it lies on the table before the answer is there.

    Args:
        found: the evidence; the first few are shown.
        about: tells which article a card is of.
    """
    if not found:
        return ""
    rows = "".join(
        f"<li class='card'>{_speaker(card.speaker)}"
        f"{passage(card.article_id, card.start, card.end, card.text)}"
        f"<span class='where'>{labelled(about(card.article_id))}</span></li>"
        for card in found[:CARDS]
    )
    return f"<h3>Evidence</h3><ul class='cards'>{rows}</ul>"


# -- sentences --------------------------------------------------------------------


def lead(question: str, sentences: Sequence[AnswerSentence]) -> str:
    """Return the asked-for figure, day or name by itself, before the first sentence; empty where more is wanted.

    Args:
        question: as asked; only some ask for just that.
        sentences: of the answer so far, each with its mark.
    """
    if not (sentences and sentences[0].mark and _JUST_THAT.match(question.strip())):
        return ""
    marked = (s.text[s.mark[0] : s.mark[1]].strip(" ,.;:") for s in sentences if s.mark)
    return "".join(f"<span>{text(words)}</span>" for words in dict.fromkeys(marked))


def sentence(value: AnswerSentence, known: Mapping[int, Citation], name: str) -> str:
    """Return one checked sentence with its numbers, its mark, and why it may stand there.

    Args:
        value: the sentence.
        known: the citations so far, by number.
        name: tells the sentence from all others of the page.
    """
    cited = [known[n] for n in value.citations if n in known]
    *before, last = [f"<sup>{_link(citation)}</sup>" for citation in cited] or [""]
    mark = (
        f"<button type='button' class='mark {value.support}' aria-expanded='false' "
        f"aria-controls='{text(name)}'>{_MARKS[value.support]}<span class='unseen'>: why?</span></button>"
    )
    why = "".join(f"<li>{text(reason)}</li>" for reason in _reasons(value, cited))
    return (
        f"<div class='sentence {value.support}'><p>{_marked(value)}{''.join(before)}"
        f"<span class='ends'>{last} {mark}</span></p>"
        f"<ul class='why' id='{text(name)}' hidden>{why}</ul></div>"
    )


def _reasons(value: AnswerSentence, cited: Sequence[Citation]) -> list[str]:
    """Return what the checks found, one phrase each, and how much the sentence rests on."""
    found = [f"{reason[0].upper()}{reason[1:]}." for reason in value.reasons if reason]
    passages, articles = len(value.citations), len({c.article_id for c in cited})
    rests = f"Rests on {_counted(passages, 'passage')} of {_counted(articles, 'article')}."
    return [*(found or [_AS_IT_IS[value.support]]), rests]


def _counted(n: int, thing: str) -> str:
    return f"one {thing}" if n == 1 else several(n, thing)


def words_of(value: AnswerSentence) -> str:
    """Return a sentence without its numbers."""
    return value.text.removesuffix("".join(f"[{n}]" for n in value.citations)).rstrip()


def _marked(value: AnswerSentence) -> str:
    """Return the words behind the dateline, with what was asked for marked in them."""
    words = words_of(value)
    dateline = _DATELINE.match(words)
    first = dateline.end() if dateline else 0
    start, end = value.mark or (0, 0)
    if not first <= start < end <= len(words):
        return text(words[first:])
    return f"{text(words[first:start])}<mark class='key'>{text(words[start:end])}</mark>{text(words[end:])}"


def _link(c: Citation) -> str:
    """Return a number that opens the article; what a pointer over it shows goes along as data."""
    known = " · ".join(p for p in (c.publisher, c.author, day(c.published)) if p)
    return (
        f"<a class='cite' href='#{place(c.article_id, c.start, c.end)}' data-quote='{text(c.quote)}' "
        f"data-title='{text(c.title or c.article_id)}' data-where='{text(known)}' "
        f"aria-label='Source {c.number}: {text(c.title or c.article_id)}'>{c.number}</a>"
    )


# -- the whole answer -------------------------------------------------------------


def basis(value: Answer) -> str:
    """Return in one line what the answer rests on; for the closest sentences, their heading."""
    if not value.sentences:
        return ""
    if value.confidence == "low":
        return CLOSEST
    articles = several(len({c.article_id for c in value.citations}), "article")
    if all(s.support == "verbatim" for s in value.sentences):
        return f"From {articles}, word for word"
    if value.model is None:
        return f"From {articles}, in the articles’ own sentences"
    return f"From {articles}, in a language model’s words, each sentence checked"


def after(value: Answer, about: About) -> str:
    """Return what stands below the sentences of a finished answer: sources or refusal.

    Args:
        value: the answer.
        about: tells of an article id which article it is.
    """
    if value.status == "failed":
        return ""
    if value.refusal is not None:
        return _refusal(value.refusal, about)
    if not value.sentences:
        return f"<div class='talk'><p>{text(value.text)}</p></div>"
    return _sources(value, about)


def _sources(value: Answer, about: About) -> str:
    """Return the sources; where the answer is their very sentence, that need not stand there twice."""
    said = [
        frozenset(_WORD.findall(words_of(s).lower()))
        for s in value.sentences
        if value.model is None or s.support == "verbatim"
    ]
    rows: list[str] = []
    folded: dict[str, list[Citation]] = {}
    for c in value.citations:
        if _is_said(c, said):
            # One line for all that comes from one article, where the first of it stands.
            folded.setdefault(c.article_id, []).append(c)
    for c in value.citations:
        of_article = folded.get(c.article_id, [])
        if c not in of_article:
            rows.append(_source(c, _named(c, about)))
        elif c is of_article[0]:
            rows.append(_line(of_article, _named(c, about)))
    return f"<h3>Sources</h3><ol class='sources'>{''.join(rows)}</ol>"


def _is_said(c: Citation, said: Sequence[frozenset[str]]) -> bool:
    quote = _WORD.findall(c.quote.lower())
    return any(sum(word in words for word in quote) >= _MOSTLY * len(quote) for words in said)


def _source(c: Citation, source: Source) -> str:
    return (
        f"<li data-numbers='{c.number}'>{passage(c.article_id, c.start, c.end, c.quote)}"
        f"<span class='where'>{labelled(source)}</span></li>"
    )


def _line(of_article: Sequence[Citation], source: Source) -> str:
    c = of_article[0]
    rest = " · ".join(part for part in (c.publisher, day(c.published)) if part)
    return (
        f"<li class='folded' data-numbers='{', '.join(str(one.number) for one in of_article)}'>"
        f"<a class='cite passage' href='#{place(c.article_id, c.start, c.end)}'>"
        f"{label(source)}<span class='title'>{text(c.title or 'Untitled')}</span>"
        f"<span class='rest'> · {text(rest)}</span></a></li>"
    )


def copied(value: Answer, about: About) -> dict[str, str]:
    """Return the answer as plain text to copy: by itself, and with its sources.

    Args:
        value: the answer; one without sentences has nothing to copy.
        about: tells of an article id which article it is.
    """
    if not value.sentences:
        return {}
    words = " ".join(words_of(s) for s in value.sentences)
    numbered = " ".join(s.text for s in value.sentences)
    if value.confidence == "low":
        words, numbered = f"{CLOSEST} {words}", f"{CLOSEST} {numbered}"
    sources = [
        f"[{c.number}] {told(_named(c, about))}: “{' '.join(c.quote.split())}”"
        f"{f' {c.url}' if web_address(c.url) else ''}"
        for c in value.citations
    ]
    return {"words": words, "with_sources": "\n".join([numbered, "", *sources])}


def _named(c: Citation, about: About) -> Source:
    """Return a source under the name it was cited by, which stays when its article is removed."""
    known = where(c.title, c.publisher, c.published)
    return Source(where=known, piece=about(c.article_id).piece)


def _speaker(name: str | None) -> str:
    return f"<b class='speaker'>{text(name)}</b>" if name else ""


def _refusal(refusal: Refusal, about: About) -> str:
    """Return what is missing, what there is instead, and where to read on: each article once."""
    said = "".join(
        f"<li>{passage(s.article_id, s.start, s.end, s.quote)}"
        f"<span class='where'>{labelled(about(s.article_id))}</span></li>"
        for s in refusal.instead
    )
    near = "".join(
        f"<li>{passage(n.article_id, 0, 0, n.title or n.article_id)}</li>" for n in refusal.unread
    )
    parts = [f"<p class='no'>{text(refusal.without_nearest)}</p>"]
    if said:
        parts.append(f"<h3>They do say</h3><ul class='instead'>{said}</ul>")
    if near:
        parts.append(f"<h3>Read on, or ask in other words</h3><ul class='nearest'>{near}</ul>")
    return f"<div class='refusal'>{''.join(parts)}</div>"


def foot(value: Answer) -> str:
    """Return the line that tells who answered, how long it took, and how it was understood."""
    who = f"by {value.model}" if value.model else "without a language model"
    parts = [f"Answered {who} {_seconds(value.timings_ms.total or 0)}"]
    if value.standalone_question.strip() != value.question.strip():
        parts.append(f"Understood as: {value.standalone_question}")
    if value.note:
        parts.append(value.note)
    return text(" · ".join(parts))


def _seconds(milliseconds: float) -> str:
    return f"in {milliseconds / 1000:.1f} s" if milliseconds >= 50 else "at once"
