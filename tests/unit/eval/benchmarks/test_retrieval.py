from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.benchmarks.retrieval import row, run, whole_articles
from eval.fitting.evidence import Ranking, fit, inside
from eval.questions.dataset import Passage, Question
from eval.scoring.retrieval_tasks import READ, tasks
from index.library import Library
from rag.evidence.select import WEIGHTS


def squad(folder: Path) -> Path:
    paragraphs = [
        {"context": text, "qas": [{"id": id_, "question": question,
                                   "answers": [{"text": answer, "answer_start": 0}]}]}
        for id_, text, question, answer in (
            ("q1", "Steel duties rose to 25 percent.", "What rose?", "Steel duties"),
            ("q2", "Wheat left Odesa by ship.", "What left Odesa?", "Wheat"),
        )
    ]  # fmt: skip
    path = folder / "xquad" / "xquad.en.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"data": [{"title": "t", "paragraphs": paragraphs}]}))
    return path


def test_only_sets_that_are_there_are_measured(tmp_path: Path) -> None:
    assert tasks(tmp_path) == []
    squad(tmp_path)
    assert [task.name for task in tasks(tmp_path)] == ["xquad"]


def test_a_ranking_is_measured_by_article(tmp_path: Path) -> None:
    squad(tmp_path)
    (task,) = tasks(tmp_path)
    questions = [
        Question(
            id="a", question="What rose?", answer="x",
            evidence_any_of=((Passage(article_id="steel", quote=""),),),
        ),
        Question(
            id="b", question="What left?", answer="x",
            evidence_any_of=((Passage(article_id="wheat", quote=""),),),
        ),
    ]  # fmt: skip
    ranked = run("fixed", lambda _q: [("steel", "…"), ("steel", "…"), ("wheat", "…")],
                 questions, task)  # fmt: skip
    assert ranked.values["hit@1"] == {"a": 1.0, "b": 0.0}
    assert ranked.values["hit@5"] == {"a": 1.0, "b": 1.0}
    assert ranked.values["mrr"] == {"a": 1.0, "b": 0.5}
    line = row(ranked, None)
    assert line.startswith("| fixed | .500 [")
    assert "*" not in line


def test_what_differs_by_more_than_chance_carries_a_star(tmp_path: Path) -> None:
    squad(tmp_path)
    (task,) = tasks(tmp_path)
    questions = [
        Question(id=str(n), question="q", answer="x",
                 evidence_any_of=((Passage(article_id="a", quote=""),),))
        for n in range(20)
    ]  # fmt: skip
    ours = run("ours", lambda _q: [("a", "")], questions, task)
    theirs = run("theirs", lambda _q: [("b", "")], questions, task)
    assert row(theirs, ours).count("*") == 5
    assert "*" not in row(ours, ours)


def test_an_answer_beyond_what_is_read_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "realtimeqa"
    folder.mkdir()
    (folder / "corpus_2025.jsonl").write_text('{"id": "a", "text": "Zinc."}\n')
    question = {
        "question_id": "1", "question_date": "2025/01/01", "question": "Which metal?",
        "choices": ["zinc", "tin"], "answer_text": ["zinc"], "answer_string_in_docs": ["a"],
        "nota_choices": [], "nota_answer": [],
    }  # fmt: skip
    (folder / "questions_2025.jsonl").write_text(json.dumps(question) + "\n")
    (task,) = tasks(tmp_path)
    asked = Question(id="1", question="Which metal?", answer="zinc", references=("zinc",))
    far = "x" * READ + " zinc"
    assert task.judged(asked, [("a", far)]) == ([frozenset({"none"})], ["0"])
    assert task.judged(asked, [("a", far), ("b", "ZINC\n")]) == ([frozenset({"1"})], ["0", "1"])


def test_whole_articles_are_found_by_their_words(library: Library) -> None:
    find = whole_articles(library)
    assert find("wheat from Odesa")[0] == ("grain.txt", library.article("grain.txt").text)
    assert find("the and of") == []


def ranking(signs: list[list[float]], gold: list[bool]) -> Ranking:
    rows = np.zeros((len(gold), len(WEIGHTS)))
    rows[:, : len(signs[0])] = signs
    return Ranking(signs=rows, gold=np.array(gold), tokens=np.full(len(gold), 40.0), weight=1.0)


def test_the_fit_learns_what_gold_sentences_have() -> None:
    found = fit([ranking([[1, 0], [0, 1], [0, 0]], [True, False, False])] * 4)
    assert found[0] > 0.1
    assert found[1] < 0
    assert found[2:] == pytest.approx(np.zeros(len(WEIGHTS) - 2))


def test_inside_counts_tokens() -> None:
    three = ranking([[0], [0], [0]], [False, False, True])
    order = np.array([0, 1, 2])
    assert not inside(three, order, 100)
    assert inside(three, order, 123)
    assert inside(three, np.array([2, 0, 1]), 10)
