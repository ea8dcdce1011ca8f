"""A conversation to keep or to hand on: Markdown, HTML, Word or JSON, every citation in full.

Pure: values in, text out. What came from an article, a model or a reader is shown as it is and
never becomes markup; the HTML page holds no script and asks nothing of the network.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from index.errors import UsageError
from ui.history.values import Conversation, KeptTurn
from ui.views.answer import CLOSEST, About
from ui.views.export_docx import Paragraph, document
from ui.views.safe_html import day, told

Record = Mapping[str, Any]

_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~$^&=]")
_LIST_MARK = re.compile(r"^(?:[-+]|\d+(?=[.)]))")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What may stand in an address as it is; everything else is percent-encoded.
_IN_ADDRESS = "%/:?#@!&'()*+,;=-._~"
_STYLE = """
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.55;
       font-family: Georgia, serif; color: #1d2327; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.note, .source { color: #50575e; font-size: .9rem; }
blockquote { margin: .3rem 0 .2rem; padding-left: .8rem; border-left: 3px solid #c3c4c7;
             white-space: pre-line; }
ol { padding-left: 1.5rem; } li { margin: .8rem 0; overflow-wrap: anywhere; }
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
<p class="note">{note}</p>
{turns}
</body>
</html>
"""


def export(
    form: str,
    conversation: Conversation,
    turns: Sequence[KeptTurn],
    about: About,
    zone: str = "UTC",
) -> bytes:
    """Return a conversation as the bytes of a file.

    Args:
        form: "md", "html", "docx" or "json".
        conversation: its title and days.
        turns: what was asked and answered.
        about: tells of an article id which article it is, and whether somebody argues there.
        zone: whose clock tells when it was asked, such as "Europe/Oslo".

    Raises:
        UsageError: there is no such form.
    """
    if form not in _FORMS:
        raise UsageError(f"There is no export as '{form}'; choose from {', '.join(_FORMS)}.")
    written = _FORMS[form](conversation, turns, about, zone)
    return written if isinstance(written, bytes) else written.encode("utf-8")


def file_name(form: str, conversation: Conversation) -> str:
    """Return a name for the file: the day and the title in letters that every disk takes.

    Args:
        form: how it ends; one of ``export``.
        conversation: its title and first day.
    """
    title = re.sub(r"[^a-z0-9]+", "-", conversation.title.lower()).strip("-")[:60].strip("-")
    return f"{conversation.begun[:10]}-{title or 'conversation'}.{form}"


def _json(conversation: Conversation, turns: Sequence[KeptTurn], _about: About, _zone: str) -> str:
    record = {
        **asdict(conversation),
        "turns": [
            {
                "asked": turn.asked,
                "question": turn.question,
                "answer": dict(turn.answer),
                "thumb": turn.thumb,
                "reason": turn.reason,
            }
            for turn in turns
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=2)
    # Half a character, which no file can hold, becomes its JSON escape.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


# -- Markdown -----------------------------------------------------------------------


def _markdown(
    conversation: Conversation, turns: Sequence[KeptTurn], about: About, zone: str
) -> str:
    parts = [f"# {_md(conversation.title)}", _md(_note(conversation, zone))]
    for turn in turns:
        parts += [f"## {_md(turn.question)}", *_md_answer(turn.answer, about)]
        if turn.thumb:
            parts.append(_md(_verdict(turn)))
    return "\n\n".join(parts) + "\n"


def _md_answer(answer: Record, about: About) -> list[str]:
    parts = [_md(_words(answer))]
    for said in _instead(answer):
        parts.append(f"> {_md(said['quote'])}\n>\n> {_md(told(about(said['article_id'])))}")
    if answer.get("citations"):
        parts.append("### Sources")
    return parts + [_md_citation(citation, about) for citation in answer.get("citations") or ()]


def _md_citation(citation: Record, about: About) -> str:
    where = _md(_where(citation, about))
    if address := _address(citation.get("url")):
        where += f" <{address}>"
    return f"\\[{citation['number']}\\] {where}\n\n> {_md(citation['quote'])}"


def _md(text: str) -> str:
    """Return text as Markdown that shows exactly it, on one line."""
    line = " ".join(_sound(text).split())
    return _LIST_MARK.sub(_escaped, _MARKDOWN.sub(r"\\\g<0>", line))


def _escaped(mark: re.Match[str]) -> str:
    """Escape a list's mark: a number's dot, the mark itself otherwise."""
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"


# -- HTML -----------------------------------------------------------------------------


def _html(conversation: Conversation, turns: Sequence[KeptTurn], about: About, zone: str) -> str:
    return _PAGE.format(
        title=_text(conversation.title),
        note=_text(_note(conversation, zone)),
        style=_STYLE,
        turns="\n".join(_html_turn(turn, about) for turn in turns),
    )


def _html_turn(turn: KeptTurn, about: About) -> str:
    answer = turn.answer
    said = "".join(
        f"<blockquote>{_text(s['quote'])}</blockquote>"
        f"<p class='source'>{_text(told(about(s['article_id'])))}</p>"
        for s in _instead(answer)
    )
    sources = "".join(_html_citation(citation, about) for citation in answer.get("citations") or ())
    verdict = f"<p class='note'>{_text(_verdict(turn))}</p>" if turn.thumb else ""
    return (
        f"<section><h2>{_text(turn.question)}</h2><p>{_text(_words(answer))}</p>{said}"
        f"{f'<ol>{sources}</ol>' if sources else ''}{verdict}</section>"
    )


def _html_citation(citation: Record, about: About) -> str:
    where = _text(_where(citation, about))
    if address := _address(citation.get("url")):
        href = html.escape(address, quote=True)
        where += f" <a href='{href}' rel='noopener noreferrer'>{href}</a>"
    return (
        f"<li value='{int(citation['number'])}'>{where}"
        f"<blockquote>{_text(citation['quote'])}</blockquote></li>"
    )


def _text(text: str) -> str:
    return html.escape(_sound(text), quote=True)


# -- what all say ---------------------------------------------------------------------


def _note(conversation: Conversation, zone: str) -> str:
    return (
        f"Asked of tradewire on {_when(conversation.begun, zone)}, last changed on "
        f"{_when(conversation.changed, zone)}. Each source gives the article's exact words."
    )


def _when(iso: str, zone: str) -> str:
    """Return a point in time by somebody's clock."""
    try:
        at = datetime.fromisoformat(iso).astimezone(ZoneInfo(zone))
    except (ValueError, OSError, KeyError):
        return iso[:16]
    return f"{at.day} {at:%B %Y, %H:%M} ({zone})"


def _words(answer: Record) -> str:
    """Return what was answered, or why not."""
    words = str(answer.get("text") or answer.get("error") or "There was no answer.")
    return f"{CLOSEST} {words}" if answer.get("confidence") == "low" else words


def _instead(answer: Record) -> Sequence[Record]:
    """Return what the articles do say, under a refusal."""
    refusal: Record = answer.get("refusal") or {}
    instead: Sequence[Record] = refusal.get("instead") or ()
    return instead


def _where(citation: Record, about: About) -> str:
    known = (
        citation.get("title") or "Untitled",
        citation.get("author"),
        citation.get("publisher"),
        _day(citation.get("published")),
    )
    piece = about(citation["article_id"]).piece
    return f"{', '.join(str(part) for part in known if part)}{f' ({piece})' if piece else ''}."


def _day(published: Any) -> str:
    return day(str(published)) if published else "no date"


def _verdict(turn: KeptTurn) -> str:
    verdict = "good" if turn.thumb == "up" else "bad"
    return f"Marked as {verdict}: {turn.reason}" if turn.reason else f"Marked as {verdict}."


def _address(url: Any) -> str:
    """Return a web address with nothing in it that ends a link; empty for anything else."""
    try:
        web = isinstance(url, str) and urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return ""
    return quote(_sound(url), safe=_IN_ADDRESS) if web else ""


def _sound(text: str) -> str:
    """Replace what no page should hold: control characters and half characters."""
    return _CONTROL.sub("\ufffd", text.encode("utf-8", "replace").decode("utf-8"))


# -- Word -----------------------------------------------------------------------------


def _docx(conversation: Conversation, turns: Sequence[KeptTurn], about: About, zone: str) -> bytes:
    parts = [
        Paragraph("Title", _sound(conversation.title)),
        Paragraph("Subtitle", _note(conversation, zone)),
    ]
    for turn in turns:
        answer = turn.answer
        parts.append(Paragraph("Heading1", _sound(turn.question)))
        parts.append(Paragraph("Normal", _sound(_words(answer))))
        for said in _instead(answer):
            parts.append(Paragraph("Source", _sound(told(about(said["article_id"])))))
            parts.append(Paragraph("Quote", _sound(said["quote"])))
        for c in answer.get("citations") or ():
            address = _address(c.get("url"))
            parts.append(
                Paragraph(
                    "Source", _sound(f"[{c['number']}] {_where(c, about)} {address}".rstrip())
                )
            )
            parts.append(Paragraph("Quote", _sound(c["quote"])))
        if turn.thumb:
            parts.append(Paragraph("Subtitle", _sound(_verdict(turn))))
    return document(parts)


_FORMS: dict[str, Callable[[Conversation, Sequence[KeptTurn], About, str], str | bytes]] = {
    "md": _markdown,
    "html": _html,
    "docx": _docx,
    "json": _json,
}
