"""A raw article to a clean one. Its ``text`` is what every quotation is measured against."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from index.cleaning.boilerplate import Changes, is_time_stamp, without_boilerplate
from index.cleaning.injection import orders, without_orders
from index.cleaning.markup import without_markup
from index.cleaning.pages import page_starts
from index.formats.encoding import scrub
from index.people.byline import Byline, find_byline, find_title
from index.text.dates import parse_date
from index.text.language import language_of
from index.types import Article, RawArticle

# Repairing can uncover what needs repair (text garbled twice); real text settles in two rounds.
_ROUNDS = 10
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# Invisible characters: some turn the direction of writing and so hide words, some carry words
# that only a machine reads. Joiners stay where a script needs them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_JOINERS = re.compile("(?<=[A-Za-z])[\u200c\u200d]+")
# What is left of wrong decodings that cannot be undone; no text has these on purpose.
_CONTROLS = re.compile("[\x80-\x9f]")
_ENTITY = re.compile(r"&#?[0-9A-Za-z]{1,24};")
# Escaped over and over, an ampersand would take a round each time.
_AMPERSANDS = re.compile(r"&(?:amp;)+")
_ESCAPE = re.compile("%2[27C]")
_BLANK = re.compile(r"\s")
_LONGEST_WORD = 80
_SIGN_OFF = re.compile(r"\n[ \t]*(?:Reuters?|REUTER)[ \t]*\Z")
_STAMPED_DAY = re.compile(
    r"(?:(?:first )?(?:published|posted)(?: on)?:? ?)?"
    r"([a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [a-z]{3,9}\.? \d{4}|\d{4}-\d\d-\d\d)\b.*",
    re.IGNORECASE,
)
_LINES_WITH_STAMPS = 8
_HASHED = ("text", "title", "author", "publisher", "published", "url")


def clean(raw: RawArticle) -> Article:
    """Return the article with its encoding repaired and the page's boilerplate taken off.

    What the source states of itself wins over what the text says; what neither says stays
    None. Cleaning a clean text changes nothing.
    """
    text, told = _settled(raw.text)
    byline = find_byline(text)
    author = _person(raw.author)
    # Some sources put both names into one: "Ann Lee, The Wire".
    stated = find_byline(f"By {author}") if author else Byline()
    article = Article(
        article_id=raw.article_id,
        text=text,
        title=_repaired(raw.title) or find_title(text),
        author=stated.author or author or byline.author,
        publisher=_repaired(raw.publisher) or stated.publisher or byline.publisher,
        published=_published(raw),
        url=raw.url,
        source=raw.source,
        changes=told,
        language=language_of(text),
        pages=page_starts(raw.text, raw.pages, text),
    )
    values = [getattr(article, name) for name in _HASHED]
    return replace(article, content_hash=hashlib.sha256(json.dumps(values).encode()).hexdigest())


def _settled(text: str) -> tuple[str, tuple[str, ...]]:
    """Repair and strip until nothing changes any more; say what was done."""
    hidden, repaired = len(text) - len(_visible(text)), False
    removed: Changes = Counter()
    for _ in range(_ROUNDS):
        sound = _repair(text)
        repaired = repaired or _SPACES.sub(" ", _visible(text)) != sound
        stripped = sound
        for without in (without_markup, without_orders, without_boilerplate):
            stripped, gone = without(stripped)
            removed += gone
        settled = _tidy(stripped)
        if settled == text:
            break
        text = settled
    if hidden:
        removed["invisible character", "invisible characters"] += hidden
    return text, _told(repaired, removed)


def _repair(text: str) -> str:
    """Undo wrong decodings; quotation marks, ligatures and wide letters stay as printed."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: unescape(match[0]), _AMPERSANDS.sub("&", text))
    lines = (line if line.isascii() else _decoded_anew(line) for line in scrub(text).split("\n"))
    sound = _CONTROLS.sub("", scrub("\n".join(lines)))
    # The escapes of addresses where they stand in prose: ``35%2C000``.
    return _SPACES.sub(" ", _visible(_ESCAPE.sub(_escape_undone, sound)))


def _visible(text: str) -> str:
    joined = "\u200c" in text or "\u200d" in text
    return _INVISIBLE.sub("", _JOINERS.sub("", text) if joined else text)


def _escape_undone(match: re.Match[str]) -> str:
    before = _BLANK.split(match.string[max(0, match.start() - _LONGEST_WORD) : match.start()])[-1]
    after = _BLANK.split(match.string[match.end() : match.end() + _LONGEST_WORD])[0]
    address = any(sign in before + after for sign in ("/", "=", "www."))
    return match[0] if address or not before else unquote(match[0])


def _decoded_anew(line: str) -> str:
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_text(line, config)


def _tidy(text: str) -> str:
    """Strip line ends, allow one blank line in a row, take a trailing sign-off away."""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return _SIGN_OFF.sub("", text).rstrip()


def _told(repaired: bool, removed: Changes) -> tuple[str, ...]:
    """Say each change in a sentence of its own."""
    told = ["Repaired wrongly decoded characters."] if repaired else []
    for (one, many), count in removed.items():
        told.append(f"Removed {count} {one if count == 1 else many}.")
    return tuple(told)


def _repaired(value: str | None) -> str | None:
    """Return metadata as one repaired line; None where it gives orders to a machine."""
    line = " ".join(without_markup(_repair(value))[0].split()) if value else ""
    return None if orders(line) else line or None


def _person(value: str | None) -> str | None:
    """Return an author without the word "By" in front."""
    name = _repaired(value)
    return re.sub(r"^(?:by|BY|By):? ", "", name) or None if name else None


def _published(raw: RawArticle) -> str | None:
    """Return the date that the source gives, else that of a stamp above the text."""
    if raw.published:
        return parse_date(raw.published)
    if raw.date_unread:
        return None
    return _stamped_date(raw.text.split("\n", 40)[:40])


def _stamped_date(lines: Sequence[str]) -> str | None:
    """Return the day that a stamp says the article was published; "Updated" alone is none."""
    filled = [line.strip() for line in lines if line.strip()]
    for line in filled[:_LINES_WITH_STAMPS]:
        if is_time_stamp(line) and (match := _STAMPED_DAY.fullmatch(line)):
            return parse_date(match[1])
    return None
