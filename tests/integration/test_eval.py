"""Running a question set: as a newcomer from a table, and as the gate before every change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.runs.gate import accepted, check, outcome
from index.models import weights
from index.models.embedder import SentenceTransformerEmbedder
from rag.models.chat_model import ChatModel
from tests.helpers.command import tradewire
from ui.history.history import History


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two articles, a table of questions, and a cache of its own."""
    folder = tmp_path_factory.mktemp("newcomer")
    (folder / "articles").mkdir()
    (folder / "articles" / "tin.txt").write_text(
        "Tin trade grows\n\nTrade in tin grew by 12% in May, the Ministry of Trade of Ruritania "
        "said on Monday.\n\n“We sell more tin than ever,” minister Rudolf Rassendyll said.\n"
    )
    (folder / "articles" / "zinc.txt").write_text(
        "Zinc exports fall\n\nZinc exports of Ruritania fell by 4% in June, after a strike in the "
        "port of Strelsau.\n"
    )
    (folder / "mine.csv").write_text(
        "question,answer\n"
        "By how much did trade in tin grow in May?,12%\n"
        "By how much did zinc exports fall in June?,4%|4 percent\n"
        "What is the capital of Switzerland?,not in the articles\n"
    )
    (folder / "cache").mkdir()
    (folder / "cache" / "models").symlink_to(weights.cache_dir() / "models")
    return folder


def evaluated(newcomer: Path, *options: str) -> dict[str, object]:
    done = tradewire(
        "eval", str(newcomer / "mine.csv"), "--corpus", str(newcomer / "articles"),
        "--mode", "extractive", "--out", str(newcomer / "runs"), "--json", *options,
        TRADEWIRE_CACHE=str(newcomer / "cache"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_table_and_a_folder_give_the_report(
    newcomer: Path, real_embedder: SentenceTransformerEmbedder
) -> None:
    found = evaluated(newcomer, "--baseline", "bm25", "--baseline", "refuse")
    assert (found["set"], found["mode"], found["n"]) == ("mine", "extractive", 3)
    assert isinstance(found["metrics"], dict)
    assert found["metrics"]["accuracy"]["value"] == 1.0
    assert found["metrics"]["refusal_recall"]["value"] == 1.0
    page = Path(str(found["report"])).read_text(encoding="utf-8")
    assert "By how much did trade in tin grow in May?" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert isinstance(found["runs"], list)
    assert [run["mode"] for run in found["runs"]] == ["extractive", "bm25", "refuse"]
    lines = Path(str(found["record"])).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["correct"] * 3

    # The same conditions again: nothing is asked, and nothing differs from the record.
    again = evaluated(newcomer, "--compare", str(found["record"]))
    assert again["from_cache"] == 3
    assert isinstance(again["comparisons"], list)
    (comparison,) = again["comparisons"]
    assert comparison["flips"] == []
    assert not any(d["real"] for d in comparison["differences"].values())


def test_a_wrong_plan_is_one_line(newcomer: Path) -> None:
    questions = str(newcomer / "mine.csv")
    for arguments, says in (
        ([questions], "needs --corpus"),
        ([questions, "--corpus", questions, "--baseline", "magic"], "no baseline 'magic'"),
        ([questions, "--corpus", questions, "--compare", "none.jsonl"], "none.jsonl"),
        (["nowhere.csv"], "nowhere.csv"),
    ):
        done = tradewire("eval", *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert says in done.stderr


def test_drafts_are_proposed_and_marked(seed_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    done = tradewire("eval", "draft", "--index", str(seed_index), "--out", str(path))
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows
    assert all(row["draft"] and row["question"] for row in rows)
    refused = tradewire("eval", str(path), "--corpus", str(path))
    assert refused.returncode == 2
    assert "no accepted question" in refused.stderr


def test_feedback_becomes_questions_and_runs(
    seed_index: Path, tmp_path: Path, newcomer: Path
) -> None:
    cache = {"TRADEWIRE_CACHE": str(newcomer / "cache")}
    where = {"TRADEWIRE_HISTORY": str(tmp_path / "talks.sqlite")} | cache
    options = ("--index", str(seed_index), "--mode", "extractive", "--json")
    none = tradewire("eval", "feedback", *options, **where)
    assert (none.returncode, none.stdout) == (1, "")
    assert "has been marked yet" in none.stderr
    history = History(tmp_path / "talks.sqlite")
    talk = history.begin("anna", "talks")
    asked = "What did Li Chenggang say?"
    said = tradewire("ask", asked, *options, **cache)
    good = history.add("anna", talk.id, asked, json.loads(said.stdout))
    bad = history.add("anna", talk.id, "Who won?", {"status": "answered", "text": "Nobody. [1]"})
    history.rate("anna", bad.id, "down", "not in there")
    first = tradewire("eval", "feedback", *options, **where)
    assert json.loads(first.stdout) == {
        "file": str(tmp_path / "talks.feedback.jsonl"), "ready": 0, "drafts": 1
    }  # fmt: skip
    history.rate("anna", good.id, "up")
    done = tradewire("eval", "feedback", *options, **where)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["n"], found["metrics"]["accuracy"]["value"]) == (1, 1.0)
    assert "1 were marked as bad" in done.stderr


def test_the_gate_extractive_outcomes_are_the_accepted_ones(
    real_embedder: SentenceTransformerEmbedder,
) -> None:
    verdict = check("extractive", outcome("extractive"), accepted("extractive"))
    assert verdict.passed, "\n".join(verdict.flips)


@pytest.mark.llm
def test_the_gate_the_models_outcomes_did_not_drop(local_model: ChatModel) -> None:
    verdict = check("llm", outcome("llm"), accepted("llm"))
    print(*verdict.flips, sep="\n")
    assert verdict.passed, "\n".join(verdict.flips)
