"""Questions from a file, one answer a line, in order, whatever stands in a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.errors import TradewireError, UsageError
from index.replacing import replacing
from rag.contract import Answer

Row = dict[str, Any]
Answering = Callable[[str, Sequence[Any]], Row]
"""Answers a question, with its history as the line has it."""


def run(source: Path, target: Path, answer: Answering) -> None:
    """Answer every line of ``source`` into ``target``, which appears whole or not at all.

    Args:
        source: JSON, one question a line.
        target: JSON, one answer a line, in the same order.
        answer: what it raises stands in the answer's place.

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
            stream.write(json.dumps(_answered(line, number, answer), ensure_ascii=False) + "\n")
            stream.flush()
            sys.stderr.write(f"\r{number} done")
    sys.stderr.write("\n")


def _answered(line: str, number: int, answer: Answering) -> Row:
    """Return one line's answer; whatever is wrong with the line stands in it as its error."""
    row: Row = {}
    try:
        value = json.loads(line)
        if not isinstance(value, dict):
            raise UsageError("The line is not a JSON object.")
        row = value
        if not isinstance(question := row.get("question"), str):
            raise UsageError('The line has no "question" text.')
        return {"id": row.get("id"), **answer(question, row.get("history") or ())}
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
