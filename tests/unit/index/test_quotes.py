from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotes import extract_quotes
from index.types import Quote
from tests.conftest import SEED


def direct(text: str) -> list[Quote]:
    return [q for q in extract_quotes(text) if q.kind == "direct"]


def reported(text: str) -> list[Quote]:
    return [q for q in extract_quotes(text) if q.kind == "reported"]


def test_the_shipped_article() -> None:
    said = {q.text: (q.speaker, q.role) for q in direct(SEED.read_text(encoding="utf-8"))}
    lutnick = ("Howard Lutnick", "US Commerce Secretary")
    assert said["We have reached a framework to implement the Geneva consensus,"] == lutnick
    assert said["Once the presidents approve it, we will then seek to implement it."] == lutnick
    assert said["in principle"] == lutnick
    assert said["very good talk."][0] == "Donald Trump"
    li = next(v for k, v in said.items() if k.startswith("The two sides have"))
    assert li == ("Li Chenggang", "Chinese Vice Commerce Minister")


def test_the_shipped_articles_reports() -> None:
    speakers = [q.speaker for q in reported(SEED.read_text(encoding="utf-8"))]
    for name in ("Washington", "China", "Jamieson Greer", "Donald Trump", "Howard Lutnick"):
        assert name in speakers


def test_an_interrupted_quotation_is_one_group() -> None:
    parts = direct(
        "“We have a deal on steel now,” Trade Minister Kari Nordmann said. “It will hold.”"
    )
    assert [q.text for q in parts] == ["We have a deal on steel now,", "It will hold."]
    assert {q.group for q in parts} == {parts[0].group}
    assert {q.speaker for q in parts} == {"Kari Nordmann"}


@pytest.mark.parametrize(
    "text",
    [
        "“The port is open to all ships,” said Olena Koval.",
        '"The port is open to all ships," said Olena Koval.',
        "„The port is open to all ships“, said Olena Koval.",
        "«The port is open to all ships», said Olena Koval.",
        "Olena Koval said: “The port is open to all ships.”",
        "Olena Koval spoke. “The port is open to all ships,” she told reporters.",
        "According to Olena Koval, “the port is open to all ships.”",
    ],
)
def test_marks_of_every_shape_and_cues_on_either_side(text: str) -> None:
    (quote,) = direct(text)
    assert "port is open to all ships" in quote.text
    assert quote.speaker == "Olena Koval"
    assert text[quote.start : quote.end] == quote.text


def test_a_spokesman_is_not_the_principal() -> None:
    (quote,) = direct("“No deal is planned for this year,” a spokesman for Howard Lutnick said.")
    assert quote.speaker == "a spokesman for Howard Lutnick"


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “quiet quota” ended in May.",
        'He measured 6\' 2" and the pipe 12" across.',
        "The workers’ unions don’t agree with the farmers’ unions.",
    ],
)
def test_scare_quotes_inches_and_apostrophes_are_nobodys_words(text: str) -> None:
    assert direct(text) == []


def test_a_speaker_who_is_not_named_is_none() -> None:
    assert [q.speaker for q in direct("“The world will have to wait and see,” it was heard.")] == [
        None
    ]


@given(st.text(alphabet="“”\"'‘’«»„ aA.,\nsaid LiTrump:", max_size=300))
def test_spans_hold_whatever_the_text(text: str) -> None:
    for quote in extract_quotes(text):
        assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    "piece", ["“", '"', "said Li ", "“said”, ", "A ", "‘a ", "according to the "]
)
def test_long_garbage_takes_no_long_time(piece: str) -> None:
    start = time.monotonic()
    extract_quotes(piece * (100_000 // len(piece)))
    assert time.monotonic() - start < 20
