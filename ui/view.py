"""Answers, evidence and articles as safe HTML. Pure: values in, strings out.

Every piece of text from an article, a model or a reader goes through ``text``, which leaves no
character that HTML, Markdown, a template or a formula could take for its own.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from index.types import Article
from rag.events import EvidenceCard
from rag.types import Answer, AnswerSentence, Citation, Refusal

# Characters with a meaning to Markdown, to Gradio's templates or to its formulas.
_SPECIAL = {ord(c): f"&#{ord(c)};" for c in "\\`*_{}[]()#+-.!|~$:^=/"}
_BREAKS = {ord("\n"): " ", ord("\r"): " ", ord("\u2028"): " ", ord("\u2029"): " "}
CARDS = 4


def text(value: str) -> str:
    """Return text as HTML that shows exactly it, on one line."""
    return html.escape(value.translate(_BREAKS), quote=True).translate(_SPECIAL_AFTER_ESCAPE)


# ``html.escape`` writes "&", "#", ";" itself: the rest is replaced after it.
_SPECIAL_AFTER_ESCAPE = {k: v for k, v in _SPECIAL.items() if chr(k) != "#"}


def place(article_id: str, start: int, end: int) -> str:
    """Return the address of a span within the page, made of harmless characters."""
    return f"cite-{start}-{end}-{article_id.encode('utf-8', 'replace').hex()}"


def place_of(address: str) -> tuple[str, int, int] | None:
    """Read an address back; None if it is none of ours."""
    parts = address.removeprefix("#").split("-")
    if len(parts) != 4 or parts[0] != "cite":
        return None
    try:
        return bytes.fromhex(parts[3]).decode("utf-8"), int(parts[1]), int(parts[2])
    except (ValueError, UnicodeDecodeError):
        return None


# -- chat ---------------------------------------------------------------------------


def question(asked: str) -> str:
    """Return the reader's own question."""
    return f"<div class='asked'>{text(asked)}</div>"


def progress(
    cards: Sequence[EvidenceCard],
    sentences: Sequence[AnswerSentence],
    citations: Sequence[Citation],
    status: str,
) -> str:
    """Return an answer while it forms: the sentences so far, else the evidence at once."""
    if sentences:
        return f"{_sentences(sentences, citations)}{_line(status)}"
    return f"{_cards(cards)}{_line(status)}"


def waiting(ahead: int) -> str:
    """Say how long the line before the model is."""
    return (
        "One question is ahead of yours …"
        if ahead == 1
        else f"{ahead} questions are ahead of yours …"
    )


def answer(value: Answer) -> str:
    """Return a finished answer, a refusal or a failure."""
    if value.status == "failed":
        return f"<div class='failed'>{text(value.error or 'This question failed.')}</div>"
    if value.refusal is not None:
        return f"{_refusal(value.refusal)}{_line(_who(value))}"
    if not value.sentences:
        return f"<div class='talk'>{text(value.text)}</div>"
    return f"{_sentences(value.sentences, value.citations)}{_sources(value.citations)}{_line(_who(value))}"


def _sentences(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> str:
    known = {citation.number: citation for citation in citations}
    return "<div class='answer'>" + "".join(_sentence(s, known) for s in sentences) + "</div>"


def _sentence(sentence: AnswerSentence, known: dict[int, Citation]) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    words = sentence.text.removesuffix(marks).rstrip()
    links = "".join(_link(known[n]) for n in sentence.citations if n in known)
    return f"<p class='sentence {sentence.support}'>{text(words)}<sup>{links}</sup></p>"


def _link(citation: Citation) -> str:
    where = _where(citation.title, citation.publisher, citation.published)
    hover = f"“{citation.quote}” ({where})"
    address = place(citation.article_id, citation.start, citation.end)
    return f"<a class='cite' href='#{address}' title='{text(hover)}'>{citation.number}</a>"


def _sources(citations: Sequence[Citation]) -> str:
    rows = "".join(
        f"<li>{_open(c.article_id, c.start, c.end, c.quote)} "
        f"<span class='where'>{text(_where(c.title, c.publisher, c.published))}</span></li>"
        for c in citations
    )
    return f"<ol class='sources'>{rows}</ol>"


def _cards(cards: Sequence[EvidenceCard]) -> str:
    rows = "".join(
        f"<li class='card'>{_speaker(card.speaker)}"
        f"{_open(card.article_id, card.start, card.end, card.text)} "
        f"<span class='where'>{text(_where(card.title, card.publisher, card.published))}</span></li>"
        for card in cards[:CARDS]
    )
    return f"<ul class='cards'>{rows}</ul>"


def _speaker(name: str | None) -> str:
    return f"<b class='speaker'>{text(name)}</b> " if name else ""


def _open(article_id: str, start: int, end: int, words: str) -> str:
    address = place(article_id, start, end)
    return f"<a class='cite passage' href='#{address}'>{text(words)}</a>"


def _refusal(refusal: Refusal) -> str:
    said = "".join(
        f"<li>{_open(s.article_id, s.start, s.end, s.quote)}</li>" for s in refusal.instead
    )
    near = "".join(
        f"<li>{_open(n.article_id, 0, 0, n.title or n.article_id)}</li>" for n in refusal.nearest
    )
    # The nearest articles follow as links; their names need not stand there twice.
    message = refusal.message.split(" Nearest: “")[0]
    parts = [f"<p class='no'>{text(message)}</p>"]
    if said:
        parts.append(f"<p>What they do say:</p><ul>{said}</ul>")
    if near:
        parts.append(f"<p>Nearest articles:</p><ul>{near}</ul>")
    return f"<div class='refusal'>{''.join(parts)}</div>"


def _line(status: str) -> str:
    return f"<p class='status'>{text(status)}</p>" if status else ""


def _who(value: Answer) -> str:
    who = value.model or "Without a language model: the articles' own sentences"
    seconds = (value.timings_ms.total or 0) / 1000
    alone = value.standalone_question
    understood = f"Understood as: {alone} · " if alone.strip() != value.question.strip() else ""
    note = f" · {value.note}" if value.note else ""
    return f"{understood}{who} · {seconds:.1f} s{note}"


def _where(title: str | None, publisher: str | None, published: str | None) -> str:
    known = [title or "untitled", publisher, (published or "no date given")[:13]]
    return " · ".join(part for part in known if part)


# -- reader -------------------------------------------------------------------------

EMPTY_READER = (
    "<div class='empty'><h2>The articles lie here</h2><p>Click a number or a passage in an answer: "
    "its article opens at the very words.</p></div>"
)


def article(value: Article, start: int, end: int) -> str:
    """Return an article with one span marked; an empty span marks nothing."""
    known = [
        value.publisher,
        value.author,
        (value.published or "no date given")[:13],
    ]
    head = (
        f"<h2>{text(value.title or value.article_id)}</h2>"
        f"<p class='where'>{text(' · '.join(part for part in known if part))}</p>{_original(value)}"
    )
    inside = 0 <= start < end <= len(value.text)
    body = _marked(value.text, start, end) if inside else _paragraphs([(value.text, False)])
    return f"<article class='open'>{head}<div class='body'>{body}</div></article>"


def _original(value: Article) -> str:
    if not value.url or not value.url.startswith(("http://", "https://")):
        return ""
    address = html.escape(value.url, quote=True).translate(
        {ord("$"): "%24", ord("{"): "%7B", ord("`"): "%60"}
    )
    return f"<p><a class='original' href='{address}' target='_blank' rel='noopener noreferrer'>Open the original</a></p>"


def _marked(whole: str, start: int, end: int) -> str:
    return _paragraphs([(whole[:start], False), (whole[start:end], True), (whole[end:], False)])


def _paragraphs(pieces: Iterable[tuple[str, bool]]) -> str:
    """Join pieces into paragraphs at line ends; the marked piece keeps its mark in each."""
    out, first = ["<p>"], True
    for piece, is_marked in pieces:
        for number, line in enumerate(piece.split("\n")):
            if number:
                out.append("</p><p>")
            if not line:
                continue
            if is_marked:
                name = " id='marked'" if first else ""
                first = False
                out.append(f"<mark{name} tabindex='-1'>{text(line)}</mark>")
            else:
                out.append(text(line))
    return "".join([*out, "</p>"]).replace("<p></p>", "")
