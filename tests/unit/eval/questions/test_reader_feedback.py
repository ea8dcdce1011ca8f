from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.questions.dataset import load_questions
from eval.questions.reader_feedback import Rated, question_of, records, update
from index.errors import OperationError, UsageError
from index.library import Library

ANSWER: dict[str, Any] = {
    "status": "answered",
    "text": "The duty rose to 25%. [1] It holds. [2]",
    "citations": [
        {"article_id": "a", "quote": "The duty rose to 25%."},
        {"article_id": "b", "quote": "It holds."},
    ],
}
REFUSED: dict[str, Any] = {
    "status": "refused",
    "text": "The articles do not say.",
    "refusal": {"instead": [{"article_id": "a", "quote": "Salmon."}]},
}


def rated(id_: int = 1, *, good: bool = True, **changes: Any) -> Rated:
    return Rated(**({"id": id_, "question": "How high?", "answer": ANSWER, "good": good} | changes))


def test_a_good_answer_is_the_reference() -> None:
    question = question_of(rated(history=({"role": "user", "content": "Steel?"},)))
    assert (question.id, question.type, question.draft) == ("feedback-1", "feedback", False)
    assert question.answer == "The duty rose to 25%. It holds."
    assert [p.article_id for p in question.evidence] == ["a", "b"]
    assert question.history[0]["content"] == "Steel?"


def test_a_good_refusal_must_stay_one() -> None:
    question = question_of(rated(answer=REFUSED))
    assert not question.answerable
    assert question.near_miss[0].quote == "Salmon."
    assert not question.draft


def test_a_bad_answer_waits_for_the_right_one(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    assert update(path, [rated(1, good=False, reason="It was 50%.")]) == (0, 1)
    (row,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert row["draft"] is True
    assert (row["answered"], row["note"]) == (ANSWER["text"], "It was 50%.")
    with pytest.raises(UsageError, match="no accepted question"):
        load_questions(path)
    row |= {"draft": False, "must_include": [["50%"]]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert update(path, [rated(1, good=False), rated(2)]) == (2, 0)
    first, second = load_questions(path)
    assert first.must_include == (("50%",),), "what the reader wrote stays"
    assert second.id == "feedback-2"


def test_a_failed_answer_is_no_reference_even_when_liked() -> None:
    failed = {"status": "failed", "text": "", "error": "It died."}
    assert question_of(rated(answer=failed)).draft


def test_twice_is_once(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    update(path, [rated(1), rated(2, good=False, question="odd \ud83d")])
    before = path.read_bytes()
    update(path, [rated(1), rated(2, good=False, question="odd \ud83d")])
    assert path.read_bytes() == before


@pytest.mark.parametrize("line", ["{broken", "[1]", '{"question": "no id"}'])
def test_a_broken_line_is_named_and_the_file_left(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        update(path, [rated()])
    assert path.read_text(encoding="utf-8") == f"\n{line}\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationError, match="--out"):
        update(tmp_path / "file" / "set.jsonl", [rated()])


def test_the_readers_articles_become_a_corpus(library: Library) -> None:
    found = {record["id"]: record for record in records(library)}
    assert set(found) == {"talks.txt", "grain.txt"}
    assert found["talks.txt"]["text"] == library.article("talks.txt").text
