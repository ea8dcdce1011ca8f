"""Values that flow through the index. All frozen; all offsets are into ``Article.text``.

The one invariant: for every value with ``start``, ``end`` and ``text``,
``article.text[start:end] == text``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """What is known of an article, raw or clean.

    Attributes:
        article_id: stable id; given by the record, else derived from URL or relative path.
        title, author, publisher, published, url: what the source states, else None.
        source: the file it came from, with the line for a record file (for reports).
        pages: where each printed page begins in ``text``; empty where there are none.
    """

    article_id: str
    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    source: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle(_Stated):
    """One article as it was read, before cleaning: its text still has the boilerplate of the page.

    Attributes:
        problems: what could not be understood on the way (an unreadable date, lost bytes).
        date_unread: a date is stated and could not be understood.
    """

    problems: tuple[str, ...] = ()
    date_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A source, or one record of it, that gave no article.

    Attributes:
        status: "unchanged" where a site says that nothing is new since the last visit.
        reason: what a person can act on.
    """

    source: str
    status: Literal["skipped", "failed", "unchanged"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(_Stated):
    """One clean article; ``published`` is an ISO 8601 date (``2025-04-09``) or date-time.

    Attributes:
        content_hash: SHA-256 over text and metadata; tells "changed" from "unchanged".
        changes: what cleaning did, one human sentence each.
        language: ISO 639-1 code, None where the text is too short to tell.
    """

    content_hash: str = ""
    changes: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; ``number`` counts from 0 within the article, ``paragraph`` likewise."""

    article_id: str
    number: int
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A window of whole sentences ``first_sentence … last_sentence`` (both included).

    ``title`` is its article's, which is embedded and searched with it; empty if there is none.
    """

    article_id: str
    chunk_id: str
    first_sentence: int
    last_sentence: int
    start: int
    end: int
    text: str
    title: str = ""


Stance = Literal["said", "denied", "disputed", "supposed", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that somebody said or wrote.

    Attributes:
        start, end, text: the words inside the marks ("direct"), or the clause that
            reports them ("reported").
        speaker: full name as far as the article gives it; for an unnamed source or an
            institution what the article calls it; None if unknown.
        mention: the words in the text that name the speaker here ("Li", "he").
        role: "Chinese Vice Commerce Minister", None if not given.
        verb: the cue as written ("said", "told", "according to").
        group: parts of one interrupted quotation share it; counts from 0 per article.
        rule: in a few words, why this speaker was chosen; None if nobody was.
        stance: "said", unless the article has the words as denied (by or of the speaker),
            as disputed (a charge, a forgery), as supposed ("if he says so"), or as
            what was asked. Words that are not "said" are nobody's statement.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    mention: str | None
    role: str | None
    verb: str | None
    kind: Literal["direct", "reported"]
    group: int
    rule: str | None = None
    stance: Stance = "said"


class Stretch(Protocol):
    """A part of an article's text."""

    @property
    def start(self) -> int:
        """Return where it begins."""

    @property
    def end(self) -> int:
        """Return the place behind its last character."""


def overlap(a: Stretch, b: Stretch) -> bool:
    """Tell whether two stretches of one article's text share a character.

    Args:
        a: a stretch.
        b: another of the same article.
    """
    return a.start < b.end and a.end > b.start


def touched(sentences: Sequence[Sentence], by: Stretch) -> Sequence[Sentence]:
    """Return the sentences that share a character with a stretch.

    Args:
        sentences: of one article, in order.
        by: a stretch of the same article.
    """
    first = bisect_right(sentences, by.start, key=lambda s: s.end)
    return sentences[first : bisect_left(sentences, by.end, key=lambda s: s.start)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a server calls a version of a page; sent back, it answers only if that has changed."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A clean article, and the hash of what it was cleaned from."""

    article: Article
    raw_hash: str
