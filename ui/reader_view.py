"""An article in the reader, with the cited span marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from index.types import Article
from ui.view import day, text, web_address


def article(value: Article, start: int, end: int) -> str:
    """Return an article with one span marked; an empty span marks nothing."""
    inside = 0 <= start < end <= len(value.text)
    known = " · ".join(p for p in (value.publisher, value.author, day(value.published)) if p)
    head = (
        f"<h2 tabindex='-1'>{text(value.title or value.article_id)}</h2>"
        f"<p class='where'>{text(known)}</p>{_original(value, start, end) if inside else _original(value, 0, 0)}"
    )
    body = _marked(value.text, start, end) if inside else _paragraphs([(value.text, False)])
    return f"<article class='open'>{head}<div class='body'>{body}</div></article>"


def _original(value: Article, start: int, end: int) -> str:
    address = web_address(value.url, value.text[start:end])
    if not address:
        return ""
    return (
        f"<p><a class='original' href='{address}' target='_blank' rel='noopener noreferrer'>"
        "Open the original</a></p>"
    )


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
