"""A question about the archive itself: which articles, how many, the newest, who is quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.text.lexicon import AUXILIARIES
from index.text.time_expressions import periods
from index.text.words import content_words, tokens

Wanted = Literal["articles", "number", "newest", "speakers", "summary"]

_THINGS = r"(?:articles?|stories|story|documents?|reports?|sources?|files?|pieces?|texts?|items?|news|anything|everything)"
_ON = r"(?:about|on|regarding|concerning|covering|mentioning|naming|of)"
_HOLD = (
    r"(?:mentions?|mentioned|names?|covers?|covered|discuss(?:es)?|deals? with|talks? (?:about|of)|"
    r"(?:is|are|was|were) (?:there )?(?:about|on)|reports? on|writes? (?:about|of)|refers? to|speaks? of|"
    r"contains?|(?:has|have) (?:the word)|about|on|regarding|concerning|covering|mentioning|naming)"
)
_HERE = (
    r"(?:(?:(?:are|is) (?:there|here|indexed|stored)|do (?:you|we) (?:have|hold|know)|have you(?: got)?|you "
    r"(?:have|hold|know)|in (?:the|this|your|my) (?:archive|index|collection|library|corpus))\b\W*)+"
)
_NEWEST = r"(?:newest|latest|most recent|last|new)"
_SPEAKERS = re.compile(
    r"^\W*(?:and )?(?:who|(?:which|what|how many) (?:people|persons|speakers|officials|sources|politicians|experts)"
    r"|(?:list|name|show)(?: me)? (?:every(?:one|body)|all (?:people|persons|speakers)|the (?:people|speakers))"
    r"(?: who)?)\W+(?:(?:is|are|was|were|has been|have been|gets?|all)\W+)*(?:quoted|cited|on record)\b"
    r"(?:\W+(?:on|about|regarding|concerning|over|in connection with)\s+(?P<topic>.+?))?\W*$",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    rf"^\W*(?:and )?(?P<lead>which|what|how many|(?:list|show|find|name|give)(?: me)?(?: all| every)?(?: the| your)?|"
    rf"(?:is|are) there(?: any| an?| some)?|do (?:you|we) have(?: any| an?| some)?|do any|does any|any)\b"
    rf"(?: of (?:the|these|your|my))?(?P<newest> (?:the )?{_NEWEST})? {_THINGS}\W+(?:{_HERE})?"
    rf"(?:(?:from|by) (?:the )?[A-Z][\w.’'&-]*(?: (?-i:[A-Z])[\w.’'&-]*)* )?(?:(?:that|which|do|does)\W+)?"
    rf"{_HOLD}\s+(?P<topic>.+?)\W*$",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    rf"^\W*(?:and )?(?:where|in (?P<lead>which|what|how many) {_THINGS}) (?:is|are|was|were|do|does)\s+(?P<topic>.+?)\s+"
    r"(?:mentioned|named|discussed|covered|reported on|appear|appears|occur|occurs|come up|comes up)\W*$",
    re.IGNORECASE,
)
_NEW_ON = re.compile(
    rf"^\W*(?:and )?(?:what(?:['’]s| is| are|s)? |show (?:me )?|give me |any(?:thing)? |is there (?:any(?:thing)? )?)?"
    rf"(?:the )?(?:{_NEWEST}|news)(?: (?:news|developments?|word|information|{_THINGS}))?\s+{_ON}\s+(?P<topic>.+?)\W*$",
    re.IGNORECASE,
)
_NEWEST_OF_ALL = re.compile(
    rf"^\W*(?:what(?:['’]s| is| are|s)? |which (?:is|are) |show (?:me )?|list |give me )?(?:the |your )?{_NEWEST}(?: \w+)? "
    rf"(?P<thing>{_THINGS})\W*$",
    re.IGNORECASE,
)
_LISTING = re.compile(
    rf"\b(?:which|what|list|show|how many)\b.{{0,24}}\b{_THINGS}\b.{{0,40}}\b{_HERE}|"
    rf"^\W*(?:list|show)(?: me)?(?: all)?(?: the| your)? {_THINGS}\b|"
    r"\bwhat (?:do|have) you (?:have|got|hold)\b.{0,12}\b(?:from|by|on|about|of|in)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:about|on|mentioning|covering)\s+(?P<topic>.{3,80}?)[?.!]*$", re.IGNORECASE
)
_SUMMARY = re.compile(
    r"^\W*(?:please |can you |could you )?(?:summari[sz]e|sum up|give (?:me )?a summary of)\b|"
    r"\bsummary of (?:this|the|that) (?:article|story|report)\b",
    re.IGNORECASE,
)
# "How many articles has the Hill Post published?", "… were published in May?": of whom and when, no more.
_COUNTED = re.compile(
    r"^\W*(?:and )?(?:which|what|how many|(?:list|show|name|give)(?: me)?(?: all| every)?(?: the| your)?)\s+"
    r"(?:of (?:the|these|your|my) )?(?:articles?|stories|pieces?|items?)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(
    r"\b(?:has|have|did|does|do)\s+(?P<who>(?:the )?[A-Z][\w.’'&-]*(?: (?:[A-Z][\w.’'&-]*|of|and|the))*)\s+"
    r"(?:publish|print|run|ran|carry|carried|write|written|wrote|post|bring|brought)(?:ed)?\b"
)
_PUBLISHING = frozenset(
    "published printed written dated posted appeared appear come came out be been did has have".split()
)
_FROM = re.compile(r"\b(?:from|by)\s+((?:the )?[A-Z][\w.’'&-]*(?: [A-Z][\w.’'&-]*)*)")
_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:the word |the name |the term )|[\"“”„«»]|(?<!\w)['‘]|['’](?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArchive:
    """What is asked of the archive.

    Attributes:
        wants: what kind of line answers.
        topic: what the articles must mention, in the reader's words; None for any.
        publisher: from whom, as written; None for any.
    """

    wants: Wanted
    topic: str | None = None
    publisher: str | None = None


def of_archive(question: str) -> OfArchive | None:
    """Return what a question asks of the archive itself; None for one about the world."""
    if _SUMMARY.search(question):
        return OfArchive(wants="summary")
    publisher = _publisher(question)
    asked = re.sub(rf"\W*{_HERE}\W*$", "", question, flags=re.IGNORECASE)
    if speakers := _SPEAKERS.match(asked):
        return OfArchive(wants="speakers", topic=_topic(speakers["topic"]), publisher=publisher)
    for pattern in (_NEW_ON, _HOLDING, _MENTIONED):
        match = pattern.match(asked)
        topic = _topic(match["topic"]) if match else None
        if match and topic and not set(tokens(topic)) & AUXILIARIES:
            many = _MANY.search(match.groupdict().get("lead") or "")
            newest = pattern is _NEW_ON or match.groupdict().get("newest")
            wants: Wanted = "newest" if newest else "number" if many else "articles"
            return OfArchive(wants=wants, topic=topic, publisher=publisher)
    if newest := _NEWEST_OF_ALL.match(question):
        several = newest["thing"].lower().endswith("s")
        return OfArchive(wants="articles" if several else "newest", publisher=publisher)
    counted = _COUNTED.match(asked)
    if counted and not _rest(counted["rest"]):
        wants = "number" if _MANY.search(question) else "articles"
        return OfArchive(wants=wants, publisher=publisher)
    if _LISTING.search(question):
        named = _TOPIC.search(asked)
        return OfArchive(
            wants="number" if _MANY.search(question) else "articles",
            topic=_topic(named["topic"]) if named else None,
            publisher=publisher,
        )
    return None


def _publisher(question: str) -> str | None:
    by = _PUBLISHED_BY.search(question)
    if by and _COUNTED.match(question):
        return by["who"]
    named = _FROM.search(question)
    return None if named is None or periods(named.group(1)) else named.group(1)


def _rest(words: str) -> set[str]:
    """Return what is said of articles beside their publisher, their time and that they were published."""
    left = _topic(_PUBLISHED_BY.sub(" ", words)) or ""
    return set(content_words(left)) - _PUBLISHING


def _topic(words: str | None) -> str | None:
    """Return a subject without its marks, its publisher and the time, which narrow the articles."""
    if words is None:
        return None
    words = _FROM.sub("", _FRAME.sub("", words))
    for period in reversed(periods(words)):
        words = words[: period.place] + words[period.place + len(period.words) :]
    words = re.sub(r"\s+(?:in|since|until|from|of|by|on|before|after)?\s*$", "", words).strip(
        " ?.!,"
    )
    return words if content_words(words) else None
