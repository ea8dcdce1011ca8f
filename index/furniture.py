"""Lines of a page that are not the article's: credits, links, calls to subscribe, clocks.

Every rule is about a whole line, so that no sentence of an article is ever cut into.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_LONGEST = 400
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d)"
_TIME = r"(?:,?(?: at)? \d{1,2}:\d\d(?: ?[ap]\.?m\.?)?(?: \(?[a-z]{2,4}\)?)?)"
_MOMENT = rf"{_DAY}{_TIME}?"
_AGENCY = r"(?:getty(?: images)?|afp|ap|epa|reuters|bloomberg|shutterstock|istock|alamy|unsplash)"
# Script that scraping left at the end of a line; no sentence looks like this.
_SCRIPT = re.compile(r"var \w{1,60}\s{0,5}=\s{0,5}\{[^{}]{0,2000}\}\s{0,5};?\s{0,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """One kind of furniture: its name in a report, and what a whole line of it looks like."""

    one: str
    many: str
    line: re.Pattern[str]


def _kind(one: str, many: str, *forms: str) -> _Kind:
    return _Kind(one=one, many=many, line=re.compile("|".join(forms), re.IGNORECASE))


_KINDS = (
    _kind(
        "line of page navigation",
        "lines of page navigation",
        r"(?:top|bottom) of page|back to top|skip to (?:main )?content|menu|search",
        r"comments?(?: ?\(\d+\))?|\d+ comments|(?:leave|post|add) a comment|view comments",
        r"more (?:news|stories|from [^.]{1,60})|related (?:articles?|stories|news)|recent posts",
        r"share(?: (?:this|on|via) .{1,40}| this|)|print(?: this)?(?: article)?|copy link",
        r"(?:story continues below )?advertise?ments?(?: - .{1,40})?|continue reading|loading\W*",
        r"all rights reserved\.?|(?:©|copyright) .{0,120}all rights reserved\.?|log ?in|sign in",
    ),
    _kind(
        "image credit",
        "image credits",
        r"(?:image|photo|picture|video)s? ?(?:source|credit|courtesy)s?"
        r"(?:: ?.{0,120}| (?:of|by) .{1,80})?",
        r"(?:image|photo|picture|credit|file photo|photograph)s?(?: by)?: ?.{1,160}",
        r"\(?(?:photo|image|picture)s? by [^.]{1,80}\)?",
        rf"[^.!?]{{0,160}}(?:/ ?|\bvia ){_AGENCY}\)?",
    ),
    _kind(
        "link to other stories",
        "links to other stories",
        r"(?:read )?more ?(?:on this|here)?: ?.{0,250}",
        r"(?:read|see|watch|find out) more(?: .{0,60}here)?\.?",
        r"(?:related|see also|also read|read also|read next|recommended): ?.{0,250}",
        r"read more on this story here\.?|watch it here:?|click here.{0,160}",
    ),
    _kind(
        "call to subscribe",
        "calls to subscribe",
        r"subscribe(?: (?:now|today|here|to|for)\b.{0,200})?[.!]?|become a subscriber\.?",
        r"(?:sign up|get|join|register)\b.{0,160}"
        r"\b(?:newsletters?|e-?mail alerts|your inbox)\b.{0,160}",
    ),
    _kind(
        "time stamp",
        "time stamps",
        rf"(?:(?:first )?(?:published|posted|updated|last updated|last modified)(?: (?:on|at))?:? ?"
        rf"(?:{_MOMENT}|\d{{1,2}}:\d\d ?[ap]\.?m\.? ?[a-z]{{2,4}}(?: {_DAY})?)[ |·•-]*)+",
        rf"{_DAY}{_TIME}(?: ?(?:\||·|-)? ?updated:? {_MOMENT})?|{_DAY} updated:? {_MOMENT}",
    ),
    _kind(
        "note of an update",
        "notes of updates",
        r"\((?:this|the) (?:story|article|report|post) (?:was|has been) (?:updated|edited)\b"
        r"[^)]{0,200}\)",
    ),
    _kind(
        "reporter's contact line",
        "reporters' contact lines",
        r"(?:contact|reach|follow|e-?mail:)(?= ?[^“”\"]{0,300}@)[^“”\"]{0,390}",
        r"(?:reach|follow) [^“”\".]{1,60} on (?:x|twitter)\b[^“”\".]{0,40}\.?",
    ),
)


def without_furniture(text: str) -> tuple[str, Counter[tuple[str, str]]]:
    """Return the text without such lines, and how many of each kind (one, many) went."""
    kept: list[str] = []
    removed: Counter[tuple[str, str]] = Counter()
    for line in text.split("\n"):
        sound = _without_script(line)
        if sound != line:
            removed["script remnant", "script remnants"] += 1
        kind = _kind_of(sound.strip())
        if kind:
            removed[kind.one, kind.many] += 1
        else:
            kept.append(sound)
    return "\n".join(kept), removed


def _without_script(line: str) -> str:
    """Cut from the end, statement by statement, so that the cost stays linear."""
    end = len(line)
    while (at := line.rfind("var ", 0, end)) >= 0 and _SCRIPT.fullmatch(line, at, end):
        end = at
    return line if end == len(line) else line[:end].rstrip()


def is_time_stamp(line: str) -> bool:
    """Tell whether a line says no more than when a page was published or changed."""
    kind = _kind_of(line.strip())
    return kind is not None and kind.one == "time stamp"


def _kind_of(line: str) -> _Kind | None:
    if not line or len(line) > _LONGEST:
        return None
    return next((kind for kind in _KINDS if kind.line.fullmatch(line)), None)
