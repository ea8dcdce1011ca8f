"""Turn a follow-up into a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.question.follow_up.in_place import in_its_place
from rag.question.talk import talk_in
from rag.rewriting import Rewriter, Said
from rag.types import Turn

_SURE = re.compile(
    r"^\W*(?:(?:but|and|so)\W+)?(?:are|is|was) (?:you|that|this|it) (?:\w+ly )?(?:sure|certain|true|right|correct)"
    r"(?: (?:of|about) (?:that|this|it))?\W*$|^\W*(?:really|seriously)\W*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:what|who|where|when|anything|anyone|something|someone|nothing) (?:else|more)\b|"
    r"\b(?:any|what|which|who|the) others?\b|\b(?:besides|apart from|other than) (?:that|this|him|her|it|them)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_CITED = re.compile(r"\[\d+\]")
# "Yes.", "No.", "Partly.": the first sentence of an answer that names nothing.
_ONE_WORD = re.compile(r"^\s*\w+\.\s+")
# What an answer without citations says where it is none; one by somebody else may well be without.
_REFUSES = re.compile(
    r"\b(?:not|no|nothing|nobody|none|never|cannot|n['’]t)\b[^.]*\b(?:articles?|sources?|say|said|mention|quoted|found|"
    r"find|answer|know|information)\b|\b(?:articles|sources)\b[^.]*\b(?:not|no|nothing|nobody|none)\b|\bask\b",
    re.IGNORECASE,
)
# Nobody points further back; so much of each turn is read, or a question would cost what its history does.
LAST_TURNS, LONGEST_ASKED, LONGEST_ANSWER = 16, 1_000, 3_000
# So many answers are read, the latest.
ANSWERS = 3


def standalone(question: str, history: Sequence[Turn], rewriter: Rewriter | None) -> str:
    """Return the question with what it borrows from the conversation spelled out.

    Each earlier question stands alone before the next is read beside it. "And Merz?" and "In 2023?" take
    the place of their like in the question before; all else is the rewriter's. A refusal lends
    the question that it refused, never its own words.

    Args:
        question: as asked.
        history: the turns before, oldest first.
        rewriter: says which words of the conversation a question needs; without one it stays as asked.
    """
    if rewriter is None:
        return question
    exchanges: list[tuple[str, str]] = []
    for asked, answer in _exchanges(history):
        exchanges.insert(0, (_resolved(asked, exchanges, rewriter), answer))
    return _resolved(question, exchanges, rewriter)


def told(question: str, history: Sequence[Turn]) -> str:
    """Return what was answered so far, if the question asks what there is beside it; else nothing.

    Args:
        question: as asked.
        history: the turns before, oldest first.
    """
    if not _ELSE.search(question):
        return ""
    return " ".join(answer for _asked, answer in _exchanges(history) if answer)


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Yield the last (question, answer), without what was no question and what was no answer."""
    history = history[-LAST_TURNS:]
    ours = any(turn.role == "assistant" and _CITED.search(turn.content) for turn in history)
    for at, turn in enumerate(history):
        asked = turn.content[:LONGEST_ASKED]
        talk = talk_in(asked) if turn.role == "user" else None
        if turn.role != "user" or (talk is not None and talk.kind != "text"):
            continue
        follows = history[at + 1] if at + 1 < len(history) else None
        answered = follows is not None and follows.role == "assistant"
        content = follows.content[:LONGEST_ANSWER] if follows is not None and answered else ""
        content = _ONE_WORD.sub("", content)
        told = _CITED.search(content) if ours else not _REFUSES.search(content)
        yield asked, content if told else ""


def _resolved(question: str, exchanges: Sequence[tuple[str, str]], rewriter: Rewriter) -> str:
    """Return a question standing alone, after exchanges of which the newest comes first."""
    if not exchanges:
        return question
    before = exchanges[0][0]
    if _SURE.match(question):
        return before
    if (put := in_its_place(question, before)) is not None:
        return put
    said = [*_said(exchanges)]
    if _ELSE.search(question) and _PERSON.search(question):
        # "What else did she say?": neither what was asked about nor what she said; an answer may name her.
        answers = (_QUOTED.sub("", part.text) for part in said if part.answer)
        named = rewriter.rewrite(question, [Said(text, answer=True) for text in answers])
        if named != question:
            return named
    return rewriter.rewrite(question, said)


def _said(exchanges: Sequence[tuple[str, str]]) -> Iterator[Said]:
    for at, (asked, answer) in enumerate(exchanges):
        yield Said(asked)
        if answer and at < ANSWERS:
            yield Said(" ".join(_CITED.sub("", answer).split()), answer=True)
