"""Why a sentence of an answer may stand there, in words for its reader. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from rag.contract import AnswerSentence, Citation

WORD_FOR_WORD = "Its words stand in the article as they are."
IN_OTHER_WORDS = "Says in other words what its sources say."


def reasons(sentence: AnswerSentence, known: Mapping[int, Citation]) -> list[str]:
    """Return what the checks found for a shown sentence, one phrase each.

    Args:
        sentence: as it is shown.
        known: the citations so far, by number.
    """
    found = [f"{reason[0].upper()}{reason[1:]}." for reason in sentence.reasons if reason]
    first = WORD_FOR_WORD if sentence.support == "verbatim" else IN_OTHER_WORDS
    articles = {known[n].article_id for n in sentence.citations if n in known}
    rests = f"Rests on {_several(len(sentence.citations), 'passage')} of {_several(len(articles), 'article')}."
    return [*(found or [first]), rests]


def _several(n: int, thing: str) -> str:
    return f"one {thing}" if n == 1 else f"{n} {thing}s"
