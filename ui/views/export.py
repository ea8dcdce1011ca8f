"""A conversation to keep or to hand on: Markdown, HTML, Word or JSON, every citation in full.

Pure: values in, text out. What came from an article, a model or a reader is shown as it is and
never becomes markup; the HTML page holds no script and asks nothing of the network.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from index.errors import UsageError
from ui.history.values import Conversation, KeptTurn
from ui.views.answer import CLOSEST, About
from ui.views.export_docx import Paragraph, Style, document
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
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; } h3 { font-size: 1rem; }
.note, .source { color: #50575e; font-size: .9rem; overflow-wrap: anywhere; }
blockquote { margin: .3rem 0 .8rem; padding-left: .8rem; border-left: 3px solid #c3c4c7;
             white-space: pre-line; }
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
{body}
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
    if form == "json":
        return _json(conversation, turns)
    if form not in _FORMS:
        raise UsageError(f"There is no export as '{form}'; choose from {', '.join(_FORMS)}, json.")
    return _FORMS[form](list(_paragraphs(conversation, turns, about, zone)))


def file_name(form: str, conversation: Conversation) -> str:
    """Return a name for the file: the day and the title in letters that every disk takes.

    Args:
        form: how it ends; one of ``export``.
        conversation: its title and first day.
    """
    title = re.sub(r"[^a-z0-9]+", "-", conversation.title.lower()).strip("-")[:60].strip("-")
    return f"{conversation.begun[:10]}-{title or 'conversation'}.{form}"


def _json(conversation: Conversation, turns: Sequence[KeptTurn]) -> bytes:
    kept = [{k: v for k, v in asdict(turn).items() if k != "id"} for turn in turns]
    record = {**asdict(conversation), "turns": kept}
    # Half a character, which no file can hold, becomes its JSON escape.
    written = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    return written.encode("utf-8", "backslashreplace")


# -- what is said in every form -----------------------------------------------------


def _paragraphs(
    conversation: Conversation, turns: Sequence[KeptTurn], about: About, zone: str
) -> Iterator[Paragraph]:
    yield Paragraph("Title", _sound(conversation.title))
    yield Paragraph("Subtitle", _note(conversation, zone))
    for turn in turns:
        answer = turn.answer
        yield Paragraph("Heading1", _sound(turn.question))
        yield Paragraph("Normal", _sound(_words(answer)))
        for said in (answer.get("refusal") or {}).get("instead") or ():
            yield Paragraph("Quote", _sound(said["quote"]))
            yield Paragraph("Source", _sound(told(about(said["article_id"]))))
        cited = answer.get("citations") or ()
        if cited:
            yield Paragraph("Heading2", "Sources")
        for c in cited:
            where = _sound(f"[{c['number']}] {_where(c, about)}")
            yield Paragraph("Source", where, _address(c.get("url")))
            yield Paragraph("Quote", _sound(c["quote"]))
        if turn.thumb:
            yield Paragraph("Subtitle", _sound(_verdict(turn)))


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


def _where(citation: Record, about: About) -> str:
    known = (
        citation.get("title") or "Untitled",
        citation.get("author"),
        citation.get("publisher"),
        day(citation.get("published")),
    )
    piece = about(citation["article_id"]).piece
    return f"{', '.join(str(part) for part in known if part)}{f' ({piece})' if piece else ''}."


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


# -- the forms ------------------------------------------------------------------------


def _markdown(paragraphs: Sequence[Paragraph]) -> bytes:
    lines = (
        f"{_MARKS.get(p.style, '')}{_md(p.words)}{f' <{p.url}>' if p.url else ''}"
        for p in paragraphs
    )
    return ("\n\n".join(lines) + "\n").encode()


def _md(text: str) -> str:
    """Return text as Markdown that shows exactly it, on one line."""
    line = " ".join(text.split())
    return _LIST_MARK.sub(_escaped, _MARKDOWN.sub(r"\\\g<0>", line))


def _escaped(mark: re.Match[str]) -> str:
    """Escape a list's mark: a number's dot, the mark itself otherwise."""
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"


def _html(paragraphs: Sequence[Paragraph]) -> bytes:
    title = html.escape(paragraphs[0].words)
    body = "\n".join(map(_element, paragraphs))
    return _PAGE.format(title=title, style=_STYLE, body=body).encode()


def _element(p: Paragraph) -> str:
    tag, name = _TAGS[p.style]
    href = html.escape(p.url)
    link = f" <a href='{href}' rel='noopener noreferrer'>{href}</a>" if href else ""
    return f"<{tag}{f' class={name}' if name else ''}>{html.escape(p.words)}{link}</{tag}>"


_MARKS: Mapping[Style, str] = {"Title": "# ", "Heading1": "## ", "Heading2": "### ", "Quote": "> "}
_TAGS: Mapping[Style, tuple[str, str]] = {
    "Title": ("h1", ""), "Subtitle": ("p", "note"), "Heading1": ("h2", ""), "Heading2": ("h3", ""),
    "Normal": ("p", ""), "Quote": ("blockquote", ""), "Source": ("p", "source"),
}  # fmt: skip
_FORMS: Mapping[str, Callable[[Sequence[Paragraph]], bytes]] = {
    "md": _markdown,
    "html": _html,
    "docx": document,
}
