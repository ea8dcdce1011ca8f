from __future__ import annotations

import pytest

from index.quotes.extract import extract_quotes


def reported(text: str) -> list[tuple[str | None, str]]:
    return [(q.speaker, q.text) for q in extract_quotes(text) if q.kind == "reported"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Li Chenggang said that the talks went well.", ("Li Chenggang", "the talks went well")),
        ("According to Mary Barra, sales rose in May.", ("Mary Barra", "sales rose in May")),
        ("Sales rose in May, according to Mary Barra.", ("Mary Barra", "Sales rose in May")),
        ("Sales have risen in May, Mary Barra said.", ("Mary Barra", "Sales have risen in May")),
        ("In June, the fee was halved, Mary Barra said.", ("Mary Barra", "In June, the fee was halved")),
        ("Washington has accused Beijing of breaking the deal.", ("Washington", "Beijing of breaking the deal")),
        ("The ministry said in a statement on Monday that it will act.", ("ministry", "it will act")),
        ("Li told People's Daily that China will act.", ("Li", "China will act")),
        ("According to Mary Barra, a maker of cars in Detroit, sales rose in May.", ("Mary Barra", "sales rose in May")),
        ("Anna Berg said – even before the talks – the fee will rise.", ("Anna Berg", "the fee will rise")),
        ("Anna Berg declared that coal came to the U.S. The two ports denied that.",
         ("Anna Berg", "coal came to the U.S.")),
        ("Anna Berg last week said the fee will rise.", ("Anna Berg", "the fee will rise")),
        ("Anna Berg said the fee will rise – and she feared worse.", ("Anna Berg", "the fee will rise")),
        ("Anna Berg said nearly half of the mills have closed.", ("Anna Berg", "nearly half of the mills have closed")),
        ("Fees have risen in May, Anna Berg added.", ("Anna Berg", "Fees have risen in May")),
        ("According to state forecasts, the fee will rise.", ("state forecasts", "the fee will rise")),
        ("A spokesman for Xi Jinping said that talks go on.", ("A spokesman for Xi Jinping", "talks go on")),
        ("Fees will rise, its chairman, Li Gang, explained.", ("Li Gang", "Fees will rise")),
        ("Fees will rise in May, the union's leader, Ana Prado, said.", ("Ana Prado", "Fees will rise in May")),
        ("The mills will close, her deputy, Nina Roos, added on Friday.", ("Nina Roos", "The mills will close")),
        ("It falls on the owner and the buyer, Li Gang said.", ("Li Gang", "It falls on the owner and the buyer")),
        ("Anna Berg has said more than once that the fee will rise.", ("Anna Berg", "the fee will rise")),
        ("Anna Berg has said many times that the fee will rise.", ("Anna Berg", "the fee will rise")),
        ("Anna Berg said three times that the fee will rise.", ("Anna Berg", "the fee will rise")),
        ("Anna Berg said all that would change.", ("Anna Berg", "all that would change")),
        ("Anna Berg said some of that money would come.", ("Anna Berg", "some of that money would come")),
        ("Anna Berg said that the fee will rise, as her bankers know.", ("Anna Berg", "the fee will rise")),
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
        "When she was asked at the fair, Anna Berg said.",
        "In a statement to sailors on Monday, Anna Berg said.",
        "Responding to a question on fees, Anna Berg said.",
        "Speaking to sailors at the fair, Anna Berg said on Monday.",
        "Noting that the fee had risen in May, Anna Berg said on Monday.",
        "The rules are expected to slow trade, which Anna Berg welcomes.",
        "The bank posted a list on its site explaining the fee.",
        "A film posted by critics, a group that has no name, showed a sign.",
        "Anna Berg said the board's adviser, Ola Ek, had told her to wait.",
        "It is believed that fees would rise in May, but still, Anna Berg urged for calm.",
        "The state usually responds to deficits by cutting what it spends.",
        "The ministry added the mill to its list after it closed in May.",
    ],
)
def test_what_is_no_report_or_nobodys(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSLO, May 2 (Fjord News) - Anna Berg said the fee was cut.", "the fee was cut"),
        ("Anna Berg said late on Sunday that the fee was cut.", "the fee was cut"),
        ("Anna Berg told guests at the fair many times that the fee was cut.", "the fee was cut"),
        ("Anna Berg said the fee was cut, as dockers recall.", "the fee was cut"),
        ("Anna Berg said the fee was cut; the line grew.", "the fee was cut"),
        ("Anna Berg said the fee was cut and added that ships came.", "the fee was cut"),
        ("A long road to lower fees In June, Anna Berg said the fee was cut.", "the fee was cut"),
        ("According to Anna Berg, head of the port, the fee was cut.", "the fee was cut"),
        (
            "The port grew. Orders at a low Port head Anna Berg said the fee was cut.",
            "the fee was cut",
        ),
        ("Wages in short supply Skipper Anna Berg said the fee was cut.", "the fee was cut"),
        ("Where the ore comes from Port head Anna Berg said the fee was cut.", "the fee was cut"),
        ("Bo Ek spoke of “a dead river”. Anna Berg said the fee was cut.", "the fee was cut"),
        ("Anna Berg said the fee was cut, as the register shows.", "the fee was cut"),
        ("The fee was cut, Anna Berg told sailors on Monday in Bergen.", "The fee was cut"),
        (
            "If ships stay away, fees will fall, Anna Berg said.",
            "If ships stay away, fees will fall",
        ),
        (
            "When to cut the fee depends on Oslo, Anna Berg said at a fair.",
            "When to cut the fee depends on Oslo",
        ),
        ("When she left, Anna Berg said the fee was cut.", "the fee was cut"),
    ],
)
def test_a_report_holds_nothing_but_what_was_said(text: str, expected: str) -> None:
    assert ("Anna Berg", expected) in reported(text)
    assert all("Berg" not in words and "June" not in words for _speaker, words in reported(text))


@pytest.mark.parametrize(
    "text",
    [
        "The fee, Anna Berg said, was cut.",
        "Asked about the new harbour fee, Anna Berg said: “It was cut.”",
        "The gains reported in May were erased.",
        "Anna Berg told a crowded press conference on Monday.",
    ],
)
def test_half_a_clause_is_no_report(text: str) -> None:
    assert reported(text) == []
