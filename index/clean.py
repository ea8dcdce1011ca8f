"""RawArticle → Article: encoding repaired, page furniture off, byline read."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass

from index.dates import parse_date
from index.types import Article, RawArticle

# What each pattern takes off, as a whole line only: article sentences never match.
_FURNITURE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^\W*(?:{pattern})\W*$", re.IGNORECASE))
    for name, pattern in (
        ("page marker", r"(?:top|bottom|end) of page|back to top|skip to (?:main )?content"),
        ("image credit", r"(?:image|photo|picture)(?: source| credit)?s?\s*[:/].{0,100}|"
                         r"(?:photo|image|picture) by .{0,80}|.{0,60}/ ?(?:getty images|ap photo|reuters|afp)|"
                         r"\(?(?:getty images?|ap photo|file photo)\)?"),
        ("comment prompt", r"(?:\d+ )?comments?|leave a (?:comment|reply)|write a comment.{0,20}|"
                           r"join the (?:conversation|discussion)|log in to comment"),
        ("link list", r"more (?:news|stories|from .{1,40}|on this)|related(?: (?:articles?|stories|news|posts))?|"
                      r"you (?:may|might) also like|recommended(?: for you)?|most (?:read|popular)|"
                      r"read (?:more|next|also)\s*(?::.{0,150})?|see also\s*:.{0,150}|recent posts|see all"),
        ("share bar", r"(?:share|print|email|tweet|copy link|save|bookmark|follow us)(?: this)?"
                      r"(?: (?:article|story|page|post))?(?: on .{1,30})?|facebook|twitter|linkedin|whatsapp"),
        ("advertisement", r"(?:advertisements?|sponsored(?: content)?|ad|story continues below.{0,40})"),
        ("newsletter box", r"(?:sign up|subscribe)\b.{0,120}(?:newsletter|inbox|alerts?|updates|now|today)|"
                           r"subscribe|get (?:our|the) .{0,60}newsletter.{0,60}"),
        ("timestamp", r"(?:updated|published|posted|last (?:updated|modified))\b\s*:?\s*[^.!?]{0,60}\d[^.!?]{0,40}"),
        ("machine summary", r"ai[- ](?:assisted|generated) summary.{0,40}|listen to this article.{0,40}|"
                            r"\d+ min(?:ute)?s? read"),
        ("click prompt", r"click here\b.{0,100}|(?:tap|click) to .{0,40}"),
    )
)  # fmt: skip
_BYLINE_STAFF = re.compile(
    r"^(?:by\s+)?(?P<author>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}),\s*"
    r"(?P<publisher>[A-Z][\w’'&. ]{1,40}?) (?:staff|correspondent|reporter|staff writer)$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^by:?\s+(?P<author>[A-Z][\w.’'-]+(?:(?: and|,)? [A-Z][\w.’'-]*){1,7})"
    r"(?:\s*[|,/–-]\s*(?P<publisher>[A-Z][\w’'&. ]{1,40}))?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z ./]+(?:, [A-Za-z.]+ \d{1,2})? )?\((?P<publisher>Reuters|Xinhua|AP|AFP|Bloomberg)\)\s*[-–—]"
)
_DATE_LABEL = re.compile(r"^(?:published|posted|date|updated)\s*(?:on)?\s*[:.]?\s*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_HEAD_LINES = 12
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What the first lines say of the article."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None


def clean(raw: RawArticle) -> Article:
    """Return the article as it is stored, cited and searched; never raises on any text."""
    text, repaired = _repaired(raw.text)
    text, removed = _without_furniture(text)
    head = _head(text)
    title = _line(raw.title) or head.title
    changes = [f"Removed {n} {name}{'s' if n > 1 else ''}." for name, n in removed.items()]
    if repaired:
        changes.insert(0, "Repaired broken characters.")
    metadata = {
        "title": title,
        "author": _line(raw.author) or head.author,
        "publisher": _line(raw.publisher) or head.publisher,
        "published": raw.published or head.published,
        "url": raw.url,
    }
    return Article(
        article_id=raw.article_id,
        text=text,
        source=raw.source,
        content_hash=_hash(text, metadata),
        changes=tuple(changes),
        **metadata,
    )


def _repaired(text: str) -> tuple[str, bool]:
    """Undo mojibake and take out control characters; curly quotes stay curly."""
    import ftfy

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _CONTROL.sub("", text.replace("\t", " ").replace("\u2028", "\n"))
    config = ftfy.TextFixerConfig(
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        unescape_html=False,
        normalization="NFC",
    )
    fixed = _CONTROL.sub("", ftfy.fix_text(plain, config))
    return re.sub(r"[^\S\n]", " ", fixed), fixed != plain


def _without_furniture(text: str) -> tuple[str, Counter[str]]:
    """Drop lines that are furniture; keep everything else, with at most one blank line between."""
    removed: Counter[str] = Counter()
    kept = []
    for line in text.split("\n"):
        name = _furniture(line.strip())
        if name:
            removed[name] += 1
        else:
            kept.append(re.sub(r" {2,}", " ", line).strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), removed


def _furniture(line: str) -> str | None:
    if not line or len(line) > 250:
        return None
    return next((name for name, pattern in _FURNITURE if pattern.match(line)), None)


def _head(text: str) -> _Head:
    """Read title, byline and date off the first lines; what is not stated stays None."""
    lines = [line.strip() for line in text.split("\n")[:_HEAD_LINES]]
    title = _title(lines)
    author = publisher = published = None
    for line in lines[1:] if title else lines:
        byline = _BYLINE_STAFF.match(line) or _BYLINE.match(line)
        if byline and author is None:
            author, publisher = byline["author"].strip(), byline["publisher"] or publisher
        elif dateline := _DATELINE.match(line):
            publisher = publisher or dateline["publisher"]
        elif published is None and len(line) < 60:
            published = parse_date(_DATE_LABEL.sub("", line))
    return _Head(title=title, author=author, publisher=publisher, published=published)


def _title(lines: list[str]) -> str | None:
    """Return the first line if it is a headline: short, no full stop, a blank line after it."""
    if len(lines) < 2 or not lines[0] or lines[1]:
        return None
    first = lines[0].lstrip("# ").strip()
    headline = len(first) <= _LONGEST_TITLE and not first.endswith((".", ",", ";", ":"))
    return first if headline and len(first.split()) >= 2 else None


def _line(value: str | None) -> str | None:
    """Return metadata on one line, without markup of its own; None when nothing is left."""
    if value is None:
        return None
    text, _ = _repaired(value)
    return re.sub(r"\s+", " ", text).strip() or None


def _hash(text: str, metadata: dict[str, str | None]) -> str:
    whole = json.dumps([text, metadata], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
