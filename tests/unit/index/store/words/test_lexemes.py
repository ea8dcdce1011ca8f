from __future__ import annotations

import pytest

from index.errors import UsageError
from index.store.place import Server, folder_of
from index.store.words.lexemes import asked, counted, lexemes, placed


def test_words_are_those_of_the_folders_index() -> None:
    assert lexemes("The duties of Zürich’s 40,000 US-led traders") == [
        "the", "duti", "of", "zurich", "s", "40", "000", "us", "led", "trader",
    ]  # fmt: skip


def test_no_phrase_reaches_from_the_title_into_the_text() -> None:
    found = placed("Steel rose", "rose again")
    assert (found.vector, found.length) == ("'steel':1 'rose':2,4 'again':5", 4)
    assert found.times == {"steel": 1, "rose": 2, "again": 1}
    assert counted("Steel rose", "rose again") == (found.times, found.length)
    assert counted("Duty on duties") == ({"duti": 2, "on": 1}, 3)


def test_an_expression_is_read() -> None:
    found = asked('("us" OR "u s") AND "duties"')
    assert found.query == "( ('us') | ('u' <-> 's') ) & ('duti')"
    assert found.phrases == {("us",): '"us"', ("u", "s"): '"u s"', ("duti",): '"duties"'}
    assert not found.any_will_do
    assert asked('"us" OR "u s"').any_will_do
    assert list(asked('"it said ""no"""').phrases) == [("it", "said", "no")]
    assert asked('"—"').query == "'_'"
    with pytest.raises(UsageError, match="no expression"):
        asked("text : steel")


def test_a_password_is_never_shown() -> None:
    server = Server("postgresql://desk:secret@db:5432/news?password=secret&sslmode=require")
    assert str(server) == "postgresql://desk@db:5432/news?sslmode=require"
    assert "secret" not in repr(server)
    assert folder_of(server).name == "desk-db-5432-news-sslmode-require"
