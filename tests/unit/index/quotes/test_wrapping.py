from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.quotes.extract import extract_quotes, unwrapped

WRAPPED = """\
    The trade minister left the talks on steel early on Monday.
    "We will not accept a quota on our steel, and nobody
should believe that we ever will," Trade Minister Kari
Nordmann told reporters after the meeting in Oslo.
    The talks go on next week.
"""


def test_wrapped_lines_are_joined_and_indented_ones_are_not() -> None:
    flat = unwrapped(WRAPPED)
    assert flat.count("\n") == 3
    assert "and nobody should believe" in flat
    assert len(flat) == len(WRAPPED)


def test_short_paragraphs_of_one_line_each_stay() -> None:
    text = "“We agree,” Li said.\n“We do not,” Greer said.\nThe talks go on.\n"
    assert unwrapped(text) == text


def test_a_quotation_over_wrapped_lines_is_one_with_its_line_ends() -> None:
    (quote,) = [q for q in extract_quotes(WRAPPED) if q.kind == "direct"]
    assert quote.text.startswith("We will not accept")
    assert quote.text.endswith("ever will,")
    assert "\n" in quote.text
    assert WRAPPED[quote.start : quote.end] == quote.text
    assert (quote.speaker, quote.role) == ("Kari Nordmann", "Trade Minister")


@given(st.text(alphabet="ab .\n \t-“”", max_size=400))
def test_only_line_ends_ever_change(text: str) -> None:
    flat = unwrapped(text)
    assert len(flat) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, flat, strict=True))
