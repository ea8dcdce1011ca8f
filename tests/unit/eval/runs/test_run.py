from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from eval.digests import digest
from eval.questions.dataset import Passage, Question
from eval.runs.cache import AnswerCache
from eval.runs.report import table
from eval.runs.report import write_html as write_page
from eval.runs.run import RunResult, run
from eval.scoring.metrics import SHARES
from eval.scoring.ranking import MEASURES
from eval.types import Reply
from index.errors import ModelError, OperationError

TEXT = "The duty rose to 25% in March."
NAMES = {
    *SHARES, *MEASURES, *(f"span_{name}" for name in MEASURES), "aurc",
    "latency_p50_ms", "latency_p95_ms", "first_sentence_p50_ms", "first_token_p50_ms",
    "answer_words_p50", "prompt_tokens_p50", "completion_tokens_p50",
}  # fmt: skip
GOLD = (Passage(article_id="a", quote=TEXT),)


def question(name: str, kind: str = "number", *, answerable: bool = True) -> Question:
    return Question(
        id=name,
        question=f"{name}?",
        type=kind,
        answerable=answerable,
        must_include=(("25%",),) if answerable else (),
        evidence=GOLD if answerable else (),
    )


QUESTIONS = [
    question("right"),
    question("wrong"),
    question("declined", "fact"),
    question("broken", "fact"),
    question("rightly", "absent", answerable=False),
    question("lured", "absent", answerable=False),
]


def ask(asked: Question) -> dict[str, Any]:
    """Answer as the id of the question says; the n-th takes n seconds."""
    if asked.id == "broken":
        raise ModelError("The language model died (on purpose).")
    total = 1000.0 * (1 + [q.id for q in QUESTIONS].index(asked.id))
    timings = {"retrieve": 1.0, "first_sentence": None, "first_token": None, "total": total}
    if asked.id in ("declined", "rightly"):
        return {"status": "refused", "text": "No word of it.", "timings_ms": timings}
    shift = 0 if asked.id == "right" else 1
    return {
        "status": "answered",
        "model": "scripted",
        "text": "It rose to 25% [1]." if asked.id == "right" else "It fell <b>deeply</b> [1].",
        "citations": [
            {"number": 1, "article_id": "a", "start": shift, "end": 8 + shift, "quote": "The duty"}
        ],
        "retrieved": [{"article_id": "a"}] if asked.id == "right" else [],
        "timings_ms": timings | {"first_sentence": 500.0},
    }


def text_of(article_id: str) -> str:
    assert article_id == "a"
    return TEXT


@dataclass
class Scripted:
    """A system that answers from a function, and counts how often it was asked."""

    answer: Callable[[Question], dict[str, Any]] = ask
    name: str = "extractive"
    model: str | None = "scripted"
    determinants: Mapping[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def reply(self, question: Question) -> Reply:
        self.asked.append(question.id)
        return Reply(answer=self.answer(question))


def ran(
    questions: Sequence[Question] = QUESTIONS, system: Scripted | None = None, **options: Any
) -> RunResult:
    return run(questions, system or Scripted(), text_of, **({"name": "seeds"} | options))


def write_html(results: Sequence[RunResult], path: Path) -> Path:
    return write_page(results, [], {}, path)


def value(result: RunResult, name: str) -> tuple[float | None, int]:
    return result.metrics[name].value, result.metrics[name].n


def test_metrics_by_hand() -> None:
    result = ran()
    assert result.metrics.keys() == NAMES
    assert value(result, "accuracy") == (0.25, 4)
    assert value(result, "refusal_recall") == (0.5, 2)
    assert value(result, "false_refusal") == (0.25, 4)
    assert value(result, "wrong") == (pytest.approx(2 / 6), 6)
    assert value(result, "citation_exact") == (pytest.approx(1 / 3), 3)
    assert value(result, "quote_exact") == (None, 0)
    assert value(result, "speaker") == (None, 0)
    assert value(result, "retrieved") == (0.5, 2)
    assert value(result, "latency_p50_ms") == (3000.0, 5)
    assert value(result, "latency_p95_ms") == (pytest.approx(5800.0), 5)
    assert value(result, "first_sentence_p50_ms") == (500.0, 3)


def test_types_have_the_same_metrics_over_their_questions() -> None:
    by_type = ran().by_type
    assert list(by_type) == ["number", "fact", "absent"]
    assert all(metrics.keys() == NAMES for metrics in by_type.values())
    assert by_type["number"]["accuracy"].value == 0.5
    assert by_type["fact"]["false_refusal"].value == 0.5
    assert asdict(by_type["absent"]["accuracy"]) == {
        "value": None, "low": None, "high": None, "n": 0,
    }  # fmt: skip


def test_the_json_of_the_contract() -> None:
    result = ran(corpus_hash="c")
    plain = json.loads(json.dumps(result.to_dict()))
    assert list(plain) == [
        "set", "mode", "model", "n", "corpus_hash", "questions_hash", "settings_hash",
        "weights_hash", "code_hash", "metrics", "by_type", "from_cache", "overhead", "record",
    ]  # fmt: skip
    assert (plain["set"], plain["mode"], plain["model"], plain["n"]) == (
        "seeds", "extractive", "scripted", 6,
    )  # fmt: skip
    assert set(plain["metrics"]["accuracy"]) == {"value", "low", "high", "n"}
    assert plain["record"] is None


def test_no_question_at_all_is_undefined_everywhere() -> None:
    result = ran([])
    assert result.n == 0
    assert all(estimate.value is None for estimate in result.metrics.values())
    assert "all" in table(result)


def test_the_digest_follows_the_content_not_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "ü"}) == digest({"b": "ü", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert ran().hashes["questions_hash"] != ran(QUESTIONS[:5]).hashes["questions_hash"]


def test_the_record_holds_one_line_a_question(tmp_path: Path) -> None:
    result = ran(folder=tmp_path / "runs")
    assert result.record is not None
    lines = [json.loads(line) for line in result.record.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["verdict"]) for line in lines] == [
        ("right", "correct"),
        ("wrong", "wrong"),
        ("declined", "false_refusal"),
        ("broken", "failed"),
        ("rightly", "correct"),
        ("lured", "wrong"),
    ]
    assert lines[0]["answer"]["text"] == "It rose to 25% [1]."
    assert lines[1]["score"]["missing"] == [["25%"]]
    assert "on purpose" in lines[3]["answer"]["error"]
    assert list((tmp_path / "runs").iterdir()) == [result.record]


def test_two_runs_keep_two_records_inside_the_folder(tmp_path: Path) -> None:
    hostile = "../../etc/<script> \u202e"
    names = {ran([], Scripted(name="a/b"), name=hostile, folder=tmp_path).record for _ in range(2)}
    assert len(names) == 2
    assert all(path is not None and path.parent == tmp_path for path in names)


def test_a_stop_keeps_what_is_done(tmp_path: Path) -> None:
    def stopped(asked: Question) -> dict[str, Any]:
        if asked.id == "declined":
            raise KeyboardInterrupt
        return ask(asked)

    with pytest.raises(KeyboardInterrupt):
        ran(QUESTIONS, Scripted(stopped), folder=tmp_path)
    (kept,) = tmp_path.iterdir()
    assert kept.suffix == ".partial"
    assert [json.loads(line)["id"] for line in kept.read_text().splitlines()] == ["right", "wrong"]


def test_a_fault_of_the_asked_system_is_not_called_a_record_error(tmp_path: Path) -> None:
    def torn(asked: Question) -> dict[str, Any]:
        raise ConnectionResetError(asked.id)

    with pytest.raises(ConnectionResetError):
        ran(QUESTIONS, Scripted(torn), folder=tmp_path)


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationError, match="file"):
        ran(folder=tmp_path / "file" / "runs")
    with pytest.raises(OperationError, match="report"):
        write_html([ran()], tmp_path / "file" / "report.html")


def test_a_lone_surrogate_does_not_stop_the_record(tmp_path: Path) -> None:
    def odd(asked: Question) -> dict[str, Any]:
        return {"status": "answered", "text": f"{asked.id} \udc80"}

    result = ran(QUESTIONS[:1], Scripted(odd), folder=tmp_path)
    assert result.record is not None
    assert json.loads(result.record.read_text(encoding="utf-8"))["answer"]["text"][-1] == "\udc80"
    assert write_html([result], tmp_path / "report.html").is_file()


def test_progress_counts_up_to_all() -> None:
    seen: list[tuple[int, int]] = []
    ran(progress=lambda done, of: seen.append((done, of)))
    assert seen == [(n, 6) for n in range(1, 7)]


def test_the_table_has_a_line_for_each_type_and_for_all() -> None:
    lines = table(ran()).splitlines()
    assert lines[0] == "seeds, extractive, scripted"
    assert [line.split()[0] for line in lines[1:6]] == ["type", "number", "fact", "absent", "all"]
    assert lines[2].split()[:3] == ["number", "2", ".50"]
    assert "3.00 s" in lines[5]
    assert "citation_exact .33" in lines[6]
    assert lines[7].startswith("first sentence, median: 0.50 s")


def test_the_page_shows_every_question_and_runs_nothing(tmp_path: Path) -> None:
    hostile = replace(QUESTIONS[0], id="<img src=x onerror=alert(1)>", question="{0} </summary>?")
    system = Scripted(lambda q: ask(QUESTIONS[1]), name="<i>")
    result = ran([hostile, *QUESTIONS[1:]], system)
    page = write_html([result, ran()], tmp_path / "deep" / "report.html")
    html = page.read_text(encoding="utf-8")
    assert html.count("<details>") == 12
    assert "<b>" not in html
    assert "<img src=x" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;deeply&lt;/b&gt;" in html
    assert "default-src 'none'" in html
    assert "http://" not in html.replace("http-equiv", "")
    assert [path.name for path in page.parent.iterdir()] == ["report.html"]


def test_a_stopped_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path, "articles")
    first, second = Scripted(), Scripted()
    ran(QUESTIONS[:3], first, cache=cache)
    result = ran(QUESTIONS, second, cache=cache)
    assert (first.asked, second.asked) == (
        ["right", "wrong", "declined"],
        ["broken", "rightly", "lured"],
    )
    assert (result.kept, result.overhead) == (3, None)
    assert {name: e.value for name, e in result.metrics.items()} == {
        name: e.value for name, e in ran().metrics.items()
    }


def test_what_failed_and_what_is_asked_afresh_is_asked_again(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path, "articles")
    ran(cache=cache)
    again, afresh = Scripted(), Scripted()
    ran(system=again, cache=cache)
    ran(system=afresh, cache=cache, fresh=True)
    assert again.asked == ["broken"]
    assert len(afresh.asked) == 6


@pytest.mark.parametrize(
    ("system", "corpus"),
    [
        (Scripted(determinants={"top_k": 4}), "articles"),
        (Scripted(name="llm"), "articles"),
        (Scripted(), "other articles"),
    ],
)
def test_an_answer_is_kept_for_its_own_conditions_only(
    tmp_path: Path, system: Scripted, corpus: str
) -> None:
    ran(QUESTIONS[:1], cache=AnswerCache(tmp_path, "articles"))
    ran(QUESTIONS[:1], replace(system, asked=(asked := [])), cache=AnswerCache(tmp_path, corpus))
    assert asked == ["right"]


def test_a_damaged_kept_answer_is_asked_again(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path, "articles")
    ran(QUESTIONS[:1], cache=cache)
    (kept,) = tmp_path.rglob("*.json")
    kept.write_text("{torn")
    system = Scripted()
    ran(QUESTIONS[:1], system, cache=cache)
    assert system.asked == ["right"]


def test_what_scoring_cost_is_said_of_fresh_answers_only(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path, "articles")
    fresh, kept = ran(QUESTIONS[:2], cache=cache), ran(QUESTIONS[:2], cache=cache)
    assert fresh.overhead is not None
    assert fresh.overhead > 0
    assert "of the answers' time" in table(fresh)
    assert kept.overhead is None
    assert "2 of 2 answers from the cache" in table(kept)


def test_a_type_that_looks_like_a_formula_is_drawn_as_it_stands(tmp_path: Path) -> None:
    odd = ran([replace(QUESTIONS[0], type=r"$\frac$")])
    assert r"$\frac$" in write_html([odd], tmp_path / "report.html").read_text(encoding="utf-8")
