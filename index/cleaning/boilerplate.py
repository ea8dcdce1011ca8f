"""Take the page off an article: boilerplate lines, blocks of them, and what is glued to sentences.

What a whole line of a page looks like stands in ``data/boilerplate.toml``. What is cut out of a line
stands in brackets of its own or behind the end of a sentence; no sentence is cut into.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from index.text.calendar_words import MONTH_PATTERN
from index.text.word_lists import pattern, word_lists

# What one and many of it are called in a report.
Kind = tuple[str, str]
Changes = Counter[Kind]


def _form(key: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern("boilerplate", word_lists("boilerplate")["forms"][key]), flags)


_CREDIT: Kind = "image credit", "image credits"
_LINK: Kind = "link to other stories", "links to other stories"
_STAMP: Kind = "time stamp", "time stamps"
_KINDS = [
    (
        (kind["one"], kind["many"]),
        re.compile(
            pattern("boilerplate", *kind["forms"], month=MONTH_PATTERN),
            0 if kind.get("mind_case") else re.IGNORECASE,
        ),
    )
    for kind in word_lists("boilerplate")["kinds"]
]
_LONGEST_LINE = 600
# The captions of a whole gallery in one line, of any length, end with its two buttons.
_GALLERY_END = " Prev Next"
_SCRIPT, _TAIL, _POINTER = _form("script"), _form("tail"), _form("pointer")
_BRACKETED = _form("bracketed", re.IGNORECASE)
_SUMMARY = _form("summary", re.IGNORECASE)
_ONE_SENTENCE, _REPORTED = _form("sentence"), _form("reported")
_LIST_HEAD = _form("list", re.IGNORECASE)
# A tail without any of these is no credit: looked for first, which is quicker.
_CREDIT_SIGNS = ("/", "ourtesy", "Stock", "hoto", "mage", " via ")
_LONGEST_TAIL = 200
_BARE_HEAD = frozenset({"top", "latest", "popular", "more"})
_MOST_LISTED = 12
_LONGEST_HEADLINE = 160
_FEWEST_WORDS = 4


def without_boilerplate(text: str) -> tuple[str, Changes]:
    """Return the text without the page, and how much of each kind (one, many) went."""
    removed: Changes = Counter()
    lines = _without_blocks(text.split("\n"), removed)
    return "\n".join(_without_lines(lines, removed)), removed


@lru_cache(maxsize=4096)
def kind_of(line: str) -> Kind | None:
    """Return what kind of boilerplate a stripped line is, None for a line of the article."""
    if line.endswith(_GALLERY_END):
        return "image gallery", "image galleries"
    if not line or len(line) > _LONGEST_LINE:
        return None
    return next((kind for kind, form in _KINDS if form.fullmatch(line)), None)


def is_time_stamp(line: str) -> bool:
    """Tell whether a line says no more than when a page was published or changed."""
    return kind_of(line.strip()) == _STAMP


def _without_lines(lines: Sequence[str], removed: Changes) -> list[str]:
    kept = []
    for line in lines:
        sound = _trimmed(line, removed)
        if kind := kind_of(sound.strip()):
            removed[kind] += 1
        else:
            kept.append(sound)
    return kept


def _trimmed(line: str, removed: Changes) -> str:
    """Take off what is glued to the sentences of a line."""
    if "{" in line and (sound := _SCRIPT.sub("", line)) != line:
        removed["script remnant", "script remnants"] += 1
        line = sound.strip()
    if "(" in line or "[" in line:
        line, cut = _BRACKETED.subn(_break, line)
        removed[_CREDIT] += cut
    return _without_tail(line, removed)


def _without_tail(line: str, removed: Changes) -> str:
    """Take off a credit or a pointer behind the last sentence of a line."""
    tail = line[-_LONGEST_TAIL:]
    if "more" in tail and (found := _POINTER.search(tail)):
        removed[_LINK] += 1
    elif any(sign in tail for sign in _CREDIT_SIGNS) and (found := _TAIL.search(tail)):
        removed[_CREDIT] += 1
    else:
        return line
    return line[: len(line) - len(tail) + found.start()]


def _break(match: re.Match[str]) -> str:
    """End the caption's paragraph where its credit stood; what follows is the article."""
    line = match.string
    inside = line[: match.start()].strip() and line[match.end() :].strip()
    return "\n\n" if inside else ""


def _without_blocks(lines: Sequence[str], removed: Changes) -> list[str]:
    """Drop the machine's summary above an article, and lists of other stories with their head."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if _SUMMARY.fullmatch(line):
            at = _behind_summary(lines, at)
            removed["machine-written summary", "machine-written summaries"] += 1
        elif line.lower().rstrip(":") not in _BARE_HEAD and _LIST_HEAD.fullmatch(line):
            at, links = _behind_list(lines, at)
            removed[_LINK] += links + 1
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _behind_summary(lines: Sequence[str], at: int) -> int:
    """Return where the article begins: the summary has two sentences, each a line, or more.

    Of further ones only those are taken that no reporter would have written as the article's
    first; a sentence of the summary that stays is better than one of the article that goes.
    """
    filled = [n for n in range(at + 1, min(at + 10, len(lines))) if lines[n].strip()][:2]
    end = at + 1
    for place, n in enumerate(filled):
        line = lines[n].strip()
        if not _ONE_SENTENCE.fullmatch(line) or (place and _REPORTED.search(line)):
            break
        end = n + 1
    return end


def _behind_list(lines: Sequence[str], at: int) -> tuple[int, int]:
    """Return where a list of headlines ends, and how many there are; prose ends it."""
    end, links = at + 1, 0
    for n in range(at + 1, len(lines)):
        line = lines[n].strip()
        if links == _MOST_LISTED or (line and not _is_headline(line)):
            break
        if line:
            end, links = n + 1, links + 1
    return end, links


def _is_headline(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADLINE
        and len(line.split()) >= _FEWEST_WORDS
        and line[-1] not in '.!:;,”"'
    )
