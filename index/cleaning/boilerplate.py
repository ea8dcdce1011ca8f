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

_CREDIT: Kind = "image credit", "image credits"
_LINK: Kind = "link to other stories", "links to other stories"
_STAMP: Kind = "time stamp", "time stamps"
_KINDS = [
    (
        (kind["one"], kind["many"]),
        re.compile(
            pattern("boilerplate", kind["forms"], month=MONTH_PATTERN),
            0 if kind.get("mind_case") else re.IGNORECASE,
        ),
    )
    for kind in word_lists("boilerplate")["kinds"]
]
_LONGEST_LINE = 600
# The captions of a whole gallery in one line, of any length, end with its two buttons.
_GALLERY_END = " Prev Next"
# Script that scraping left in a line; no sentence looks like this.
_SCRIPT = re.compile(
    r"(?:\bvar \w{1,60}\s{0,5}=\s{0,5}|\b[A-Za-z_$][\w$.]{2,40}\()\{[^{}]{0,2000}\}\)?\s{0,5};"
)
_PICTURE = r"(?:file )?(?:photo|image|picture|video|graphic)s?\b"
_BRACKETED = re.compile(
    rf"\((?:{_PICTURE}(?:[/:]| by | courtesy | provided )[^()]{{1,60}}|file photos?)\)[ \t]*"
    rf"|\[(?:{_PICTURE}(?:[/:]| by | courtesy )[^\[\]]{{1,60}}|file photos?)\][ \t]*",
    re.IGNORECASE,
)
_NAME = r"[A-Z0-9a-z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){0,4}"
_HOUSE = (
    r"(?:Getty(?: Images)?|AFP|AP|AP Photo|EPA|Reuters|REUTERS|Bloomberg|Shutterstock|iStock|Alamy"
    r"|Xinhua|CNN|NASA|ESA|PA|IPX|SIPA|Sipa USA|Zuma|ZUMA Press|USA TODAY(?: Network)?|TASS|CFP)"
)
# Not behind an initial: "MICHAEL B. THOMAS via Getty Images" is one name.
_AFTER_SENTENCE = r"(?:(?<=[a-z0-9%)][.!?])|(?<=[.!?][”’\"')]))"
_TAIL = re.compile(
    rf"{_AFTER_SENTENCE} (?:(?:Photo|Image)s? by [^.!?]{{1,80}}\.? )?"
    rf"(?:{_NAME} ?/ ?(?:[\w.’' -]{{1,40}} ?/ ?){{0,3}}{_HOUSE}(?: ?/ ?{_HOUSE})*|(?:CNN/)?Courtesy {_NAME}"
    rf"|(?:{_HOUSE} ?/ ?){{1,4}}{_NAME}|(?:Photo|Image)s? (?:by|via) [^.!?]{{1,80}}|Adobe Stock"
    rf"|{_NAME} via (?:Getty Images|AP|Reuters|AFP))\.?$"
)
# A tail without any of these is no credit: looked for first, which is quicker.
_CREDIT_SIGNS = ("/", "ourtesy", "Stock", "hoto", "mage", " via ")
_LONGEST_TAIL = 200
_POINTER = re.compile(rf"{_AFTER_SENTENCE} (?:Read|See|Learn|Find out) more(?: here)?\.$")
_SUMMARY = re.compile(r"ai[- ](?:assisted|generated) summary\b.*", re.IGNORECASE)
_ONE_SENTENCE = re.compile(r"[A-Z][^\"“”!?]{30,220}\.")
_REPORTED = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|said|says|told|according)\b|\w[’'](?:s|re|ve|t|d|ll)\b"
    r"|[–—−] |\bUSA TODAY\b"
)
_LIST_HEAD = re.compile(
    r"(?:related|recommended|most (?:read|popular|viewed)|popular|trending|latest|top|more)"
    r"(?: (?:articles?|stories|news|posts|topics|coverage|headlines|reading|content|in [\w ]{1,20}|now))?:?"
    r"|recent posts|editors?[’']? picks?|you (?:might|may) also like:?|read (?:next|also):?|more from [^.:]{1,40}",
    re.IGNORECASE,
)
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
