"""The command line as people and scripts meet it; what a process alone shows, in one of its own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import SEED_ID
from tests.helpers.command import started, tradewire

COMMANDS = (
    "index",
    "remove",
    "list",
    "show",
    "search",
    "quotes",
    "ask",
    "chat",
    "eval",
    "models",
    "doctor",
    "users",
)


def test_help_names_every_command() -> None:
    shown = tradewire("--help")
    assert shown.returncode == 0
    assert all(command in shown.stdout for command in COMMANDS)


def test_version() -> None:
    assert started("--version").stdout.startswith("tradewire 0.")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["ask"], 2, "No question was given"),
        (["ask", "   "], 2, "question is empty"),
        (["ask", "x" * 10_000], 2, "10,000 characters"),
        (["ask", "Why?", "--since", "yesterday"], 2, "'yesterday' is not a date"),
        (
            ["ask", "Why?", "--since", "2025-05-01", "--until", "2025-04-01"],
            2,
            "--since 2025-05-01 is after",
        ),
        (["ask", "Why?", "--mode", "clever"], 2, "clever"),
        (["index"], 2, "Nothing to index was named"),
        (["index", "a.txt", "--watch", "--every", "soon"], 2, "--every soon: write a number"),
        (["index", "a.txt", "--reembed"], 2, "--reembed is for the whole index"),
        (["index", "a.txt", "--from", "old"], 2, "--from is for the whole index"),
        (["index", "--from", "nowhere"], 1, "Nothing is indexed at nowhere"),
        (["show", "nothing.txt"], 2, "nothing.txt"),
        (["remove", "nothing.txt"], 2, "nothing.txt"),
        (["chat", "--auth", "nobody"], 2, "USER:PASSWORD"),
        (["chat", "--host", "0.0.0.0"], 2, "--open-to-network"),
        (["eval", "nowhere.jsonl"], 2, "--corpus"),
        (["list", "--index", "mysql://db/news"], 2, "'mysql://'"),
        (["models", "pull", "gpt-9"], 2, "gpt-9"),
        (["ask", "--batch", "nowhere.jsonl", "--out", "out.jsonl"], 2, "nowhere.jsonl"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_wrong_use_is_one_line_with_a_way_out(
    arguments: list[str], status: int, says: str, seed_index: Path
) -> None:
    done = tradewire(*arguments, TRADEWIRE_INDEX=str(seed_index), TRADEWIRE_MODE="extractive")
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_without_an_index_the_way_to_one_is_named(tmp_path: Path) -> None:
    done = started("ask", "Why?", "--index", str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "tradewire index" in done.stderr


def test_a_wrong_setting_is_named(seed_index: Path) -> None:
    done = tradewire("list", TRADEWIRE_INDEX=str(seed_index), TRADEWIRE_TOP_K="many")
    assert done.returncode == 2
    assert "TRADEWIRE_TOP_K='many'" in done.stderr


def test_a_folder_goes_in_and_comes_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / ".hidden").mkdir(parents=True)
    (folder / "good.txt").write_text("Tin trade grows\n\nTrade in tin grew by 12% in May.\n")
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "README.md").write_text("Not an article.")
    (folder / ".hidden" / "secret.txt").write_text("Not to be indexed.")
    (folder / "lines.jsonl").write_text(
        '{"id": "one", "text": "Zinc exports fell in June.", "date": "2025-06-30"}\n{broken\n{"id": 2}\n'
    )
    (folder / "latin.txt").write_bytes(
        "Café exports\n\nCafé exports rose to €5 million.".encode("cp1252")
    )
    index = str(tmp_path / "index")
    dry = json.loads(
        tradewire("index", str(folder), "--index", index, "--dry-run", "--json").stdout
    )
    assert dry["added"] == 3
    assert not Path(index).exists()
    first = json.loads(tradewire("index", str(folder), "--index", index, "--json").stdout)
    assert (first["added"], first["failed"]) == (3, 2)
    assert {s["status"] for s in first["sources"]} == {"added", "skipped", "failed"}
    again = json.loads(tradewire("index", str(folder), "--index", index, "--json").stdout)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    rows = [
        json.loads(line)
        for line in tradewire("list", "--index", index, "--json").stdout.splitlines()
    ]
    assert {row["article_id"] for row in rows} == {"good.txt", "one", "latin.txt"}
    shown = json.loads(tradewire("show", "latin.txt", "--index", index, "--json").stdout)
    assert "€5 million" in shown["text"]
    assert tradewire("remove", "one", "--index", index).returncode == 0
    assert tradewire("show", "one", "--index", index).returncode == 2


def test_copies_are_counted_shown_and_checked(tmp_path: Path) -> None:
    folder, index = tmp_path / "articles", str(tmp_path / "index")
    folder.mkdir()
    text = "Tin trade grows in Lima\n\nTrade in tin grew by 12% in May, said clerk Ana Diaz.\n"
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(text)
    report = json.loads(tradewire("index", str(folder), "--index", index, "--json").stdout)
    assert (report["added"], report["duplicates"]) == (1, 1)
    assert report["sources"][1] == {
        "source": str(folder / "b.txt"), "status": "duplicate", "article_id": "b.txt",
        "reason": "duplicate of 'a.txt'",
    }  # fmt: skip
    shown = json.loads(tradewire("show", "a.txt", "--json", "--index", index).stdout)
    assert [copy["article_id"] for copy in shown["also_in"]] == ["b.txt"]
    done = tradewire("doctor", "--json", "--index", index)
    assert done.returncode == 0
    assert json.loads(done.stdout)["sound"] is True


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    done = tradewire("index", str(folder), "--index", str(tmp_path / "index"))
    assert done.returncode == 1
    assert "Nothing to index" in done.stderr


def test_json_answer_keeps_the_contract(seed_index: Path) -> None:
    done = started(
        "ask",
        "what did Li Chenggang say?",
        "--json",
        "--mode",
        "extractive",
        "--index",
        str(seed_index),
    )
    answer = json.loads(done.stdout)
    assert list(answer) == [
        "question", "standalone_question", "status", "refusal", "error", "mode", "model", "text",
        "sentences", "citations", "quotes", "retrieved", "filters", "timings_ms",
        "index_fingerprint", "trace_id", "confidence", "probability", "understood",
    ]  # fmt: skip
    assert answer["status"] == "answered"
    assert answer["quotes"][0]["speaker"] == "Li Chenggang"
    text = json.loads(tradewire("show", SEED_ID, "--json", "--index", str(seed_index)).stdout)[
        "text"
    ]
    for cited in answer["citations"]:
        assert text[cited["start"] : cited["end"]] == cited["quote"]
    for quote in answer["quotes"]:
        assert text[quote["start"] : quote["end"]] == quote["text"]


def test_a_batch_answers_every_line_in_order(seed_index: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    history = [{"role": "user", "content": "What did Howard Lutnick say?"}]
    source.write_text(
        json.dumps({"id": 1, "question": "What was the peak of the tariffs on Chinese goods?"})
        + "\nnot json\n"
        + json.dumps({"id": 3})
        + "\n"
        + json.dumps({"id": 4, "question": "and what did he tell reporters?", "history": history})
        + "\n"
    )
    done = tradewire(
        "ask",
        "--batch",
        str(source),
        "--out",
        str(target),
        "--mode",
        "extractive",
        "--index",
        str(seed_index),
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert [(row["id"], row["status"]) for row in rows] == [
        (1, "answered"), (None, "failed"), (3, "failed"), (4, "answered")
    ]  # fmt: skip
    assert "145%" in rows[0]["text"]
    assert "Howard Lutnick" in rows[3]["standalone_question"]
    assert "Line 2" in rows[1]["error"]


def test_search_and_quotes_as_json(seed_index: Path) -> None:
    found = tradewire(
        "search", "rare earth licences", "--json", "--top-k", "2", "--index", str(seed_index)
    )
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [row["rank"] for row in rows] == [1, 2]
    assert rows[0]["score"] >= rows[1]["score"]
    said = tradewire("quotes", "--speaker", "Li", "--json", "--index", str(seed_index))
    speakers = {json.loads(line)["speaker"] for line in said.stdout.splitlines()}
    assert speakers == {"Li Chenggang"}


def test_quotes_are_the_same_in_terminal_python_and_sheet(seed_index: Path, tmp_path: Path) -> None:
    from rag import quotes

    index = ["--index", str(seed_index)]
    said = tradewire("quotes", "--speaker", "Chenggang Li", "--json", *index)
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert lines
    assert lines == [q.to_dict() for q in quotes(speaker="Chenggang Li", index=seed_index)]
    assert {(line["speaker"], line["person"]) for line in lines} == {("Li Chenggang",) * 2}
    assert all(line["rule"] and line["joined_by"] is None for line in lines)

    table = tmp_path / "said.csv"
    done = tradewire("quotes", "--speaker", "Li Chenggang", "--csv", str(table), *index)
    assert (done.returncode, done.stdout) == (0, "")
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["text"] for row in rows] == [line["text"] for line in lines]
    assert list(rows[0]) == list(lines[0])

    told = tradewire("quotes", "--speaker", "Li Chenggang", "--explain", *index).stdout
    assert all(line["rule"] in told for line in lines)
    counted = tradewire("quotes", "--speakers", "--json", *index).stdout.splitlines()
    by_person = {row["person"]: row["quotes"] for row in map(json.loads, counted)}
    assert by_person["Li Chenggang"] == len(lines)
    assert tradewire("quotes", "--csv", str(table), "--json", *index).returncode == 2
