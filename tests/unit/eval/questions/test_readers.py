from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions.readers import read_set
from index.errors import UsageError

SAMPLES = {
    "squad.json": '{"data": [{"title": "T", "paragraphs": [{"context": "It fell to 308 points.", '
    '"qas": [{"id": "1", "question": "To what?", "answers": [{"text": "308", "answer_start": 11}]}]}]}]}',
    "quiz.jsonl": '{"question_id": "q", "question": "How?", "answer_text": ["By sea"], '
    '"answer_string_in_docs": ["d1"]}\n',
    "hops.jsonl": '{"id": "1", "question": "Did it?", "question_type": "temporal_query", "answer": '
    '"Yes", "evidence_list": [{"title": "T", "url": "u", "fact": "It rose."}]}\n',
    "mine.csv": "question,answer\nWho met?,Ministers\n",
}


def complaint(path: Path) -> str | None:
    """Return what is said of a file that cannot be read, None if it gives questions."""
    try:
        return None if read_set(path).questions else "nothing"
    except UsageError as error:
        return str(error)


def write(folder: Path, text: str | list[dict[str, Any]] | dict[str, Any], name: str) -> Path:
    if isinstance(text, list):
        text = "\n".join(json.dumps(row) for row in text)
    elif isinstance(text, dict):
        text = json.dumps(text)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_questions_and_answers(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Question,Answer\n"
        '"Who met, and where?",Geneva|the Swiss city\n'
        "What did he say?,He said that the two sides had reached a framework in principle\n"
        "Who won?,Not mentioned.\n"
        ",\n",
        "mine.csv",
    )
    found = read_set(path)
    short, long, absent = found.questions
    assert short.question == "Who met, and where?"
    assert short.must_include == (("Geneva", "the Swiss city"),)
    assert (long.must_include, long.answerable) == ((), True)
    assert not absent.answerable
    assert [q.id for q in found.questions] == ["1", "2", "3"]
    assert (found.note or "").startswith("1 questions have a long answer")


def test_a_table_may_say_more(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id,type,question,answer,must_include,answerable\n"
        "a,number,How much?,Ten percent of it all,10%|ten;tariff,\n"
        "b,other,Who?,Somebody,,no\n",
        "mine.csv",
    )
    first, second = read_set(path).questions
    assert (first.id, first.type) == ("a", "number")
    assert first.must_include == (("10%", "ten"), ("tariff",))
    assert (second.answerable, second.must_include) == (False, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no row"),
        ("frage,antwort\na,b\n", "frage, antwort"),
        ("question,answer\n,\n", "no question"),
        ("id,question,answer\nx,a,b\nx,c,d\n", "stands there twice"),
    ],
)
def test_a_table_that_is_none(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_set(write(tmp_path, text, "mine.csv"))


def test_squad_brings_its_paragraphs(tmp_path: Path) -> None:
    context = "The defense gave up just 308 points."
    qas = [
        {"id": "1", "question": "How many?", "answers": [{"text": "308", "answer_start": 25}]},
        {"id": "2", "question": "Who?", "answers": [], "is_impossible": True},
    ]
    data = {"data": [{"title": "Game", "paragraphs": [{"context": context, "qas": qas}]}]}
    found = read_set(write(tmp_path, data, "squad.json"))
    assert found.articles == ({"id": "0-0", "title": "Game", "text": context},)
    first, second = found.questions
    assert (first.must_include, first.references) == ((("308",),), ("308",))
    assert first.evidence[0].quote in context
    assert "308" in first.evidence[0].quote
    assert not second.answerable


def test_a_news_quiz_leaves_out_what_no_article_answers(tmp_path: Path) -> None:
    row = {"question_id": "q", "question": "How?", "answer_text": ["By sea"]}
    rows = [
        row | {"answer_string_in_docs": ["d1", "d2"]},
        row | {"question_id": "r", "answer_string_in_docs": []},
    ]
    found = read_set(write(tmp_path, rows, "quiz.jsonl"))
    (only,) = found.questions
    assert (only.id, only.must_include) == ("q", (("By sea",),))
    assert [chosen[0].article_id for chosen in only.evidence_any_of] == ["d1", "d2"]
    assert "1 questions left out" in (found.note or "")


def test_multihop_brings_its_gold_sentences(tmp_path: Path) -> None:
    gold = {"title": "T", "url": "https://example.org/t", "source": "S", "author": "A",
            "published_at": "2023-11-24", "fact": "It rose."}  # fmt: skip
    rows = [
        {"id": "1", "question": "Did it?", "question_type": "temporal_query", "answer": "Yes",
         "evidence_list": [gold, gold | {"fact": "It fell."}]},
        {"id": "2", "question": "Who?", "question_type": "null_query",
         "answer": "Insufficient information.", "evidence_list": []},
    ]  # fmt: skip
    found = read_set(write(tmp_path, rows, "hops.jsonl"))
    (article,) = found.articles
    assert article["text"] == "It rose.\n\nIt fell."
    first, second = found.questions
    assert (first.type, first.must_include) == ("temporal", (("Yes",),))
    assert not second.answerable


def test_drafts_wait_for_a_person(tmp_path: Path) -> None:
    good = {"id": "a", "question": "Who met?", "must_include": [["ministers"]]}
    path = write(tmp_path, [good, good | {"id": "b", "draft": True}], "set.jsonl")
    assert [q.id for q in read_set(path).questions] == ["a"]
    with pytest.raises(UsageError, match="1 drafts and no accepted"):
        read_set(write(tmp_path, [good | {"draft": True}], "drafts.jsonl"))


def test_a_spreadsheets_semicolons_and_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffquestion;answer\nHow much, and when?;4,5%\n", "mine.csv")
    (only,) = read_set(path).questions
    assert (only.question, only.must_include) == ("How much, and when?", (("4,5%",),))


@given(
    keep=st.integers(0, 400),
    change=st.sampled_from(["null", "[]", "7", '"x"', "{}", "\x00"]),
    kind=st.sampled_from(["squad.json", "quiz.jsonl", "hops.jsonl", "mine.csv"]),
)
def test_a_torn_file_is_read_or_refused_in_one_line(
    keep: int, change: str, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = SAMPLES[kind]
    torn = whole[:keep] + change + whole[keep + len(change) :]
    path = tmp_path_factory.mktemp("torn") / kind
    path.write_text(torn, encoding="utf-8")
    said = complaint(path)
    assert said is None or (kind in said and "\n" not in said)


@pytest.mark.parametrize("kind", ["squad.json", "quiz.jsonl", "hops.jsonl"])
@pytest.mark.parametrize("value", ["null", "[]", "7", '"x"', "{}"])
def test_a_value_of_another_form_is_named(tmp_path: Path, kind: str, value: str) -> None:
    for field in ("context", "qas", "answers", "answer_text", "question_id", "fact", "answer"):
        text = re.sub(rf'"{field}": ("[^"]*"|\[[^\]]*\])', f'"{field}": {value}', SAMPLES[kind])
        path = tmp_path / kind
        path.write_text(text, encoding="utf-8")
        said = complaint(path)
        assert said is None or (kind in said and "\n" not in said)
