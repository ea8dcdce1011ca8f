"""Sensible replies to what is not a question about the articles' content."""

from __future__ import annotations

import re

from index.library import Library

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
