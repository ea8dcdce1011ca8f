"""The word lists that ship: read once, each word where its list says."""

from __future__ import annotations

import re

from index.text.word_lists import pairs, pattern, rows, word_lists, words


def test_a_list_is_a_set_of_words() -> None:
    assert {"the", "of"} <= words("words", "stop_words")
    assert "steel" not in words("words", "stop_words")


def test_pairs_keep_their_order() -> None:
    numbers = pairs("words", "numbers")
    assert list(numbers)[:3] == ["zero", "one", "two"]
    assert (numbers["twenty"], numbers["ninety"]) == ("20", "90")
    assert pairs("words", "irregular")["rose"] == "rise"


def test_a_form_is_filled_with_its_parts() -> None:
    money = pattern("measures", word_lists("measures")["money"])
    assert re.fullmatch(money, "5.2 million yuan")
    assert not re.fullmatch(money, "5.2 million tons")


def test_every_language_that_is_told_apart_has_a_name() -> None:
    languages = word_lists("languages")
    assert {*languages["small_words"], *languages["asking"]} <= {"en", *languages["names"]}


def test_a_nation_has_its_names_in_one_row() -> None:
    (norway,) = [row for row in rows("nations") if "Norway" in row["names"].split(";")]
    assert "Norwegian" in norway["names"].split(";")
