"""Readers' verdicts become questions: what was good must stay, what was bad waits for its answer.

An answer marked as good is the reference of its question; a refusal marked as good makes the
question one that the articles do not answer. What was marked as bad is a draft: it says what was
answered and why that was bad, and a person writes down what would have been right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.questions.dataset import Passage, Question, numbered_lines
from index.errors import UsageError
from index.library import Library
from index.replacing import replacing

TYPE = "feedback"
_MARKS = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An answer with a reader's verdict.

    Attributes:
        id: a number that no other answer has.
        answer: what ``Answer.to_dict`` gave.
        history: earlier turns, oldest first: "role" and "content".
    """

    id: int
    question: str
    answer: Mapping[str, Any]
    good: bool
    reason: str | None = None
    history: tuple[dict[str, str], ...] = ()


def question_of(rated: Rated) -> Question:
    """Return the question that a verdict makes; a draft where a person must say what is right."""
    answer = rated.answer
    kept: dict[str, Any] = {"id": f"{TYPE}-{rated.id}", "type": TYPE, "history": rated.history}
    if not rated.good or answer["status"] == "failed":
        return Question(question=rated.question, draft=True, **kept)
    if answer["status"] == "refused":
        said = (answer.get("refusal") or {}).get("instead") or ()
        return Question(
            question=rated.question, answerable=False, near_miss=_passages(said), **kept
        )
    return Question(
        question=rated.question,
        answer=_MARKS.sub("", answer["text"]),
        evidence=_passages(answer.get("citations") or ()),
        **kept,
    )


def update(path: Path, rated: Sequence[Rated]) -> tuple[int, int]:
    """Add to a question set what has no row there; rows that are there stay as they were edited.

    Args:
        path: of the question set; made if it is not there.
        rated: answers that readers rated.

    Returns:
        How many rows are ready to be asked, and how many are drafts.

    Raises:
        UsageError: a line of the file is not a question.
        OperationError: it cannot be written; it is as it was.
    """
    rows = list(_rows(path)) if path.exists() else []
    known = {row["id"] for row in rows}
    rows += [row for r in rated if (row := _row(r))["id"] not in known]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with replacing(path, "the questions", "name another with --out") as beside:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(lines, encoding="utf-8", errors="backslashreplace")
    drafts = sum(row.get("draft", False) is True for row in rows)
    return len(rows) - drafts, drafts


def records(library: Library) -> list[dict[str, Any]]:
    """Return the articles of an index as corpus records, to be indexed for an evaluation."""
    names = ("title", "text", "publisher", "author", "published", "url")
    articles = (library.article(row.article_id) for row in library.articles())
    return [{"id": a.article_id} | {name: getattr(a, name) for name in names} for a in articles]


def _row(rated: Rated) -> dict[str, Any]:
    """Return a line of the set; a draft carries what the person who corrects it should see."""
    row = asdict(question_of(rated))
    if row["draft"]:
        row["answered"] = rated.answer.get("text") or rated.answer.get("error")
        row["note"] = rated.reason or "marked as bad, without a reason"
    return row


def _passages(cited: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    return tuple(Passage(article_id=c["article_id"], quote=c["quote"]) for c in cited)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows that are there."""
    for number, line in numbered_lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}, line {number}: {error.msg}; correct the line.") from error
        if not isinstance(row, dict) or "id" not in row:
            raise UsageError(f'{path}, line {number}: no question with an "id"; correct the line.')
        yield row
