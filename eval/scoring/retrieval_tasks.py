"""What counts as found: the sets that retrieval is measured on, each with its rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.questions.dataset import Question, load_questions, seeds_corpus
from eval.questions.inputs import questions_and_sources
from eval.scoring.ranking import gold_articles, renamed
from index.library import Library

if TYPE_CHECKING:
    from rag.rewriting import Rewriter

# Of a result's text so much is read: a system that returns more gains nothing.
READ = 5_000
TASKS = ("trade", "xquad", "realtimeqa")
# An answer that stands in more of the articles is found by anybody.
COMMON = 0.05

Judged = tuple[Sequence[frozenset[str]], Sequence[str]]
"""The sets of relevant results, and the results found, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A set of questions over articles.

    Attributes:
        sources: the articles, as ``tradewire index`` takes them.
        questions: the questions that count, given the library.
        judged: a question and its results, (article id, text) each, to what is measured.
    """

    name: str
    title: str
    sources: list[str]
    questions: Callable[[Library], list[Question]]
    judged: Callable[[Question, Sequence[tuple[str, str]]], Judged]


def tasks(data: Path) -> list[Task]:
    """Return the tasks whose files lie in a folder."""
    known: list[tuple[Callable[..., Task], tuple[str, ...]]] = [
        (_squad, ("xquad/xquad.en.json",)),
        (_trade, ("questions/trade_dev.jsonl", "trade-news/corpus_trade_dev.jsonl")),
        (_realtime, ("realtimeqa/questions_2025.jsonl", "realtimeqa/corpus_2025.jsonl")),
    ]
    files = [(task, [data / name for name in names]) for task, names in known]
    return [task(*paths) for task, paths in files if all(path.exists() for path in paths)]


def _squad(path: Path) -> Task:
    read, sources = questions_and_sources(str(path), ())
    return Task(
        name="xquad",
        title="XQuAD, English",
        sources=sources,
        questions=lambda _library: list(read.questions),
        judged=_by_article,
    )


def _trade(path: Path, press: Path) -> Task:
    from rag.rewriting import OnnxRewriter

    rewriter = OnnxRewriter()
    asked = [_standing_alone(q, rewriter) for q in load_questions(path) if q.answerable]
    seed = seeds_corpus()[0]
    named = [renamed(q, lambda id_: seed.name if id_ == "seed" else id_) for q in asked]
    return Task(
        name="trade",
        title="Trade press",
        sources=[str(press), str(seed)],
        questions=lambda library: [renamed(q, library.original_of) for q in named],
        judged=_by_article,
    )


def _realtime(path: Path, articles: Path) -> Task:
    read, sources = questions_and_sources(str(path), (str(articles),))
    return Task(
        name="realtimeqa",
        title="RealTimeQA 2025",
        sources=sources,
        questions=lambda library: _telling(read.questions, library),
        judged=_by_answer,
    )


def _standing_alone(question: Question, rewriter: Rewriter) -> Question:
    """Return a follow-up as the question that the product makes of it."""
    from rag.question.follow_up import standalone
    from rag.types import Turn

    turns = [Turn(role=t["role"], content=t["content"]) for t in question.history]  # type: ignore[arg-type]
    return replace(question, question=standalone(question.question, turns, rewriter))


def _telling(questions: Sequence[Question], library: Library) -> list[Question]:
    """Keep the questions whose answer stands in an article, and in few."""
    texts = [_plain(library.article(row.article_id).text) for row in library.articles()]

    def holding(question: Question) -> int:
        answers = [_plain(answer) for answer in question.references]
        return sum(any(answer in text for answer in answers) for text in texts)

    return [q for q in questions if 0 < holding(q) <= COMMON * len(texts)]


def _by_article(question: Question, results: Sequence[tuple[str, str]]) -> Judged:
    return gold_articles(question), list(dict.fromkeys(id_ for id_, _text in results))


def _by_answer(question: Question, results: Sequence[tuple[str, str]]) -> Judged:
    """A result is relevant when the beginning of its text holds the answer."""
    relevant = {
        str(number)
        for number, (_id, text) in enumerate(results)
        if any(_plain(answer) in _plain(text[:READ]) for answer in question.references)
    }
    return [frozenset(relevant or {"none"})], [str(number) for number in range(len(results))]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())
