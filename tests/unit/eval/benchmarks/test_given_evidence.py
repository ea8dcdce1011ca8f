"""Questions that bring their evidence along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.benchmarks.given_evidence import Case, Outcome, ask, cases, table
from eval.questions.dataset import Question
from index.errors import UsageError
from rag.contract import Answer
from tests.helpers.fakes import WordEmbedder

RGB = {
    "id": 7,
    "query": "duty on copper 2019",
    "answer": [["3 percent", "3%"]],
    "positive": ["The duty on copper was 3 percent in 2019.", "Copper: 3%."],
    "negative": ["Ships wait in Lima.", "Wool is shorn in May."],
}
MULTIHOP = [
    {"query": "Who sold copper?", "answer": "Peru", "question_type": "inference_query",
     "evidence_list": [{"title": "Lima", "fact": "Peru sold copper.", "url": "https://x.example/1"}]},
    {"query": "Who sold tin?", "answer": "Insufficient information.", "question_type": "null_query",
     "evidence_list": []},
]  # fmt: skip


def written(folder: Path, *rows: object) -> Path:
    path = folder / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_rgb_is_asked_over_all_passages_and_over_those_without_the_answer(tmp_path: Path) -> None:
    answered, refused = cases(written(tmp_path, RGB))

    assert answered.question.question == "duty on copper 2019?"
    assert answered.question.must_include == (("3 percent", "3%"),)
    assert len(answered.records) == 4
    assert not refused.question.answerable
    assert [record["text"] for record in refused.records] == RGB["negative"]


def test_a_question_without_evidence_gets_that_of_another(tmp_path: Path) -> None:
    peru, tin = cases(written(tmp_path, *MULTIHOP))

    assert peru.question.answerable
    assert not tin.question.answerable
    assert [record["title"] for record in tin.records] == ["Lima"]


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither RGB nor MultiHop-RAG"):
        cases(written(tmp_path, {"question": "Who?"}))


def test_what_is_given_is_all_that_is_asked_over(tmp_path: Path) -> None:
    answered, refused = cases(
        written(tmp_path, {**RGB, "query": "How high is the duty on copper?"})
    )
    for case, right in ((answered, True), (refused, True)):
        folder = tmp_path / case.question.id
        folder.mkdir()
        outcome = ask(case, WordEmbedder(), None, folder)
        assert outcome.right is right
    assert outcome.answer.status == "refused"
    assert not outcome.nearest_right


def test_the_table_counts_right_refused_and_wrong() -> None:
    def outcome(*, answerable: bool, status: str, right: bool, nearest: bool) -> Outcome:
        question = Question(id="q", question="q?", type="fact", answerable=answerable)
        answer = Answer(question="q?", standalone_question="q?", status=status, text="",  # type: ignore[arg-type]
                        mode="extractive", model=None)  # fmt: skip
        case = Case(question=question, records=())
        return Outcome(case=case, answer=answer, right=right, nearest_right=nearest)

    shown = table([
        outcome(answerable=True, status="answered", right=True, nearest=True),
        outcome(answerable=True, status="answered", right=False, nearest=True),
        outcome(answerable=True, status="refused", right=False, nearest=True),
        outcome(answerable=False, status="refused", right=True, nearest=False),
    ])  # fmt: skip

    rows = {line.split("|")[1].strip(): line.split("|")[2:] for line in shown.split("\n")[2:]}
    assert [cell.split()[0] for cell in rows["all (4)"] if cell.strip()] == [".50", ".50", ".25"]
    assert rows["always the nearest passage"][0].split()[0] == ".75"
    assert rows["always refused"][0].split()[0] == ".25"
