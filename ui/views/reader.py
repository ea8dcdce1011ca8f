"""An article in the reader, with the cited spans marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from index.types import Article
from rag.evidence.opinion import opinion
from ui.views.safe_html import Source, day, label, text, web_address

Span = tuple[int, int]
Mark = Literal["", "also", "now"]


def head(value: Article, start: int, end: int) -> str:
    """Return what names an article; the way to the original leads to the marked words there.

    Args:
        value: the article.
        start: of the marked words, in its text.
        end: behind them.
    """
    known = " · ".join(p for p in (value.publisher, value.author, day(value.published)) if p)
    words = value.text[start:end] if _inside(value.text, (start, end)) else ""
    address = web_address(value.url, words)
    original = (
        f" <a class='original' href='{address}' target='_blank' rel='noopener noreferrer'>Open the original</a>"
        if address
        else ""
    )
    kind = label(Source(where=known, piece=opinion(value)))
    return (
        f"<h2 tabindex='-1'>{text(value.title or value.article_id)}</h2>"
        f"<p class='where'>{kind}{text(known)}{original}</p>"
    )


def article(value: Article, start: int, end: int, others: Sequence[Span] = ()) -> str:
    """Return an article's words with one span marked, and further ones beside it.

    An empty span marks nothing; a further span that meets another is left out.

    Args:
        value: the article.
        start: of the words to go to, in its text.
        end: behind them.
        others: (start, end) of further ones.
    """
    marked = [(start, end)] if _inside(value.text, (start, end)) else []
    for span in others:
        if _inside(value.text, span) and not any(_meet(span, other) for other in marked):
            marked.append(span)
    pieces = _pieces(value.text, sorted(marked), (start, end))
    return f"<div class='body'>{_paragraphs(pieces)}</div>"


def _inside(whole: str, span: Span) -> bool:
    return 0 <= span[0] < span[1] <= len(whole)


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _pieces(whole: str, marked: Sequence[Span], now: Span) -> Iterator[tuple[str, Mark]]:
    at = 0
    for span in marked:
        yield whole[at : span[0]], ""
        yield whole[slice(*span)], "now" if span == now else "also"
        at = span[1]
    yield whole[at:], ""


def _paragraphs(pieces: Iterable[tuple[str, Mark]]) -> str:
    """Join pieces into paragraphs at line ends; a marked piece keeps its mark in each."""
    out, first = ["<p>"], True
    for piece, mark in pieces:
        begins = True
        for number, line in enumerate(piece.split("\n")):
            if number:
                out.append("</p><p>")
            if not line:
                continue
            if mark:
                name = " id='marked'" if mark == "now" and first else ""
                first = first and mark != "now"
                kind = f"{mark} begins" if begins else mark
                begins = False
                out.append(f"<mark{name} class='{kind}' tabindex='-1'>{text(line)}</mark>")
            else:
                out.append(text(line))
    return "".join([*out, "</p>"]).replace("<p></p>", "")
