"""Questions from a file, one answer a line, in order, whatever stands in a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.errors import TradewireError, UsageError
from index.replacing import replacing
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.request import Asked
from rag.types import Filters, FoundPassage, Turn
from ui.json_forms import result_dict

Row = dict[str, Any]


def run(source: Path, target: Path, answer_row: Callable[[Row], Row]) -> None:
    """Answer every line of ``source`` into ``target``, which appears whole or not at all.

    Args:
        source: JSON, one question a line.
        target: JSON, one answer a line, in the same order.
        answer_row: makes a line of answers from one of questions; what it raises stands in its place.

    Raises:
        UsageError: there is no such file, or target and source are the same.
        OperationError: the target cannot be written.
    """
    if not source.is_file():
        raise UsageError(f"There is no file {source}; name a .jsonl with one question a line.")
    if target.exists() and target.samefile(source):
        raise UsageError(f"--out {target} is the input file; name another.")
    with (
        replacing(target, "", "name another with --out") as beside,
        beside.open("w", encoding="utf-8") as stream,
        source.open(encoding="utf-8", errors="replace") as lines,
    ):
        for number, line in enumerate(lines, 1):
            stream.write(json.dumps(_answered(line, number, answer_row), ensure_ascii=False) + "\n")
            stream.flush()
            sys.stderr.write(f"\r{number} done")
    sys.stderr.write("\n")


def asked(row: Row, chain: AnswerChain, filters: Filters, top_k: int | None) -> Row:
    """Return the answer to one row.

    Args:
        row: "question", and optionally "id" and "history".
        chain: what answers.
        filters: which articles may be looked at.
        top_k: how many chunks retrieval hands on; None takes the setting's.
    """
    history = tuple(
        Turn(role=turn["role"], content=str(turn["content"])) for turn in row.get("history") or ()
    )
    question = Asked(question=_question(row), history=history, filters=filters, top_k=top_k)
    return {"id": row.get("id"), **chain.invoke(question).to_dict()}


def searched(row: Row, find: Callable[[str], Sequence[FoundPassage]]) -> Row:
    """Return the passages that ``find`` gives for one row.

    Args:
        row: "question", and optionally "id".
        find: returns the passages for a question.
    """
    results = find(_question(row))
    return {"id": row.get("id"), "results": [result_dict(result) for result in results]}


def _question(row: Row) -> str:
    question = row.get("question")
    if not isinstance(question, str):
        raise UsageError('The line has no "question" text.')
    return question


def _answered(line: str, number: int, answer_row: Callable[[Row], Row]) -> Row:
    """Return one line's answer; whatever is wrong with the line stands in it as its error."""
    row: Row = {}
    try:
        value = json.loads(line)
        if not isinstance(value, dict):
            raise UsageError("The line is not a JSON object.")
        row = value
        return answer_row(row)
    except json.JSONDecodeError as error:
        return _failed(row, f"Line {number} is not JSON: {error.msg}.")
    except (KeyError, TypeError, AttributeError) as error:
        return _failed(row, f"Line {number} is not a question record: {error!r}.")
    except TradewireError as error:
        return _failed(row, f"Line {number}: {error}")


def _failed(row: Row, message: str) -> Row:
    question = str(row.get("question") or "")
    answer = Answer(
        question=question,
        standalone_question=question,
        status="failed",
        text="",
        mode="extractive",
        error=message,
    )
    return {"id": row.get("id"), **answer.to_dict(), "results": []}
