from __future__ import annotations

import multiprocessing
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import OperationError, UnknownConversation, UsageError
from rag.settings import Settings
from ui.history.history import LONGEST_TITLE, History


def answered(text: str, **more: Any) -> dict[str, Any]:
    return {"status": "answered", "text": text, "citations": [{"number": 1, "quote": text}], **more}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def history(path: Path) -> History:
    return History(path)


def test_turns_survive_a_restart_with_their_sources(history: History, path: Path) -> None:
    talk = history.begin("anna", "What did   Nordmann\nsay?")
    given = answered("No quota. [1]", filters={"since": None})
    first = history.add("anna", talk.id, "What did Nordmann say?", given)
    second = history.add("anna", talk.id, "And Stone?", answered("Salmon. [1]"))
    again = History(path)
    assert [t.answer for t in again.turns("anna", talk.id)] == [given, answered("Salmon. [1]")]
    assert [t.id for t in again.turns("anna", talk.id)] == [first.id, second.id]
    assert again.turns("anna", talk.id)[0] == first
    (listed,) = again.conversations("anna")
    assert (listed.title, listed.turns) == ("What did Nordmann say?", 2)
    assert listed.changed == second.asked >= listed.begun


def test_the_last_changed_comes_first(history: History) -> None:
    old, new = history.begin("anna", "old"), history.begin("anna", "new")
    assert [c.title for c in history.conversations("anna")] == ["new", "old"]
    history.add("anna", old.id, "more", answered("more"))
    history.add("anna", old.id, "more", answered("more"))
    history.add("anna", new.id, "more", answered("more"))
    history.rename("anna", old.id, "older")
    assert [c.title for c in history.conversations("anna")] == ["new", "older"]


def test_owners_do_not_see_each_other(history: History) -> None:
    talk = history.begin("anna", "tin")
    turn = history.add("anna", talk.id, "tin?", answered("tin [1]"))
    assert history.conversations("bert") == []
    assert history.search("bert", "tin") == []
    for step in (
        lambda: history.conversation("bert", talk.id),
        lambda: history.turns("bert", talk.id),
        lambda: history.add("bert", talk.id, "?", answered("!")),
        lambda: history.rename("bert", talk.id, "mine"),
        lambda: history.delete("bert", talk.id),
        lambda: history.rate("bert", turn.id, "up"),
        lambda: history.rewind("bert", turn.id),
    ):
        with pytest.raises(UnknownConversation, match="may have been deleted"):
            step()
    assert history.turns("anna", talk.id) == [turn]


def test_search_finds_titles_questions_and_answers_in_any_form(history: History) -> None:
    steel = history.begin("anna", "Steel duties")
    history.add("anna", steel.id, "Who spoke?", answered("Nordmann refused quotas. [1]"))
    grain = history.begin("anna", "Grain")
    history.add("anna", grain.id, "Which duty was named?", answered("None."))

    def found(words: str) -> list[str]:
        return [hit.conversation.title for hit in history.search("anna", words)]

    assert found("duty") == ["Steel duties", "Grain"]
    assert found("quota") == ["Steel duties"]
    assert found("nordm") == ["Steel duties"]
    assert found("quota grain") == []
    assert found("") == found(" \n") == []
    (hit,) = history.search("anna", "quotas")
    assert "refused quotas" in hit.excerpt
    history.rename("anna", steel.id, "Metals")
    assert found("metal") == ["Metals"]
    assert found("steel") == []


@pytest.mark.parametrize(
    "words", ['"', "*", "a OR", "NEAR(", "title:x", "-", "^a", "\0", "\ud800", "a'b;--"]
)
def test_search_takes_any_characters_as_words(history: History, words: str) -> None:
    talk = history.begin("anna", "a or near title x b")
    history.add("anna", talk.id, "x", answered("y"))
    assert len(history.search("anna", words)) <= 1


def test_deleted_words_leave_the_file(history: History, path: Path) -> None:
    kept = history.begin("anna", "kept")
    history.add("anna", kept.id, "Zinc?", answered("Zinc. [1]"))
    gone = history.begin("anna", "Confidentialtitle")
    history.add("anna", gone.id, "Confidentialquestion?", answered("Confidentialanswer."))
    assert b"onfidentialanswer" in path.read_bytes()
    history.delete("anna", gone.id)
    assert b"onfidential" not in path.read_bytes()
    assert [c.title for c in history.conversations("anna")] == ["kept"]
    assert len(history.search("anna", "zinc")) == 1


def test_rewind_drops_a_turn_and_those_after_it(history: History) -> None:
    talk = history.begin("anna", "t")
    turns = [history.add("anna", talk.id, f"question {n}", answered("a")) for n in range(3)]
    history.rewind("anna", turns[1].id)
    assert history.turns("anna", talk.id) == turns[:1]
    assert len(history.search("anna", "question")) == 1
    later = history.add("anna", talk.id, "again", answered("a"))
    assert later.id > turns[2].id, "a number that a page may still hold is not given anew"


def test_verdicts_are_kept_changed_and_taken_back(history: History) -> None:
    talk = history.begin("anna", "t")
    first = history.add("anna", talk.id, "one", answered("a"))
    second = history.add("anna", talk.id, "two", answered("b"))
    history.rate("anna", first.id, "up")
    history.rate("anna", second.id, "down", " wrong figure ")
    assert [(r.turn.question, r.turn.thumb, r.turn.reason) for r in history.rated()] == [
        ("one", "up", None), ("two", "down", "wrong figure")
    ]  # fmt: skip
    assert history.rated()[1].before[0].question == "one"
    history.rate("anna", second.id, "up")
    history.rate("anna", first.id, None, "no matter")
    assert [(r.turn.question, r.turn.thumb, r.turn.reason) for r in history.rated()] == [
        ("two", "up", None)
    ]
    with pytest.raises(UsageError, match="sideways"):
        history.rate("anna", first.id, "sideways")  # type: ignore[arg-type]


def test_a_title_is_one_short_line(history: History) -> None:
    talk = history.begin("anna", "long " * 100)
    assert len(talk.title) <= LONGEST_TITLE
    assert talk.title.endswith("…")
    with pytest.raises(UsageError, match="empty"):
        history.rename("anna", talk.id, " \n ")


@given(st.text(), st.text())
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, asked: str, text: str
) -> None:
    history = History(tmp_path_factory.getbasetemp() / "any.sqlite")
    talk = history.begin("anna", asked)
    history.add("anna", talk.id, asked, answered(text))
    (turn,) = history.turns("anna", talk.id)
    assert turn.answer["text"] == text
    assert turn.question == asked.replace("\0", "\ufffd")
    history.delete("anna", talk.id)


def write(path: Path, owner: str) -> None:
    history = History(path)
    talk = history.begin(owner, owner)
    for n in range(20):
        history.add(owner, talk.id, f"{n}", answered(f"{n}"))


def test_threads_and_processes_write_at_once(history: History, path: Path) -> None:
    processes = [
        multiprocessing.get_context("spawn").Process(target=write, args=(path, f"p{n}"))
        for n in range(2)
    ]
    for process in processes:
        process.start()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: write(path, f"t{n}"), range(3)))
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    for owner in ("p0", "p1", "t0", "t1", "t2"):
        (talk,) = history.conversations(owner)
        assert [t.question for t in history.turns(owner, talk.id)] == [str(n) for n in range(20)]


def test_only_the_user_may_read_the_file(history: History, path: Path) -> None:
    history.conversations("anna")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("My notes, more than a header long. " * 10)
    with pytest.raises(OperationError, match=r"notes\.txt.*TRADEWIRE_HISTORY"):
        History(text).conversations("anna")
    assert text.read_text().startswith("My notes")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE mine (x)")
    with pytest.raises(OperationError, match="another program's"):
        History(other).begin("anna", "t")
    newer = tmp_path / "newer.sqlite"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(OperationError, match="layout 99"):
        History(newer).begin("anna", "t")
    with pytest.raises(OperationError, match="cannot be read or written"):
        History(tmp_path).begin("anna", "t")


def test_each_index_has_its_own_file_beside_it(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "steel")
    assert settings.history_file == tmp_path / "steel.history.sqlite"
    named = Settings(index=tmp_path / "steel", history=tmp_path / "mine.db")
    assert named.history_file == tmp_path / "mine.db"


def test_pinned_conversations_come_first(history: History) -> None:
    first, second = history.begin("anna", "first"), history.begin("anna", "second")
    assert history.pin("anna", first.id, pinned=True).pinned
    assert [c.title for c in history.conversations("anna")] == ["first", "second"]
    history.pin("anna", first.id, pinned=False)
    assert [c.title for c in history.conversations("anna")] == ["second", "first"]
    with pytest.raises(UnknownConversation):
        history.pin("bert", second.id, pinned=True)


def test_a_branch_holds_what_came_before_and_changes_nothing(history: History) -> None:
    talk = history.begin("anna", "steel")
    one = history.add("anna", talk.id, "one?", answered("one"))
    two = history.add("anna", talk.id, "two?", answered("two"))
    history.add("anna", talk.id, "three?", answered("three"))
    branch = history.branch("anna", two.id)
    assert [t.question for t in history.turns("anna", branch.id)] == ["one?", "two?"]
    assert history.turns("anna", branch.id)[0].answer == one.answer
    assert len(history.turns("anna", talk.id)) == 3
    with pytest.raises(UnknownConversation):
        history.branch("bert", two.id)


def test_a_hit_names_the_turn_that_holds_the_words(history: History) -> None:
    talk = history.begin("anna", "steel")
    history.add("anna", talk.id, "one?", answered("copper"))
    second = history.add("anna", talk.id, "two?", answered("salmon"))
    assert [hit.turn for hit in history.search("anna", "salmon")] == [second.id]
    assert [hit.turn for hit in history.search("anna", "steel")] == [None]


def test_a_file_of_the_first_layout_is_taken_along(history: History, path: Path) -> None:
    history.begin("anna", "old")
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE conversations DROP COLUMN pinned")
        db.execute("PRAGMA user_version = 1")
    (kept,) = History(path).conversations("anna")
    assert (kept.title, kept.pinned) == ("old", False)
