"""Sensible replies to what is not a question about the articles' content."""

from __future__ import annotations

import re

from index.library import Library
from rag.answering.examples import example_questions

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


def reply(question: str, library: Library) -> str | None:
    """Return a reply to a greeting, thanks or a question about the tool; None for all else."""
    if _GREETING.match(question):
        return f"Hello. I answer from {_articles(library)} that you indexed.{_offer(library)}"
    if _THANKS.match(question):
        return "You are welcome. Ask on, whenever you like."
    if _HELP.search(question):
        return (
            f"I answer questions about the {_articles(library)} in the index: who said what, which "
            "figure, since when, says who. Every sentence of an answer is cited to the exact words, "
            f"and where the articles do not say it, I say so.{_offer(library)}"
        )
    return None


def _articles(library: Library) -> str:
    count = len(library.articles())
    return "1 article" if count == 1 else f"{count:,} articles"


def _offer(library: Library) -> str:
    examples = " ".join(f"“{q}”" for q in example_questions(library, 3))
    return f" You could ask: {examples}" if examples else " Add some, then ask about them."
