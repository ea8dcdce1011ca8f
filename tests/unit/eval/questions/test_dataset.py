from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions.dataset import Passage, load_questions, seeds_corpus, seeds_questions
from eval.scoring.answer_score import normalise, occurs
from index.errors import UsageError

GOOD: dict[str, Any] = {"id": "a", "question": "Who met?", "must_include": [["ministers"]]}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_short_record_gets_the_defaults(tmp_path: Path) -> None:
    (question,) = load_questions(write(tmp_path, GOOD))
    assert (question.type, question.answerable, question.history) == ("other", True, ())
    assert question.must_include == (("ministers",),)


def test_a_full_record_is_read(tmp_path: Path) -> None:
    row = GOOD | {
        "type": "quote",
        "history": [{"role": "user", "content": "Hello"}],
        "evidence": [{"article_id": "x", "quote": "ministers met"}],
        "evidence_any_of": [[{"article_id": "x", "quote": "met"}]],
        "speaker": "Kari Nordmann",
        "spoken": None,
        "note": "an unknown key",
    }
    (question,) = load_questions(write(tmp_path, row))
    assert question.evidence == (Passage(article_id="x", quote="ministers met"),)
    assert question.evidence_any_of == ((Passage(article_id="x", quote="met"),),)
    assert question.history[0]["content"] == "Hello"
    assert question.spoken is None


def test_order_empty_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + json.dumps(GOOD), "", "  ", GOOD | {"id": "b"})
    assert [q.id for q in load_questions(path)] == ["a", "b"]


def test_a_line_separator_inside_a_string_does_not_cut_the_line(tmp_path: Path) -> None:
    row = json.dumps(GOOD | {"answer": "one\u2028two"}, ensure_ascii=False)
    assert load_questions(write(tmp_path, row))[0].answer == "one\u2028two"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "line 2"),
        ("[]", "line 2"),
        ({"id": "b", "must_include": [["x"]]}, "question"),
        (GOOD | {"id": 7}, "id"),
        (GOOD | {"id": "b", "must_include": "ministers"}, "must_include"),
        (GOOD | {"id": "b", "must_include": [["x", 3]]}, r"must_include\.0\.1"),
        (GOOD | {"id": "b", "must_include": []}, "must_include is empty"),
        (GOOD | {"id": "b", "question": "  "}, "question is empty"),
        (GOOD | {"id": "b", "answerable": "yes"}, "answerable"),
        (GOOD | {"id": "b", "history": [{"role": "system", "content": "x"}]}, r"history\.0"),
        (GOOD | {"id": "b", "history": [{"role": "user"}]}, r"history\.0"),
        (GOOD, "twice"),
    ],
)
def test_a_bad_line_is_named_with_its_field(tmp_path: Path, line: object, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        load_questions(write(tmp_path, GOOD, line))
    assert "line 2" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file_no_question_and_no_text_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Cannot read"):
        load_questions(tmp_path / "missing.jsonl")
    with pytest.raises(UsageError, match="no question"):
        load_questions(write(tmp_path, ""))
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        load_questions(tmp_path / "set.jsonl")


@given(junk=st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_line(
    junk: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("junk") / "set.jsonl"
    path.write_text(junk, encoding="utf-8")
    with pytest.raises(UsageError):
        load_questions(path)


def test_the_shipped_set_has_the_promised_mix() -> None:
    questions = seeds_questions()
    assert Counter(q.type for q in questions) == {
        "quote": 12, "number": 8, "date": 5, "fact": 14, "followup": 5,
        "absent": 5, "not_said": 7, "false_premise": 4, "outside": 4,
    }  # fmt: skip
    assert sum(q.answerable for q in questions) == 44
    assert len({q.question for q in questions}) == 64


def test_every_shipped_passage_stands_in_the_article() -> None:
    (path,) = seeds_corpus()
    text = path.read_text(encoding="utf-8")
    for question in seeds_questions():
        sets = [question.evidence, question.near_miss, *question.evidence_any_of]
        passages = [passage for chosen in sets for passage in chosen]
        assert all(p.quote in text and p.article_id == path.name for p in passages), question.id
        assert (question.spoken or "") in text
        assert bool(question.evidence) == question.answerable
        assert bool(question.history) == (question.type == "followup")


def test_every_shipped_reference_answer_passes_its_own_rule() -> None:
    for question in seeds_questions():
        text = normalise(question.answer or "")
        assert all(any(occurs(a, text) for a in group) for group in question.must_include), asdict(
            question
        )
        if question.answerable:
            assert not any(occurs(s, text) for s in question.must_not_include)
