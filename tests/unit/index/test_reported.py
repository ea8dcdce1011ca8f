from __future__ import annotations

import pytest

from index.quotes import extract_quotes


def reported(text: str) -> list[tuple[str | None, str]]:
    return [(q.speaker, q.text) for q in extract_quotes(text) if q.kind == "reported"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Li Chenggang said that the talks went well.", ("Li Chenggang", "the talks went well")),
        ("According to Mary Barra, sales rose in May.", ("Mary Barra", "sales rose in May")),
        ("Sales rose in May, according to Mary Barra.", ("Mary Barra", "Sales rose in May")),
        ("Sales have risen in May, Mary Barra said.", ("Mary Barra", "Sales have risen in May")),
        ("Washington has accused Beijing of breaking the deal.", ("Washington", "Beijing of breaking the deal")),
        ("The ministry said in a statement on Monday that it will act.", ("ministry", "it will act")),
        ("Li told People's Daily that China will act.", ("Li", "China will act")),
        ("A spokesman for Xi Jinping said that talks go on.", ("A spokesman for Xi Jinping", "talks go on")),
    ],
)  # fmt: skip
def test_the_clause_that_was_said(text: str, expected: tuple[str, str]) -> None:
    assert reported(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "“We agree on steel,” Li said in a statement on Monday.",
        "“We agree on steel,” said Sen. Chuck Grassley, R-Iowa, who chairs the panel.",
        "Comments were posted on the web site of the agency.",
        "They said that it will rain tomorrow.",
    ],
)
def test_what_is_no_report_or_nobodys(text: str) -> None:
    assert reported(text) == []
