"""What holds for the ledger of every text: exact spans, locality, linear work, no exception."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.people.in_article import people
from index.quotes.extract import extract_quotes
from index.types import Quote

PIECES = st.sampled_from(
    "“We will not,” |said Li Wei|. |\n\n|He said |“|”|\"|‘No,’ |'|''|``|„so“ |«a b» |Ann Smith |, |a minister of trade, |"
    "who |told reporters |that it rains. |(D-Ore.) |— |: |according to |The Ministry |It |she |He Lifeng |6' 2\" |U.S. |"
    "was called |by |Trump’s |“No.” |…|\x85|\u202e".split("|")
)
PRESS = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)
UNRELATED = "The harbour was calm and the weather stayed dry all week."


@given(st.text() | PRESS)
def test_offsets_reproduce_the_words(text: str) -> None:
    for quote in extract_quotes(text):
        assert text[quote.start : quote.end] == quote.text != ""
        assert quote.speaker is None or len(quote.speaker.split()) > 0
        assert quote.group >= 0


@given(st.text() | PRESS)
def test_people_never_raise_and_are_in_the_text(text: str) -> None:
    for person in people(text):
        assert person.name.split()[-1] in text


def _told(quotes: list[Quote], shift: int = 0) -> list[tuple[object, ...]]:
    return [(q.start - shift, q.text, q.speaker, q.role, q.kind, q.group, q.rule) for q in quotes]


@given(PRESS)
def test_an_unrelated_paragraph_changes_no_other_quote(text: str) -> None:
    # An open quotation at the end would be told to go on or not by what follows.
    text = f"{text}\n\nNothing more was heard of it."
    alone = _told(extract_quotes(text))
    assert _told(extract_quotes(f"{text}\n\n{UNRELATED}")) == alone
    shift = len(UNRELATED) + 2
    assert _told(extract_quotes(f"{UNRELATED}\n\n{text}"), shift) == alone


def _work(text: str) -> int:
    """Count the calls that a text costs."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        extract_quotes(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "piece",
    ["“", "\"", "‘a’ ", "“a\n", "said Li ", "said, ", "“said”, ", "He said that ", "A ", "a, b, said, ",
     "according to the ", "Li and ", "(a ", "Li Wei said. ", " he said", "“Go,” Li Wei said. "],
)  # fmt: skip
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    once, twice = (_work(piece * (size // len(piece))) for size in (4_000, 8_000))
    assert twice < 2.6 * once + 1_000


@pytest.mark.parametrize(
    "form", ["Ann Smith{} said so. ", "Li {}a met Minister Li {}b. He said so. "]
)
def test_work_grows_no_faster_with_the_number_of_people(form: str) -> None:
    def text(count: int) -> str:
        return "".join(form.replace("{}", f"N{at:03}") for at in range(count))

    once, twice = _work(text(200)), _work(text(400))
    assert twice < 2.6 * once + 1_000
