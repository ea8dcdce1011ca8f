from __future__ import annotations

import time

import pytest

from index.text.sentences import LONGEST, sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences("a", text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Exports rose 4.5 pct. in May.", "Imports fell."],
        ["U.S. Rep. Ron Hale (D-Ore.) agreed.", "Others did not."],
        ["Lt. Gov. Ann Lee spoke.", "Sen. Bo Ek left on Jan. 6 with No. 4."],
        ["He spoke to St. Croix Inc. and Hale Co. in Oslo.", "They agreed."],
        ['"Why?" she asked.', "“Never,” he said."],
        ["He said: “We will not.", "We cannot.”", "She left."],
        ["He said: “Mr. Lee will come.", "Now.”"],
        ["(He left early.)", "She stayed."],
        ["“An unclosed quotation begins.", "It never ends.", "The talks go on."],
        ["He said no.", "They left."],
        ["The price is $1.25.", "It was $3."],
    ],
)
def test_sentences_of_the_press(expected: list[str]) -> None:
    assert texts(" ".join(expected)) == expected


def test_a_sentence_never_crosses_a_paragraph() -> None:
    found = sentences("a", "Zinc rises\n\nZinc rose. It may fall\n \nTin fell")
    assert [(s.number, s.paragraph, s.text) for s in found] == [
        (0, 0, "Zinc rises"),
        (1, 1, "Zinc rose."),
        (2, 1, "It may fall"),
        (3, 2, "Tin fell"),
    ]


def test_wrapped_lines_are_one_paragraph_and_a_heading_is_its_own() -> None:
    text = (
        "Steel prices rise\n"
        "The price of steel rose on Monday in\n"
        "Oslo by 4 pct. It is the highest that\n"
        "was seen since May.\n"
        "    Traders at the U.S.\n"
        "Trade Office said so."
    )
    assert [(s.paragraph, s.text) for s in sentences("a", text)] == [
        (0, "Steel prices rise"),
        (1, "The price of steel rose on Monday in\nOslo by 4 pct."),
        (1, "It is the highest that\nwas seen since May."),
        (2, "Traders at the U.S.\nTrade Office said so."),
    ]


def test_long_single_lines_are_paragraphs() -> None:
    first = (
        "The ministry said that duties on zinc would rise to five percent in the course of June,"
    )
    second = f"{first} and on tin later, if talks fail"
    assert texts(f"{second}\n{second}") == [second, second]


def test_spans_point_into_the_text() -> None:
    text = "  Zinc rose.  Tin fell.\n\n  Lead stayed.  "
    found = sentences("a", text)
    assert [(s.start, s.end) for s in found] == [(2, 12), (14, 23), (27, 39)]
    assert [text[s.start : s.end] for s in found] == [s.text for s in found]


def test_a_list_without_stops_is_cut_at_its_semicolons() -> None:
    found = texts("; ".join(["zinc ore of the first grade"] * 200))
    assert max(map(len, found)) <= LONGEST
    assert all(text.endswith(";") for text in found[:-1])
    assert " ".join(found) == "; ".join(["zinc ore of the first grade"] * 200)


def test_a_heading_that_ran_into_its_paragraph_is_a_sentence() -> None:
    text = "The mill in Kotka grew.\n\nPrices at a low Mill head Jukka Salo said so. It rained."
    assert texts(text)[1:] == ["Prices at a low", "Mill head Jukka Salo said so.", "It rained."]


def test_one_endless_word_is_cut_anywhere() -> None:
    assert [len(text) for text in texts("x" * 3200)] == [1500, 1500, 200]


@pytest.mark.parametrize("text", ["", " \n\n\t ", "\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences("a", text) == []


@pytest.mark.parametrize("unit", ["a. ", "(", "? ", ".", "“", "\n", "a\n", "; ", "Mr. ", "5."])
def test_a_hostile_text_takes_no_time(unit: str) -> None:
    sentences("a", "Ready.")
    started = time.process_time()
    sentences("a", unit * (60_000 // len(unit)))
    assert time.process_time() - started < 10
