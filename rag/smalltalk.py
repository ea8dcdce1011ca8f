"""Sensible replies to what is not a question about the articles' content."""

from __future__ import annotations

import re

from index.library import Library
from rag.cite import Checked
from rag.types import Evidence

_GREETING = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|hallo|bonjour)\b[\s!.,]*"
    r"(?:there|tradewire|all|everyone)?[\s!.?]*$",
    re.I,
)
_THANKS = re.compile(
    r"^(?:thanks|thank you|thx|great|ok|okay|cool|bye|goodbye)\b[\w\s!.,]{0,20}$", re.I
)
_HELP = re.compile(
    r"^(?:help|\?+)$|\bwhat (?:can|do) you (?:do|know|answer)\b|\bhow do(?:es)? (?:this|it|you) work\b|"
    r"\bwho are you\b|\bwhat are you\b|\bwhat (?:can|should) i ask\b",
    re.I,
)
_ARTICLES = re.compile(
    r"\b(?:which|what|list|show)\b.{0,20}\b(?:articles?|documents?|sources|files)\b.{0,12}"
    r"\b(?:do you have|have you|are (?:there|indexed|in)|you (?:have|know|hold))|"
    r"^(?:list|show)(?: me)?(?: all)?(?: the| your)? (?:articles|documents|sources)[\s.?!]*$",
    re.I,
)
LISTED = 10


def reply(question: str, library: Library) -> str | None:
    """Return a reply to a greeting, thanks or a question about the tool; None for all else."""
    examples = " ".join(f"“{q}”" for q in library.example_questions(3))
    count = len(library.articles())
    articles = "1 article" if count == 1 else f"{count:,} articles"
    if _GREETING.match(question):
        return f"Hello. I answer from {articles} that you indexed. You could ask: {examples}"
    if _THANKS.match(question):
        return "You are welcome. Ask on, whenever you like."
    if _HELP.search(question):
        return (
            f"I answer questions about the {articles} in the index: who said what, which figure, "
            "since when, says who. Every sentence of an answer is cited to the exact words, and "
            f"where the articles do not say it, I say so. You could ask: {examples}"
        )
    return None


def listing(question: str, library: Library) -> tuple[str, list[Checked]] | None:
    """Return an opening and one cited line per article, for a question about what is indexed."""
    if not _ARTICLES.search(question):
        return None
    rows = library.articles()
    shown = []
    for row in rows[:LISTED]:
        first = library.sentences(row.article_id)[0]
        evidence = Evidence(
            article_id=row.article_id,
            chunk_id=library.chunk_of(row.article_id, 0),
            sentence=0,
            start=first.start,
            end=first.end,
            text=first.text,
            score=1.0,
        )
        details = ", ".join(part for part in (row.publisher, (row.published or "")[:10]) if part)
        name = row.title or first.text
        line = f"{name} ({details})" if details else name
        shown.append(Checked(text=line, evidence=(evidence,), support="supported"))
    return f"{len(rows):,} in all", shown
